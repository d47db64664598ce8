import dask
from dask import delayed

dask.config.set(scheduler="threads", num_workers=2)
RATES = {"EUR": 1.0, "USD": 1.08, "GBP": 0.85}


@delayed
def load(part):
    return [{"amount": part * 10 + i, "currency": ["EUR", "USD", "GBP", "SEK"][i % (4 if part == 6 else 3)]} for i in range(8)]


@delayed
def convert(rows):
    return sum(row["amount"] / RATES[row["currency"]] for row in rows)


parts = [convert(load(part)) for part in range(8)]
print("graph with", len(parts), "partitions")
print("total", sum(dask.compute(*parts)))
