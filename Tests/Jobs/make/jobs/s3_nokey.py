import boto3

bucket = boto3.client("s3", region_name="eu-west-1", endpoint_url="http://127.0.0.1:9")
print("listing the landing bucket")
print(bucket.list_objects_v2(Bucket="landing", Prefix="2026/"))
