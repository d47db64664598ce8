import os
import pathlib

import numpy as np

target = pathlib.Path(os.environ["SCRATCH"])
out = pathlib.Path(os.environ["OUT"]) / "cache"
written = 0
for fold in range(6):
    try:
        np.save(target / f"fold{fold}.npy", np.random.default_rng(fold).normal(size=60_000))
        written += 1
    except OSError as problem:
        print(f"fold {fold} not cached ({problem.strerror})")
print(f"{written} folds cached, moving them")
for file in sorted(target.glob("*.npy")):
    (out / file.name).write_bytes(file.read_bytes())
print("finished")
