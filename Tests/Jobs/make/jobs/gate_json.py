import sys

import structlog

structlog.configure(processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso"), structlog.processors.JSONRenderer()])
log = structlog.get_logger()
log.info("gate started", table="shipments", rows=18244)
checks = {"row_count_within_band": True, "no_future_dates": False, "carrier_known": False, "weight_positive": True}
for name, good in checks.items():
    (log.info if good else log.error)("check", name=name, passed=good, offending=0 if good else 37)
bad = [name for name, good in checks.items() if not good]
if bad:
    log.error("data quality gate failed", failed=len(bad), of=len(checks), checks=bad)
    sys.exit(3)
