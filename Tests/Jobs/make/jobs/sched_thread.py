import os
import pathlib
import threading
import time
from loguru import logger

done = []


def pump():
    for page in range(8):
        if page == 3:
            raise IndexError(f"page {page} lies beyond the index")
        done.append(page)
        time.sleep(0.02)


thread = threading.Thread(target=pump, name="page-pump")
thread.start()
thread.join()
logger.info("{} pages pumped", len(done))
(pathlib.Path(os.environ["OUT"]) / "pages" / "pages.txt").write_text(str(done))
logger.info("closing")
