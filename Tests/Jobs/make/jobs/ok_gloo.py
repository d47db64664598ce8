import os
import pathlib

import torch
import torch.distributed as dist

dist.init_process_group("gloo")
rank = dist.get_rank()
for step in range(5):
    t = torch.ones(4)
    dist.all_reduce(t)
    print(f"rank {rank} step {step} ok", flush=True)
if rank == 0:
    (pathlib.Path(os.environ["OUT"]) / "ckpt" / "last.pt").write_bytes(bytes(4096))
    print("checkpoint stored", flush=True)
dist.destroy_process_group()
