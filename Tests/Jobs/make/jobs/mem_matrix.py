import numpy as np

for n in (200, 2000, 30000):
    print(f"allocating {n} x {n}")
    m = np.ones((n, n))
    print(f"trace {m.trace():.0f}")
