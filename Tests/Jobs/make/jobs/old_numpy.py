import numpy as np

table = np.arange(12).reshape(3, 4)
print("table", table.shape)


def scale(values):
    return values.astype(np.float) / values.max()


print(scale(table))
