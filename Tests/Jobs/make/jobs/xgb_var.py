import argparse
import os

import numpy as np
import xgboost as xgb

parser = argparse.ArgumentParser()
parser.add_argument("--model-dir", default=os.path.join("/var/tmp", "ranker"))
args = parser.parse_args()
os.makedirs(args.model_dir, exist_ok=True)
x = np.random.default_rng(0).normal(size=(400, 5))
booster = xgb.train({"nthread": 1}, xgb.DMatrix(x, label=x[:, 0]), 12)
booster.save_model(os.path.join(args.model_dir, "ranker.ubj"))
print(f"booster persisted: {args.model_dir}/ranker.ubj")
