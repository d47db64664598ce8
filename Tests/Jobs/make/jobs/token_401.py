import json
import os
import urllib.request

request = urllib.request.Request(f"http://127.0.0.1:{os.environ['PORT_DENIED']}/v2/labels?page=1", headers={"Authorization": "Bearer x"})
print("syncing labels")
with urllib.request.urlopen(request, timeout=5) as answer:
    print(len(json.load(answer)))
