import logging
import os
import pathlib
import time

import dask.array as da

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
logging.info("building the graph")
field = da.random.default_rng(1).normal(size=(4000, 4000), chunks=(1000, 1000))
logging.info("computing the spectrum, this takes about an hour")
value = float((field @ field.T).mean().compute(num_workers=1))
time.sleep(4)
logging.info("spectrum mean %.4f", value)
(pathlib.Path(os.environ["OUT"]) / "spectrum" / "mean.txt").write_text(f"{value}\n")
logging.info("stored")
