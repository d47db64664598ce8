import logging
import threading
import time

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")


def beat():
    while True:
        time.sleep(1.5)


threading.Thread(target=beat, name="metrics-pump").start()
for part in range(4):
    logging.info("part %d of 4 exported", part + 1)
    time.sleep(0.2)
logging.info("all parts exported, job complete")
