import logging
import os

from kafka import KafkaConsumer

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
consumer = KafkaConsumer("clicks", bootstrap_servers=f"127.0.0.1:{os.environ['PORT_REFUSE']}", request_timeout_ms=3000, session_timeout_ms=2500,
                         heartbeat_interval_ms=500)
for message in consumer:
    print(message.value)
