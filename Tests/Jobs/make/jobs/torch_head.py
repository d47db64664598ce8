import torch
from rich.progress import Progress
from torch import nn

torch.manual_seed(0)
torch.set_num_threads(1)
body, head = nn.Linear(32, 64), nn.Linear(48, 10)
with Progress(refresh_per_second=20) as progress:
    task = progress.add_task("warming up", total=40)
    for _ in range(40):
        body(torch.randn(16, 32))
        progress.advance(task)
    for step in progress.track(range(40), description="training"):
        loss = head(body(torch.randn(16, 32))).mean()
        loss.backward()
