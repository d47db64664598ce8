"""Counts phrases in support tickets; the phrases look frightening, the job is well."""
import argparse
import pathlib

TICKETS = [
    "Import hangs, then 'Killed' in the console",
    "Traceback (most recent call last): what does it mean?",
    "Out of memory: Killed process 4711 (java) after the update",
    "Connection refused by proxy",
    "MemoryError when opening a large file",
    "Printer prints only the first page",
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--counts", required=True)
    args = parser.parse_args()
    counts = {}
    for number in range(300):
        ticket = TICKETS[(number * 7 + number // 5) % len(TICKETS)]
        counts[ticket] = counts.get(ticket, 0) + 1
    print("most frequent subjects of the week:")
    for subject, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        print(f"  {count:4d}  {subject}")
    (pathlib.Path(args.counts) / "counts.csv").write_text("".join(f"{count},{subject!r}\n" for subject, count in counts.items()))
    print("300 tickets counted")


if __name__ == "__main__":
    main()
