import pyarrow as pa

batches = [pa.RecordBatch.from_pydict({"id": [1, 2], "qty": [3, 4]}), pa.RecordBatch.from_pydict({"id": [3], "qty": ["five"]})]
print("concatenating", len(batches), "batches")
print(pa.Table.from_batches(batches).num_rows)
