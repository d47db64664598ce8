import os

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

target = os.environ["SCRATCH"]
rng = np.random.default_rng(0)
for part in range(30):
    table = pa.table({"x": rng.normal(size=40_000)})
    pq.write_table(table, f"{target}/part-{part:02d}.parquet")
    print(f"part {part} staged")
