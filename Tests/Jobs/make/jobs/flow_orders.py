import os

os.environ["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] = "true"
os.environ["PREFECT_LOGGING_COLORS"] = "false"
from prefect import flow, task


@task(retries=2, retry_delay_seconds=0.2)
def join(rows, customers):
    return [customers[row] for row in rows]


@flow(name="orders-nightly")
def nightly():
    return join([1, 2, 9], {1: "a", 2: "b"})


nightly()
