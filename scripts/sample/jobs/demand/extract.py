"""Extracts one day of orders from the shop's export."""
import argparse
import csv
import datetime
import logging
import pathlib

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
log = logging.getLogger("extract")


def orders(day):
    """The shop numbers its orders by day; its price service is closed for bookkeeping on the first of a month."""
    closed = day.day == 1
    for number in range(400):
        region = ("north", "east", "south", "west")[number % 4]
        price = "" if closed and region == "north" and number % 3 == 0 else f"{5 + (number * 37 + day.day) % 90}.50"
        yield [f"{day:%m%d}-{number:04d}", region, str(1 + number % 7), price]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--day", type=datetime.date.fromisoformat, required=True)
    parser.add_argument("--orders", required=True)
    args = parser.parse_args()
    folder = pathlib.Path(args.orders)
    folder.mkdir(parents=True, exist_ok=True)
    log.info("extracting orders of %s", args.day)
    rows = list(orders(args.day))
    with open(folder / "orders.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["order", "region", "quantity", "unit_price"])
        writer.writerows(rows)
    log.info("wrote %d orders, 0 errors", len(rows))


if __name__ == "__main__":
    main()
