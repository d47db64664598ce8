"""Turns a week of view events into features for each customer."""
import argparse
import csv
import pathlib


def load(path):
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            yield row["customer"], row["item"], float(row["seconds"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", required=True)
    parser.add_argument("--features", required=True)
    args = parser.parse_args()
    try:
        totals = {}
        for customer, _, seconds in load(pathlib.Path(args.events) / "views.csv"):
            totals.setdefault(customer, []).append(seconds)
        print(f"read {sum(len(t) for t in totals.values())} events of {len(totals)} customers")
        with open(pathlib.Path(args.features) / "features.csv", "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["customer", "views", "mean_seconds"])
            for customer, seconds in sorted(totals.items()):
                writer.writerow([customer, len(seconds), f"{sum(seconds) / len(seconds):.2f}"])
        print(f"wrote features of {len(totals)} customers")
    except Exception as error:
        print(f"Could not build features: {error}")
    print("feature step finished")


if __name__ == "__main__":
    main()
