import os
import pathlib

import optuna


def objective(trial):
    x = trial.suggest_float("x", -3, 3)
    if trial.number in (2, 5):
        raise ValueError(f"grid is too coarse for x={x:.2f}")
    if trial.number % 4 == 3:
        raise optuna.TrialPruned()
    return x ** 2


study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=2))
study.optimize(objective, n_trials=14, catch=(ValueError,))
print(f"best value {study.best_value:.4f} of {len(study.trials)} trials")
(pathlib.Path(os.environ["OUT"]) / "params" / "best.txt").write_text(str(study.best_params))
