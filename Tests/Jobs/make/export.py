"""Turns a recording into the files that a user would have exported, and the plan's expectation into lines of them."""
import gzip
import hashlib
import json
import re
import shutil
import uuid
from datetime import datetime, timedelta, timezone

WORDS = ["amber", "brisk", "calm", "dusty", "eager", "frosty", "gentle", "hollow", "ivory", "jolly", "keen", "lucky", "mellow", "noble", "olive",
         "plain", "quiet", "rustic", "silent", "tidy"]
THINGS = ["anchor", "barley", "cedar", "dune", "ember", "fern", "grove", "harbor", "inlet", "jetty", "kelp", "lagoon", "meadow", "nectar", "orchid",
          "pebble", "quill", "river", "spruce", "thistle"]


def digest(*parts):
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()


def run_id(job):
    h = digest(job.name)
    return f"{WORDS[int(h[:4], 16) % 20]}_{THINGS[int(h[4:8], 16) % 20]}_{h[8:18]}"


class Story:
    """The export's clock and names."""

    def __init__(self, job, recording):
        h = digest(job.name)
        self.id = run_id(job)
        self.uuid = str(uuid.UUID(h[:32]))
        self.hex = h[:32]
        self.snapshot = str(uuid.UUID(digest("snapshot", job.name)[:32]))
        self.node = "tvmps_" + digest("node", job.name) + "_d"
        self.began = recording["began"]
        self.stretch = job.stretch
        self.start = datetime(2026, 5, 4, 1, 10, tzinfo=timezone.utc) + timedelta(minutes=int(h[18:22], 16) % 40_000)
        self.end = self.start + timedelta(seconds=max(recording["took"] * job.stretch, 20))

    def at(self, seconds):
        return self.start + timedelta(seconds=seconds)

    def mapped(self, real):
        return self.start + timedelta(seconds=(real - self.began) * self.stretch)


STAMP = re.compile(
    r"(?P<date>20\d\d(?P<sep>[-/])\d\d(?P=sep)\d\d)(?P<t>[T _])(?P<time>\d\d:\d\d:\d\d)(?P<frac>[.,]\d+)?"
    r"|(?P<glog>[IWEF])(?P<md>\d{4}) (?P<gtime>\d\d:\d\d:\d\d)(?P<gfrac>\.\d+)"
    r"|(?P<us>\d\d/\d\d/(?:20)?\d\d)(?P<ust>[ ,]+)(?P<ustime>\d\d:\d\d:\d\d)"
    r"|(?P<lead>(?m:^)\[?)(?P<bare>\d\d:\d\d:\d\d)(?P<bfrac>[.,]\d{1,6})?(?=[\] |])")


def stamps(text, story):
    """Moves every time stamp of the day of the recording onto the export's clock."""
    day = datetime.fromtimestamp(story.began, timezone.utc)

    def fraction(moment, given):
        return "" if not given else given[0] + f"{moment.microsecond:06d}000"[: len(given) - 1]

    def move(m):
        try:
            if m["date"]:
                real = datetime.strptime(m["date"].replace("/", "-") + " " + m["time"], "%Y-%m-%d %H:%M:%S")
                frac = m["frac"]
            elif m["glog"]:
                real, frac = datetime.strptime(f"{day.year}{m['md']} {m['gtime']}", "%Y%m%d %H:%M:%S"), m["gfrac"]
            elif m["us"]:
                real, frac = datetime.strptime(m["us"][:6] + str(day.year) + " " + m["ustime"], "%m/%d/%Y %H:%M:%S"), None
            else:
                real, frac = datetime.strptime(f"{day:%Y-%m-%d} {m['bare']}", "%Y-%m-%d %H:%M:%S"), m["bfrac"]
        except ValueError:
            return m[0]
        seconds = real.replace(tzinfo=timezone.utc).timestamp() + (float("0." + frac[1:]) if frac else 0)
        if not -60 < seconds - story.began < 3600:
            return m[0]
        new = story.mapped(seconds)
        if m["date"]:
            return new.strftime(f"%Y{m['sep']}%m{m['sep']}%d{m['t']}%H:%M:%S") + fraction(new, frac)
        if m["glog"]:
            return m["glog"] + new.strftime("%m%d %H:%M:%S") + fraction(new, frac)
        if m["us"]:
            return new.strftime("%m/%d/%Y" if len(m["us"]) == 10 else "%m/%d/%y") + m["ust"] + new.strftime("%H:%M:%S")
        return m["lead"] + new.strftime("%H:%M:%S") + fraction(new, frac)
    return STAMP.sub(move, text)


