import http.client
import os

connection = http.client.HTTPConnection("127.0.0.1", int(os.environ["PORT_RESET"]), timeout=5)
print("pulling page 1 of 12")
connection.request("GET", "/pages/1")
print(connection.getresponse().status)
