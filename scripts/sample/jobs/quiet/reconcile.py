"""Reconciles payments with invoices; a batch that fails on the fast path is done again on the slow one."""
import argparse
import pathlib
import time
import traceback


def fast_path(batch):
    if batch == 4:
        raise ValueError(f"batch {batch}: invoice 4711 is split over two payments")
    return 25


def slow_path(batch):
    time.sleep(0.1)
    return 25


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--report", required=True)
    args = parser.parse_args()
    done = 0
    for batch in range(1, 13):
        time.sleep(0.05)
        try:
            done += fast_path(batch)
        except ValueError:
            traceback.print_exc()
            print(f"batch {batch}: using the slow path", flush=True)
            done += slow_path(batch)
        print(f"batch {batch}/12 reconciled, {done} payments so far", flush=True)
    (pathlib.Path(args.report) / "reconciled.csv").write_text(f"payments,{done}\n")
    print("reconciliation finished")


if __name__ == "__main__":
    main()
