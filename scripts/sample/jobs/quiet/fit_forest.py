"""Fits a large forest; each round says nothing until it is over."""
import argparse
import logging
import pathlib
import time

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
log = logging.getLogger("forest")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--forest", required=True)
    args = parser.parse_args()
    for round_ in range(1, 5):
        log.info("round %d/4: fitting 500 trees", round_)
        time.sleep(0.4)
        log.info("round %d/4: out-of-bag error 0.%02d", round_, 20 - round_)
    (pathlib.Path(args.forest) / "forest.txt").write_text("2000 trees\n")
    log.info("forest written")


if __name__ == "__main__":
    main()
