import pathlib

import pyarrow as pa
import pyarrow.feather as feather

target = pathlib.Path("artifacts/run")
target.mkdir(parents=True, exist_ok=True)
table = pa.table({"item": list(range(5000)), "score": [i / 7 for i in range(5000)]})
feather.write_feather(table, target / "scores.feather")
print(f"wrote {table.num_rows} scores to {target / 'scores.feather'}")
