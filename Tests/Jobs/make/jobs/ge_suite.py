import pandas as pd

PLAN = [("sensor", "not null"), ("temp", "between -40 and 60"), ("unit", "in C,F")]
frame = pd.DataFrame({"sensor": ["a", None, "c"] * 30, "temp": [20.0, 71.5, 18.0] * 30, "unit": ["C"] * 90})


class RejectedBatch(Exception):
    pass


def inspect(frame):
    broken = []
    if frame["sensor"].isna().any():
        broken.append(f"sensor: {int(frame['sensor'].isna().sum())} of {len(frame)} values are null")
    if not frame["temp"].between(-40, 60).all():
        broken.append(f"temp: {int((~frame['temp'].between(-40, 60)).sum())} of {len(frame)} values out of range [-40, 60]")
    return broken


print(f"inspecting {len(frame)} readings against {len(PLAN)} rules")
problems = inspect(frame)
for problem in problems:
    print("  rule violated:", problem)
if problems:
    raise RejectedBatch(f"batch 2026-05-11 rejected, {len(problems)} of {len(PLAN)} rules violated")
