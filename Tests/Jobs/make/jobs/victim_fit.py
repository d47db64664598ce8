import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
print("features in", folder)
rows = (folder / "features.csv").read_text().splitlines()
print(len(rows))
