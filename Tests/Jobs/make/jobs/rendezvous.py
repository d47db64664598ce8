import datetime
import os

import torch.distributed as dist

print("joining the group as 1 of 4", flush=True)
dist.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{os.environ['PORT_REFUSE']}", rank=1, world_size=4,
                        timeout=datetime.timedelta(seconds=5))
print("joined")
