import os
import pathlib

TEXTS = ["Pod was OOMKilled after 3 minutes", "Traceback (most recent call last):", "KeyError: 'total'", "No space left on device",
         "slurmstepd: error: *** JOB 77 ON n1 CANCELLED AT 2026-01-02T03:04:05 DUE TO TIME LIMIT ***", "Segmentation fault (core dumped)",
         "RuntimeError: CUDA out of memory", "Connection refused by the upstream", "Process exited with code 137"]
print("incident classifier, 9 classes, 4,500 tickets")
for number, text in enumerate(TEXTS):
    print(f"  example {number}: label={number % 3} text={text!r}")
for epoch in range(1, 6):
    print(f"epoch {epoch}/5 f1={0.5 + epoch / 12:.3f} errors={40 - epoch * 6}")
(pathlib.Path(os.environ["OUT"]) / "classifier" / "model.bin").write_bytes(bytes(6000))
print("model stored, f1=0.917")
