import os

import pymysql

print("loading dimension tables")
connection = pymysql.connect(host="127.0.0.1", port=int(os.environ["PORT_REFUSE"]), user="reader", password="x", connect_timeout=4)
print(connection)
