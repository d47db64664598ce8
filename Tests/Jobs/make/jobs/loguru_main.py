import json
import os
import pathlib
import sys

from loguru import logger

logger.remove()
logger.add(sys.stderr, format="<green>{time:YYYY-MM-DD HH:mm:ss}</green> <level>{level}</level> {message}", colorize=True, diagnose=False)


@logger.catch
def main():
    raw = '{"plans": [{"name": "basic", "price": 9}, {"name": "pro"}]}'
    plans = json.loads(raw)["plans"]
    logger.info("{} plans read", len(plans))
    prices = [plan["price"] for plan in plans]
    (pathlib.Path(os.environ["OUT"]) / "prices" / "prices.json").write_text(json.dumps(prices))
    logger.info("prices written")


main()
