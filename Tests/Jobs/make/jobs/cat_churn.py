import numpy as np
from catboost import CatBoostClassifier

rng = np.random.default_rng(1)
x = rng.normal(size=(300, 3))
model = CatBoostClassifier(iterations=40, verbose=10, allow_writing_files=False, thread_count=1)
model.fit(x, (x[:, 0] > 0).astype(int))
model.fit(x, np.ones(300, dtype=int))
