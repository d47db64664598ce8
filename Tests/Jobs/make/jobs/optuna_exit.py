import os

import optuna


def objective(trial):
    if trial.number == 9:
        os._exit(0)
    return (trial.suggest_float("x", -4, 4) - 1) ** 2


study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=2))
print("searching 60 trials", flush=True)
study.optimize(objective, n_trials=60)
print("best", study.best_value)
