import time

cache = []
for shard in range(64):
    cache.append(bytearray(b"x" * (24 << 20)))
    print(f"shard {shard} cached, {24 * (shard + 1)} MB", flush=True)
    time.sleep(0.05)
