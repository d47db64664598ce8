import os
import pathlib
import sys
import traceback
import warnings

import pandas as pd


def show(message, category, filename, lineno, file=None, line=None):
    traceback.print_stack(limit=4)
    sys.stderr.write(warnings.formatwarning(message, category, filename, lineno, line))


warnings.showwarning = show
frame = pd.DataFrame({"a": [1, 2, None], "b": ["x", "y", "z"]})
for name in ("first", "second"):
    warnings.warn(f"{name} loader is deprecated and will raise an error in version 3", DeprecationWarning, stacklevel=2)
warnings.warn("invalid value encountered in log; failed rows are left as missing", RuntimeWarning)
frame.to_json(pathlib.Path(os.environ["OUT"]) / "frame" / "frame.json")
print("3 rows written")
