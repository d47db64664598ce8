#!/usr/bin/env python3
"""Runs the jobs of plan.py for real and writes each one's export into Tests/Jobs, with expected.json beside them.

    python3 run.py --python VENV/bin/python [--only NAME[,NAME]]      see README.md

What lies in Tests/Jobs is not run again unless `--only` names it; its expectation is taken from the plan anew.
"""
import argparse
import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
JOBS = HERE.parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

import export  # noqa: E402
import plan  # noqa: E402
import servers  # noqa: E402


#: A group whose memory is limited (cgroup v1, as root).
CGROUP = pathlib.Path("/sys/fs/cgroup/memory/own-jobs")


def limits(job):
    def apply():
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if job.memory_mb:
            resource.setrlimit(resource.RLIMIT_AS, (job.memory_mb << 20, job.memory_mb << 20))
        if job.cgroup_mb:
            (CGROUP / "cgroup.procs").write_text(str(os.getpid()))
    return apply


def base_prefix(python):
    return subprocess.run([python, "-c", "import sys; print(sys.base_prefix)"], capture_output=True, text=True, check=True).stdout.strip()


def run(job, python):
    """The recording: what was printed, how it ended, and when."""
    base = pathlib.Path("/tmp/jobs-run") / job.name
    shutil.rmtree(base, ignore_errors=True)
    wd = base / "wd"
    wd.mkdir(parents=True)
    for name in job.files:
        shutil.copy(HERE / "jobs" / name, wd / name)
    for name in job.outputs:
        (base / "out" / name).mkdir(parents=True)
    scratch = base / "small"
    if job.small_disk_kb:
        scratch.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={job.small_disk_kb}k", "tmpfs", str(scratch)], check=True)
    if job.cgroup_mb:
        CGROUP.mkdir(exist_ok=True)
        (CGROUP / "memory.limit_in_bytes").write_text(str(job.cgroup_mb << 20))
    ports = servers.start(job.servers)
    env = {"PATH": f"{pathlib.Path(python).parent}:{os.environ['PATH']}", "HOME": str(base), "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1",
           "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OUT": str(base / "out"), "SCRATCH": str(scratch), "TERM": "dumb",
           "PYTHONDONTWRITEBYTECODE": "1", "no_proxy": "*", "RUSTUP_HOME": os.path.expanduser("~/.rustup"), "CARGO_HOME": os.path.expanduser("~/.cargo"), **{f"PORT_{k.upper()}": str(v) for k, v in ports.items()}, **job.env}
    for name in job.outputs:
        env[f"AZURE_ML_OUTPUT_{name}"] = str(base / "out" / name)
    log = base / "log"
    began = time.time()
    with open(log, "wb") as out:
        process = subprocess.Popen(["bash", "-c", job.command], cwd=wd, stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=env,
                                   preexec_fn=limits(job))
        try:
            code = process.wait(job.limit)
            cut = False
        except subprocess.TimeoutExpired:
            code, cut = None, True
        took = time.time() - began
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
    text = log.read_bytes()
    if job.small_disk_kb:
        subprocess.run(["umount", str(scratch)], check=False)
    kept = {name: sorted((str(p.relative_to(base / "out" / name)), p.stat().st_size) for p in (base / "out" / name).rglob("*") if p.is_file())
            for name in job.outputs}
    for path, shown in [(str(base / "out"), "/mnt/azureml/cr/j/{hex}/cap/data-capability/wd"), (str(scratch), "/mnt/scratch"),
                        (str(wd), "/mnt/azureml/cr/j/{hex}/exe/wd"), (str(base), "/root"),
                        (str(pathlib.Path(python).parent.parent), "/opt/conda/envs/train"), (base_prefix(python), "/opt/conda/envs/train"), (socket.gethostname(), "d3f1a07c9b2e")]:
        text = text.replace(path.encode(), shown.encode())
    return {"began": began, "took": took, "code": code, "cut": cut, "text": text.decode("latin-1"), "kept": kept}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--python", required=True)
    p.add_argument("--recordings", type=pathlib.Path, default=pathlib.Path("/tmp/jobs-recordings"))
    p.add_argument("--only", default="")
    a = p.parse_args()
    only = set(filter(None, a.only.split(",")))
    a.recordings.mkdir(exist_ok=True)
    expected = []
    for job in plan.JOBS:
        kept = a.recordings / f"{job.name}.json"
        if job.name in only or (not kept.exists() and not (JOBS / job.name).exists()):
            recording = run(job, a.python)
            kept.write_text(json.dumps(recording))
            print(f"{job.name}: exit {recording['code']} after {recording['took']:.1f} s, {len(recording['text'])} bytes", flush=True)
        if kept.exists():
            export.write(job, json.loads(kept.read_text()), JOBS / job.name)
        expected.append(export.expectation(job, JOBS / job.name))
    (JOBS / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
