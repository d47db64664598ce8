import logging
import threading
import time

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(threadName)s %(message)s")
index, journal = threading.Lock(), threading.Lock()


def merge(first, second, count):
    for part in range(count):
        with first:
            time.sleep(0.01)
            with second:
                logging.info("part %d merged", part)
        time.sleep(0.02 if first is index else 0.0)


logging.info("merging 2 x 400 parts")
threads = [threading.Thread(target=merge, args=(index, journal, 400), name="left"), threading.Thread(target=merge, args=(journal, index, 400), name="right")]
threads[0].start()
time.sleep(0.4)
threads[1].start()
for thread in threads:
    thread.join()
logging.info("merged")
