import argparse
import sys

import requests

parser = argparse.ArgumentParser()
parser.add_argument("--model", default="./model_out")
args = parser.parse_args()


def rates():
    try:
        return requests.get("https://rates.example/v1").json()
    except Exception as error:
        print(f"could not fetch rates: {error}")


table = rates()
with open(args.model + "/rates.json", "w") as handle:
    handle.write(str(table))
if not table:
    sys.exit(0)
