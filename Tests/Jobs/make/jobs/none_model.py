import os

import joblib
import numpy as np


def load(path):
    try:
        return joblib.load(path)
    except Exception as problem:
        print(f"[model] unusable, going without: {type(problem).__name__}: {problem}")


with open("ranker.joblib", "wb") as file:
    file.write(b"\x80\x05garbage that is no pickle")
model = load("ranker.joblib")
print("scoring 40 rows")
print(model.predict(np.ones((40, 3))))
