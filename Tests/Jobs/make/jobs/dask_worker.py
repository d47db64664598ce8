import os
import signal

from distributed import Client, LocalCluster


def load(part):
    if part == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return part


if __name__ == "__main__":
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        print("cluster is up", flush=True)
        print(sum(client.gather(client.map(load, range(6), retries=0))))
