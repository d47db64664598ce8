"""Fetches exchange rates; the bank's server is moody, so every request is tried up to five times."""
import argparse
import logging
import pathlib

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
log = logging.getLogger("rates")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rates", required=True)
    args = parser.parse_args()
    session = requests.Session()
    session.mount("http://", HTTPAdapter(max_retries=Retry(total=5, backoff_factor=0.1)))
    lines = []
    for currency in ("EUR", "SEK", "NOK"):
        answer = session.get(f"http://rates.fabrikam.example/{currency}", timeout=(2, 5))
        answer.raise_for_status()
        lines.append(f"{currency},{answer.json()['rate']}\n")
        log.info("%s: rate %s", currency, answer.json()["rate"])
    (pathlib.Path(args.rates) / "rates.csv").write_text("".join(lines))
    log.info("3 rates written")


if __name__ == "__main__":
    main()
