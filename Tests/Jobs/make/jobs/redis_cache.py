import os

import redis

store = redis.Redis(host="127.0.0.1", port=int(os.environ["PORT_REFUSE"]))
print("filling the feature cache")
for user in range(100):
    store.set(f"user:{user}", user * 2)
print("done")
