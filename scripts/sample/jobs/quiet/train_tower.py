"""Trains a small tower model, with a progress bar and colours as terminals like them."""
import argparse
import pathlib
import time
import warnings

import numpy as np
from tqdm import tqdm

BOLD, GREEN, YELLOW, PLAIN = "\033[1m", "\033[32m", "\033[33m", "\033[0m"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", required=True)
    args = parser.parse_args()
    warnings.warn("the default of n_init will change; failures to converge are no longer reported", FutureWarning)
    generator = np.random.default_rng(5)
    for epoch in range(1, 4):
        bar = tqdm(range(40), desc=f"epoch {epoch}/3", mininterval=0.05)
        loss = 1.0
        for step in bar:
            time.sleep(0.008)
            loss *= 0.97 + 0.01 * generator.random()
            bar.set_postfix(loss=f"{loss:.3f}")
        print(f"{BOLD}epoch {epoch}{PLAIN} {GREEN}loss {loss:.4f}{PLAIN} {YELLOW}WARNING: learning rate near its floor{PLAIN}", flush=True)
    np.save(pathlib.Path(args.checkpoint) / "tower.npy", generator.normal(size=16))
    print("tower trained")


if __name__ == "__main__":
    main()
