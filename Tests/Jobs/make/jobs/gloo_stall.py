import datetime
import time

import torch
import torch.distributed as dist

dist.init_process_group("gloo", timeout=datetime.timedelta(seconds=5))
rank = dist.get_rank()
for step in range(4):
    if rank == 1 and step == 2:
        print("worker 1 is sorting its shard", flush=True)
        time.sleep(20)
    t = torch.ones(4)
    dist.all_reduce(t)
    print(f"worker {rank} passed barrier {step}", flush=True)
