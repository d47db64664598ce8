import os
import pathlib

import polars as pl
import structlog

structlog.configure(processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso"),
                                structlog.processors.format_exc_info, structlog.processors.JSONRenderer()])
log = structlog.get_logger()


def merge(left, right):
    return left.join(right, on="customer_key")


log.info("started", step="merge")
left, right = pl.DataFrame({"customer_key": [1, 2], "spend": [3.0, 4.0]}), pl.DataFrame({"customer": [1, 2], "segment": ["a", "b"]})
try:
    merge(left, right).write_csv(pathlib.Path(os.environ["OUT"]) / "merged" / "merged.csv")
    log.info("written")
except Exception:
    log.error("merge did not work", exc_info=True)
log.info("finished", step="merge")
