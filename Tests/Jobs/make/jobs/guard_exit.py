import sys

tokens = 8_211_004
budget = 5_000_000
print(f"corpus has {tokens:,} tokens")
if tokens > budget:
    print(f"token budget of {budget:,} is exceeded, refusing to train", file=sys.stderr)
    sys.exit(12)
