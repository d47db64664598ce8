"""The data of the benchmarks. The same arguments give the same bytes, on every machine."""
import datetime as dt
import gzip
import json
import os
import random
import shutil

START = dt.datetime(2026, 11, 1)
WORKSPACE = (
    "/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/RESOURCEGROUPS/RG/PROVIDERS/"
    "MICROSOFT.MACHINELEARNINGSERVICES/WORKSPACES/BENCH"
)


def log_lines(seed):
    """A training log: mostly metrics and calls, some retries, few tracebacks."""
    random_numbers = random.Random(seed)
    pick, whole = random_numbers.random, random_numbers.randrange
    time, line = START, 0
    while True:
        line += 1
        time += dt.timedelta(milliseconds=1 + whole(900))
        kind = pick()
        if kind < 0.5:
            yield (f"{time:%Y-%m-%d %H:%M:%S},{whole(1000):03d} INFO trainer: epoch {line // 1000} step {line} "
                   f"loss={pick():.4f} lr={pick() * 1e-3:.2e}\n")
        elif kind < 0.8:
            yield f"[{time.isoformat()}] service call returned 200 in {3 + whole(800)} ms, request {whole(1 << 62):016x}\n"
        elif kind < 0.9990:
            yield f"{time:%Y-%m-%d %H:%M:%S} WARNING urllib3.connectionpool Retrying ({whole(4)} left) after connection broken\n"
        else:
            yield ("Traceback (most recent call last):\n"
                   '  File "fit.py", line 42, in <module>\n    main()\n'
                   '  File "fit.py", line 17, in main\n    column = table["amount"]\n'
                   "KeyError: 'amount'\n")


def dull_lines(seed):
    """A log without a word that any rule looks for."""
    random_numbers = random.Random(seed)
    time = START
    while True:
        time += dt.timedelta(milliseconds=1 + random_numbers.randrange(900))
        yield f"{time:%Y-%m-%d %H:%M:%S},{random_numbers.randrange(1000):03d} INFO service: call {random_numbers.randrange(1 << 62):016x} has an answer\n"


def diagnostics_lines(seed):
    """Records of a diagnostic setting as JSON Lines."""
    random_numbers = random.Random(seed)
    whole = random_numbers.randrange
    time = START
    while True:
        time += dt.timedelta(milliseconds=1 + whole(900))
        status = ("Running", "Finalizing", "Completed", "Failed")[whole(4)]
        yield json.dumps({
            "time": time.isoformat(timespec="milliseconds") + "Z", "resourceId": WORKSPACE,
            "operationName": "Microsoft.MachineLearningServices/workspaces/jobs/write", "category": "AmlRunStatusChangedEvent",
            "resultType": "Succeeded", "correlationId": f"{whole(1 << 128):032x}", "level": "Informational",
            "properties": {
                "RunId": f"nightly_{whole(20000)}", "Status": status, "ExperimentName": "nightly",
                "Message": f"The run is {status.lower()}; step {whole(40)} of its pipeline is the one that is meant."},
        }) + "\n"


def write_lines(path, lines, size):
    """Lines up to `size` bytes, and the same packed beside it."""
    written = 0
    with open(path + ".part", "w") as file:
        for line in lines:
            file.write(line)
            written += len(line)
            if written >= size:
                break
    with open(path + ".part", "rb") as source, open(path + ".gz.part", "wb") as stored:
        with gzip.GzipFile("", "wb", 6, stored, mtime=0) as packed:
            shutil.copyfileobj(source, packed, 1 << 20)
    os.rename(path + ".gz.part", path + ".gz")
    os.rename(path + ".part", path)


def run_record(number, seconds):
    begin = START + dt.timedelta(seconds=60 * number)
    name = f"nightly_{number:06d}"
    failed = number % 50 == 7
    return name, begin, failed, {
        "runId": name, "rootRunId": name, "experimentName": "nightly", "displayName": f"load part {number % 40}",
        "target": "cpu-cluster", "status": "Failed" if failed else "Completed",
        "createdTimeUtc": begin.isoformat() + "Z", "startTimeUtc": (begin + dt.timedelta(seconds=20)).isoformat() + "Z",
        "endTimeUtc": (begin + dt.timedelta(seconds=20 + seconds)).isoformat() + "Z",
        "error": {"error": {"code": "UserError", "message": "Execution failed. User process 'python' exited with status code 1."}}
        if failed else None,
        "properties": {"azureml.runsource": "azureml.StepRun"}, "tags": {},
        "runDefinition": {"script": "load.py", "command": ["python", "load.py", "--part", str(number % 40)]},
    }


def workspace(folder, runs, seed, first=0):
    """A workspace of small runs from number `first` on: a record, the user's log and two of the platform's for each."""
    random_numbers = random.Random(seed)
    for number in range(first, first + runs):
        name, begin, failed, record = run_record(number, 90 + random_numbers.randrange(60))
        stamp = lambda second: f"{begin + dt.timedelta(seconds=20 + second):%Y-%m-%d %H:%M:%S}"
        lines = [f"{stamp(0)} INFO load: part {number % 40} of the table"]
        lines += [f"{stamp(i)} INFO load: {1000 * i} rows, {random_numbers.random():.3f} of them new" for i in range(1, 25)]
        if failed:
            lines += ["Traceback (most recent call last):", '  File "load.py", line 31, in <module>', "    total = rows['amount'].sum()",
                      "KeyError: 'amount'"]
        else:
            lines.append(f"{stamp(26)} INFO load: done")
        files = {
            f"runs/{name}.json": json.dumps(record, indent=2),
            f"logs/{name}/user_logs/std_log.txt": "\n".join(lines) + "\n",
            f"logs/{name}/system_logs/lifecycler/lifecycler.log":
                "".join(f"{begin.isoformat()}Z INFO lifecycler: phase {phase} of {name}\n" for phase in range(8)),
            f"logs/{name}/system_logs/lifecycler/execution-wrapper.log":
                f"{begin.isoformat()}Z INFO execution_wrapper: {'Process exited with code 1' if failed else 'exit code 0'}\n",
        }
        for path, text in files.items():
            full = os.path.join(folder, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w") as file:
                file.write(text)
