import logging
import os
import urllib.request

import backoff

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)-7s %(name)s | %(message)s")


@backoff.on_exception(backoff.constant, OSError, interval=0.25, max_tries=30, jitter=None)
def rates():
    return urllib.request.urlopen(f"http://127.0.0.1:{os.environ['PORT_BUSY']}/rates", timeout=5).read()


logging.info("pulling exchange rates")
print(rates())
