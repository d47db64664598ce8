import os
import signal
import sys
import time


def stop(number, frame):
    print(f"got {signal.Signals(number).name}; writing state of epoch {epoch} and leaving", flush=True)
    sys.exit(143)


signal.signal(signal.SIGTERM, stop)
for epoch in range(50):
    print(f"epoch {epoch} mae={3 / (epoch + 1):.3f}", flush=True)
    time.sleep(0.1)
    if epoch == 7:
        os.kill(os.getppid() if os.environ.get("PARENT") else os.getpid(), signal.SIGTERM)
