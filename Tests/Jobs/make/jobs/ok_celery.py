import logging
import os
import pathlib

from celery import Celery

logging.basicConfig(level=logging.INFO, format="[%(asctime)s: %(levelname)s/%(processName)s] %(message)s")
app = Celery("ocr", broker="memory://", backend="cache+memory://")
app.conf.task_always_eager = True
calls = []


@app.task(bind=True, max_retries=3, default_retry_delay=0)
def ocr(self, page):
    calls.append(page)
    if page == 4 and calls.count(4) < 2:
        raise self.retry(exc=RuntimeError("scanner is busy"))
    return page


for page in range(6):
    logging.info("page %d -> %s", page, ocr.apply(args=[page]).status)
(pathlib.Path(os.environ["OUT"]) / "text" / "text.bin").write_bytes(bytes(2100))
logging.info("6 pages read")
