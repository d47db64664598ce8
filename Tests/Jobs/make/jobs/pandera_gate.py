import pandas as pd
import pandera.pandas as pa

schema = pa.DataFrameSchema({"sku": pa.Column(str, unique=True), "weight_kg": pa.Column(float, pa.Check.in_range(0, 90)), "lane": pa.Column(str)})
parcels = pd.DataFrame({"sku": [f"S{i % 190}" for i in range(200)], "weight_kg": [float(i % 100) for i in range(200)], "lane": ["n"] * 200})
print("parcels", parcels.shape)
schema.validate(parcels, lazy=True)
print("parcels are fine")
