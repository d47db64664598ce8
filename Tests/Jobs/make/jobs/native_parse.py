import ctypes
import time

print("parsing 3 files", flush=True)
for name in ("a.bin", "b.bin"):
    time.sleep(0.2)
    print("parsed", name, flush=True)
ctypes.string_at(8)
