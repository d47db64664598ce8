import os

import lightgbm as lgb
import numpy as np

rng = np.random.default_rng(4)
x = rng.normal(size=(900, 5))
y = x[:, 0] + rng.normal(size=900) * 2
train, valid = lgb.Dataset(x[:600], label=y[:600]), lgb.Dataset(x[600:], label=y[600:])
model = lgb.train({"objective": "l2", "num_threads": 1, "metric": "l2", "learning_rate": 0.5}, train, 300, valid_sets=[valid],
                  callbacks=[lgb.early_stopping(5), lgb.log_evaluation(5)])
model.save_model(f"{os.environ['OUT']}/model/gbm.txt")
