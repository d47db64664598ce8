import os

import pymongo

client = pymongo.MongoClient("127.0.0.1", int(os.environ["PORT_REFUSE"]), serverSelectionTimeoutMS=3000)
print("reading the catalogue")
print(client.shop.items.count_documents({}))
