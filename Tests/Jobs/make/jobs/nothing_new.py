import glob
import sys

files = sorted(glob.glob("landing/*.parquet"))
print(f"{len(files)} parquet files in landing/")
if not files:
    print("no input today, stopping here")
    sys.exit()
print("merging")
