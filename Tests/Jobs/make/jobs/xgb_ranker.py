import numpy as np
import xgboost as xgb

rng = np.random.default_rng(5)
x = rng.normal(size=(600, 4))
train = xgb.DMatrix(x, label=rng.integers(0, 3, 600))
train.set_group([200, 200, 200])
booster = xgb.train({"objective": "rank:ndcg", "eta": 0.2, "nthread": 1}, train, 5, evals=[(train, "train")])
scoring = xgb.DMatrix(rng.normal(size=(50, 7)))
print("scoring", scoring.num_row(), "rows")
print(booster.predict(scoring)[:5])