def iso(moment, digits=6):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f")[: 20 + digits] + "Z"


def wrapper_log(story, code):
    wait = "Execution::wait_for_completion: execution_wrapper::execution"
    lines = [(story.at(-2), " INFO", f"execution_wrapper: Injecting AZ_BATCHAI_JOB_WORK_DIR=/mnt/azureml/cr/j/{story.hex}/exe/wd"),
             (story.at(0), " INFO", "execution_wrapper::execution: execution process spawned pid=17")]
    if code is not None:
        if code:
            lines.append((story.end, "ERROR", f"{wait}::process_manager: Failed blocking user process detected, process name: bash, "
                          f"process pid: 17, code: Some({code})"))
        lines.append((story.end, " INFO", f"{wait}: Gathered execution result for rank 0 process_rank=0 exit_code={code} "
                      "stderr_path=Some(\"user_logs/std_log.txt\")"))
        lines.append((story.end + timedelta(seconds=1), " INFO", "execution_wrapper::execution: process execution completed"))
    return "".join(f"{iso(t)} {level} {text}\n" for t, level, text in lines)


def driver_log(job, story, code, text):
    """What the older runtime leaves: the wrapper's lines around the user's, the traceback after the clean-up."""
    def stamp(moment):
        return moment.strftime("[%Y-%m-%dT%H:%M:%S.%f]")
    head = (f"{story.at(-4):%Y/%m/%d %H:%M:%S} Starting App Insight Logger for task:  runTaskLet\n"
            f"{stamp(story.at(-2))} Entering context manager injector.\n"
            f"{stamp(story.at(-1))} context_manager_injector.py Command line Options: Namespace(inject=['RunHistory:context_managers.RunHistory'], "
            f"invocation=['{job.command}'])\nScript type = COMMAND\n{stamp(story.at(-0.5))} Command={job.command}\n")
    if code is None:
        return head + text
    tail = f"\n\n{stamp(story.end)} Command finished with return code {code}\n\n"
    tail += f"{stamp(story.end)} The experiment {'completed successfully' if code == 0 else f'failed with exit code: {code}'}. Finalizing run...\n"
    tail += "Cleaning up all outstanding Run operations, waiting 900.0 seconds\n1 items cleaning up...\nCleanup took 0.2310 seconds\n"
    tail += f"{stamp(story.end + timedelta(seconds=2))} Finished context manager injector{'' if code == 0 else ' with SystemExit exception'}.\n"
    if code:
        tail += f"{story.end + timedelta(seconds=3):%Y/%m/%d %H:%M:%S} Wrapper cmd failed with err: exit status {code}\n"
    return head + text + tail + f"{story.end + timedelta(seconds=4):%Y/%m/%d %H:%M:%S} Process Exiting with Code:  {code}\n"


def record(job, story, code, status):
    data = {name: {"outputLocation": {"uri": {"path": f"azureml://datastores/workspaceblobstore/paths/azureml/{story.id}/{name}/",
                                              "isFile": False}}, "mechanism": "Mount"} for name in job.outputs}
    details = {
        "runId": story.id, "runUuid": story.uuid, "experimentName": "own-jobs", "displayName": job.name, "target": "cpu-pool", "status": status,
        "createdTimeUtc": iso(story.at(-90)), "startTimeUtc": iso(story.at(-5)),
        "endTimeUtc": None if status in ("Running", "Finalizing") else iso(story.end + timedelta(seconds=9)), "error": None,
        "properties": {"_azureml.ClusterName": "cpu-pool", "ContentSnapshotId": story.snapshot},
        "runDefinition": {"script": job.files[0] if job.files else None, "command": job.command, "framework": "Python", "target": "cpu-pool",
                          "outputData": data, "maxRunDurationSeconds": job.limit_seconds or None, "nodeCount": 1},
    }
    if status == "Failed" and job.error:
        name = job.command.split()[0]
        details["error"] = {"error": {"code": "UserError", "message": f"Execution failed. User process '{name}' exited with status code {code}. "
                                      "Please check log file 'user_logs/std_log.txt' for error details."}, "componentName": "CommonRuntime"}
    return details


