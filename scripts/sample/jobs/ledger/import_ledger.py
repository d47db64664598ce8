"""Books a month of entries."""
import argparse
import pathlib

from ledger_rules import book


def entries(month):
    kinds = ["sales", "returns", "freight"]
    for number in range(1, 121):
        # The shop started to sell vouchers in November.
        kind = "voucher" if month >= 11 and number == 87 else kinds[number % 3]
        yield number, {"kind": kind, "cents": 100 * number}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--month", type=int, required=True)
    parser.add_argument("--books", required=True)
    args = parser.parse_args()
    totals = {}
    for number, entry in entries(args.month):
        account, cents = book(number, entry)
        totals[account] = totals.get(account, 0) + cents
        if number % 20 == 0:
            print(f"booked {number} entries")
    with open(pathlib.Path(args.books) / "totals.csv", "w") as file:
        file.writelines(f"{account},{cents}\n" for account, cents in sorted(totals.items()))
    print("all entries booked")


if __name__ == "__main__":
    main()
