import os

os.environ["RAY_DEDUP_LOGS"] = "0"
import ray

ray.init(num_cpus=2, include_dashboard=False, object_store_memory=80_000_000, configure_logging=True)


@ray.remote(max_retries=0)
def embed(batch):
    print("embedding batch", batch)
    if batch == 3:
        return {"a": 1}["vector"]
    return batch


print(sum(ray.get([embed.remote(b) for b in range(5)])))
