import os
import pathlib
import traceback

try:
    import tensorboardX
except ImportError:
    traceback.print_exc()
    print("tensorboardX is not installed, curves are only printed")
try:
    import apex
except ModuleNotFoundError as missing:
    print(f"Warning: {missing}. Using the plain optimizer.")
for step in range(0, 100, 20):
    print(f"step {step} nll {4 / (step + 20):.4f}")
(pathlib.Path(os.environ["OUT"]) / "weights" / "w.bin").write_bytes(bytes(2048))
print("weights stored")
