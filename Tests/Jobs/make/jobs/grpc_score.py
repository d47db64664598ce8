import os

import grpc

channel = grpc.insecure_channel(f"127.0.0.1:{os.environ['PORT_REFUSE']}")
score = channel.unary_unary("/ranker.Scoring/Score", request_serializer=lambda b: b, response_deserializer=lambda b: b)
print("asking the ranker for 512 scores")
print(len(score(b"x" * 512, timeout=5)))
