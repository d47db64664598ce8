"""Runs the sample's jobs under CPython and writes down what they print, when, and how they end.

Every job runs in a folder of its own. Nothing leaves the machine: the two host names that jobs call are mapped to servers on 127.0.0.1, or to
a port where nobody listens, by a `sitecustomize` module on the job's path. The scripts themselves are not changed.
"""
import os
import pathlib
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

JOBS = pathlib.Path(__file__).parent / "jobs"

# Maps host names to local ports; `SAMPLE_HOSTS` is `name=port,name=port`.
SITECUSTOMIZE = """
import os, socket
_hosts = dict(pair.split("=") for pair in os.environ.get("SAMPLE_HOSTS", "").split(",") if pair)
_ask = socket.getaddrinfo
def getaddrinfo(host, port, *rest, **options):
    if host in _hosts:
        return _ask("127.0.0.1", int(_hosts[host]), *rest, **options)
    return _ask(host, port, *rest, **options)
socket.getaddrinfo = getaddrinfo
"""

STAMP = re.compile(r"(?m)^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d),(\d{3})")


class SilentServer:
    """Accepts connections and never says a word."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.held = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                self.held.append(self.listener.accept()[0])
            except OSError:
                return


class MoodyServer(SilentServer):
    """Drops every second connection, answers the others with a rate."""

    def serve(self):
        number = 0
        while True:
            try:
                connection = self.listener.accept()[0]
            except OSError:
                return
            number += 1
            with connection:
                connection.recv(65536)
                if number % 2 == 0:
                    body = b'{"rate": 11.%02d}' % (number * 7 % 100)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def record(key, job, python, earlier):
    """Runs one job; `earlier` holds the output folders of the jobs that it takes inputs from."""
    hosts = {}
    if job.get("server") == "silent":
        hosts["some-external-service.com"] = SilentServer().port
    if job.get("server") == "refusing":
        hosts["some-external-service.com"] = closed_port()
    if job.get("server") == "moody":
        hosts["rates.fabrikam.example"] = MoodyServer().port
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch).resolve()
        work, data, site = scratch / "wd", scratch / "cap", scratch / "site"
        shutil.copytree(JOBS / job["code"], work, ignore=shutil.ignore_patterns("__pycache__"))
        data.mkdir()
        site.mkdir()
        (site / "sitecustomize.py").write_text(SITECUSTOMIZE)
        arguments = ["python"] + job["arguments"]
        for name, producer in job.get("inputs", {}).items():
            shutil.copytree(earlier[producer], data / f"INPUT_{name}") if isinstance(producer, tuple) else write_files(
                data / f"INPUT_{name}", producer
            )
        for name in job["outputs"]:
            (data / name).mkdir()
        arguments = [a.replace("{cap}", str(data)) for a in arguments]
        environment = {
            "PATH": os.environ["PATH"], "PYTHONPATH": str(site), "TZ": "UTC", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
            "SAMPLE_HOSTS": ",".join(f"{host}={port}" for host, port in hosts.items()),
        }
        began = time.time()
        process = subprocess.Popen(
            [python] + arguments[1:], cwd=work, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        chunks = collect(process, began, job.get("kill_after"), job.get("kill_in_line", False), job.get("kill_with", signal.SIGKILL))
        seconds = round(time.time() - began, 3)
        words = [(str(data), "{CAP}"), (str(work), "{WD}"), (os.path.dirname(os.path.dirname(python)), "/azureml-envs/fabrikam")]
        words += [(sys.base_prefix, "/azureml-envs/fabrikam"), (os.path.realpath(sys.base_prefix), "/azureml-envs/fabrikam")]
        for chunk in chunks:
            for private, public in words:
                chunk[1] = chunk[1].replace(private, public)
        outputs = [
            [str(path.relative_to(data)), path.stat().st_size, round(path.stat().st_mtime - began, 3)]
            for path in sorted(data.rglob("*")) if path.is_file() and not path.relative_to(data).parts[0].startswith("INPUT_")
        ]
        kept = {}
        for name in job["outputs"]:
            kept[name] = pathlib.Path(tempfile.mkdtemp())
            shutil.copytree(data / name, kept[name], dirs_exist_ok=True)
        result = {"exit": process.returncode, "seconds": seconds, "chunks": chunks, "outputs": outputs}
        return result, {(key, name): folder for name, folder in kept.items()}


def write_files(folder, files):
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)


def collect(process, began, kill_after, kill_in_line, kill_with):
    """Reads what the process prints; kills it after so many seconds, if asked in the middle of a line."""
    chunks = []
    pending = b""
    while True:
        ready, _, _ = select.select([process.stdout], [], [], 0.005)
        now = time.time() - began
        if ready:
            piece = os.read(process.stdout.fileno(), 65536)
            if not piece:
                break
            pending += piece
            text, pending = whole_characters(pending)
            chunks.append([round(now, 3), STAMP.sub(lambda m: stamp_token(m, began), text)])
        if kill_after is not None and now > kill_after and not ready:
            if not kill_in_line or (chunks and not chunks[-1][1].endswith("\n")):
                process.send_signal(kill_with)
                kill_after = None
    process.wait()
    return chunks


def whole_characters(data):
    """What can be decoded of a piece of UTF-8, and the rest."""
    for cut in range(len(data), max(len(data) - 4, -1), -1):
        try:
            return data[:cut].decode(), data[cut:]
        except UnicodeDecodeError:
            continue
    return data.decode(errors="replace"), b""


def stamp_token(match, began):
    """A time stamp that the job printed becomes its distance from the start, so that it can be moved."""
    import calendar

    parts = [int(part) for part in match.groups()]
    moment = calendar.timegm((*parts[:6], 0, 0, 0)) + parts[6] / 1000
    return "{T:%.3f}" % (moment - began)
