from joblib import Parallel, delayed


def evaluate(depth, rate):
    if depth == 7:
        raise ValueError(f"depth {depth} needs at least {2 ** depth} leaves, got 64")
    return depth * rate


results = Parallel(n_jobs=2, verbose=5)(delayed(evaluate)(d, r) for d in (3, 5, 7) for r in (0.1, 0.3))
print(max(results))
