import ftplib
import logging
import os

logging.basicConfig(level=logging.INFO, format="%(asctime)s [%(levelname)s] %(message)s")
logging.info("3 partner files are due")
server = ftplib.FTP()
logging.info("connecting to the partner's server 127.0.0.1 port %s", os.environ["PORT_STALL"])
server.connect("127.0.0.1", int(os.environ["PORT_STALL"]))
logging.info("logged in")
