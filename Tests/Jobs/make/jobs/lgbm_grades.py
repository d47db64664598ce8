import lightgbm as lgb
import numpy as np

rng = np.random.default_rng(3)
x, y = rng.normal(size=(800, 6)), rng.integers(0, 6, 800)
data = lgb.Dataset(x, label=y)
print("training on", x.shape)
model = lgb.train({"objective": "multiclass", "num_class": 5, "num_threads": 1}, data, num_boost_round=20)
model.save_model("grades.txt")
