import os

import boto3

store = boto3.client("s3", region_name="eu-west-1", endpoint_url=f"http://127.0.0.1:{os.environ['PORT_FORBIDDEN']}",
                     aws_access_key_id="AKIAEXAMPLE", aws_secret_access_key="example")
print("fetching weights")
store.download_file("models", "ranker/7/weights.bin", "weights.bin")
