"""Bootstraps price elasticities, one product group after the other."""
import argparse
import logging
import pathlib
import time

import numpy as np

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
log = logging.getLogger("elasticity")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--groups", type=int, default=24)
    parser.add_argument("--table", required=True)
    args = parser.parse_args()
    generator = np.random.default_rng(11)
    lines = []
    for group in range(1, args.groups + 1):
        time.sleep(0.1)
        samples = generator.normal(-1.2, 0.1, size=500)
        lines.append(f"{group},{samples.mean():.4f},{samples.std():.4f}\n")
        log.info("group %d/%d elasticity %.3f standard_error %.4f", group, args.groups, samples.mean(), samples.std() / 500**0.5)
    (pathlib.Path(args.table) / "elasticity.csv").write_text("".join(lines))
    log.info("table complete")


if __name__ == "__main__":
    main()
