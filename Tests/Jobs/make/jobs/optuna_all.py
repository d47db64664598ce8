import optuna


def objective(trial):
    depth = trial.suggest_int("depth", 2, 9)
    folds = [list(range(12))[i::depth] for i in range(20)]
    return sum(max(fold) for fold in folds) / depth


study = optuna.create_study(direction="maximize", sampler=optuna.samplers.RandomSampler(seed=1))
study.optimize(lambda trial: objective(trial) + trial.suggest_float("rate", 0.3, 0.1), n_trials=6, catch=(Exception,))
print("best", study.best_value)
