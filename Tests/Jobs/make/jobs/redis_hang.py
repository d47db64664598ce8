import os
import sys

import redis
from loguru import logger

logger.remove()
logger.add(sys.stderr, format="{time:YYYY-MM-DD HH:mm:ss.SSS} | {level: <8} | {name}:{function}:{line} - {message}")


def main():
    logger.info("loading 48 user profiles")
    store = redis.Redis(host="127.0.0.1", port=int(os.environ["PORT_STALL"]))
    for user in range(48):
        logger.debug("GET profile:{}", user)
        store.get(f"profile:{user}")
    logger.success("profiles loaded")


main()