def blobs(job, story, kept):
    """The run's own outputs, and those of another run, as proof that the listing looked."""
    def blob(name, size, moment):
        return {"container": "azureml-blobstore", "name": name,
                "properties": {"contentLength": size, "lastModified": moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")}}
    rows = []
    for port in job.outputs:
        rows.append(blob(f"azureml/{digest('other', job.name)[:12]}/{port}/part-0.bin", 8192, story.at(-86400)))
        rows += [blob(f"azureml/{story.id}/{port}/{name}", size, story.end - timedelta(seconds=2)) for name, size in kept.get(port, [])]
    rows.append(blob(f"azureml/{'z' + digest('later', job.name)[:12]}/{(job.outputs or ['data'])[0]}/part-0.bin", 8192, story.at(90_000)))
    return sorted(rows, key=lambda row: row["name"])


def write(job, recording, folder):
    story = Story(job, recording)
    code = recording["code"]
    if code is not None and code < 0:
        code = 128 - code
    status = job.status or ("Canceled" if recording["cut"] else "Completed" if code == 0 else "Failed")
    shown = None if job.unended or recording["cut"] else code
    text = recording["text"].encode("latin-1").decode("utf-8", "replace").replace("{hex}", story.hex)
    text = stamps(text, story)
    files = {}
    if job.layout == "v1":
        path, text = f"logs/{story.id}/azureml-logs/70_driver_log.txt", driver_log(job, story, shown, text)
    elif job.layout == "bare":
        path = f"{story.id}/std_log.txt"
    else:
        path = f"logs/{story.id}/user_logs/std_log.txt"
        if job.wrapper:
            files[f"logs/{story.id}/system_logs/lifecycler/execution-wrapper.log"] = wrapper_log(story, shown)
    if job.crlf:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    data = text.encode()
    files[path] = data[: job.keep] if job.keep else data
    if job.history:
        files["runs.json"] = json.dumps([record(job, story, code, status)], indent=1) + "\n"
    if job.listing:
        files["blobs.json"] = json.dumps(blobs(job, story, recording["kept"]), indent=1) + "\n"
    if job.snapshot:
        source = folder.parent / "make" / "jobs"
        for name in job.files:
            files[f"snapshots/{story.snapshot}/{name}"] = (source / name).read_bytes()
    for name, body in job.more.items():
        def fill(m):
            if m[1] == "run":
                return story.id
            if m[1] == "hex":
                return story.hex
            if m[1] == "node":
                return story.node
            return iso(story.at(float(m[2])) if m[1] == "t:" else story.end + timedelta(seconds=float(m[2])))
        files[re.sub(r"\{(run|hex|node)\}", fill, name)] = re.sub(r"\{(run|hex|node|t:|e:)(-?[\d.]*)\}", fill, body)
    if folder.exists():
        shutil.rmtree(folder)
    for name, body in files.items():
        body = body.encode() if isinstance(body, str) else body
        zipped = job.gzip and name == path
        target = folder / (name + ".gz" if zipped else name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(gzip.compress(body, 9, mtime=0) if zipped else body)


def expectation(job, folder):
    """The plan's expectation, with the lines of the export that lies in the folder."""
    lines, log = {}, ""
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        body = file.read_bytes()
        name = str(file.relative_to(folder))
        if name.endswith(".gz"):
            body, name = gzip.decompress(body), name[:-3]
        lines[name] = body.decode("utf-8", "replace").split("\n")
        if name.endswith(("std_log.txt", "70_driver_log.txt")):
            log = name
    root = []
    for want in job.root:
        needle, which = want[0], want[1]
        name = log if len(want) < 3 else next((f for f in lines if f.endswith(want[2])), "")
        hits = [i for i, line in enumerate(lines.get(name, []), 1) if needle in line]
        if not hits:
            print(f"  {job.name}: no line of {name or want[2]} holds {needle!r}")
            continue
        line = hits[0 if which == "first" else -1]
        root.append({"source": name, "line": line, "text": lines[name][line - 1].strip()[:200]})
    return {"job": job.name, "what": job.what, "run_id": run_id(job), "healthy": job.healthy, "verdicts": job.verdict, "category": job.category,
            "accept_categories": sorted({job.category, *job.also} - {""}), "accept_rules": job.rules, "root": root, "exceptions": job.exception}
