import os
import pathlib

for page in range(1, 6):
    print(f"page {page}/5 indexed")
(pathlib.Path(os.environ["OUT"]) / "index" / "index.bin").write_bytes(bytes(4000))
print("index complete: 5 pages")
