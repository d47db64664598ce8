"""Checks a day's orders before anything is trained on them."""
import argparse
import logging
import pathlib
import shutil

import pandas as pd

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
log = logging.getLogger("validate")


class DataRejected(Exception):
    """The data break a rule that training relies on."""


def check(frame):
    for column in ("order", "region", "quantity", "unit_price"):
        nulls = int(frame[column].isna().sum())
        log.info("column %s: %d null values", column, nulls)
        if nulls:
            yield f"column '{column}' has {nulls} null values in {len(frame)} rows (allowed: 0)"
    if not frame["order"].is_unique:
        yield "column 'order' is not unique"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", required=True)
    parser.add_argument("--checked", required=True)
    args = parser.parse_args()
    source = pathlib.Path(args.orders) / "orders.csv"
    frame = pd.read_csv(source)
    log.info("checking %d rows", len(frame))
    problems = list(check(frame))
    if problems:
        raise DataRejected(f"{len(problems)} of 5 checks failed: " + "; ".join(problems))
    shutil.copy(source, pathlib.Path(args.checked) / "orders.csv")
    log.info("all 5 checks passed")


if __name__ == "__main__":
    main()
