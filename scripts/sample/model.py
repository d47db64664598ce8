"""A planned run with its recording, its clock and its names: what the writers of logs and records work from."""
import datetime
import hashlib
import re
import uuid

SUBSCRIPTION = "b7f0c1d2-4a53-4e6f-8c91-2d3e4f5a6b7c"
GROUP = "rg-fabrikam-ml"
WORKSPACE = "ws-fabrikam"
WORKSPACE_ARM = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/{WORKSPACE}"
)
# When the export was taken.
TAKEN = datetime.datetime(2026, 11, 4, 6, 0, 0)
NAMES = uuid.uuid5(uuid.NAMESPACE_DNS, "fabrikam.example")
ADJECTIVES = "amber brisk calm dapper eager fuzzy gentle hasty icy jolly keen lucid mellow noble olive patient quiet rustic sunny tidy".split()
NOUNS = "acorn barn cedar drum easel fern gate harp inlet jar kite lamp maple nest otter pear quill reef spoon tulip".split()


def digest(*words):
    return hashlib.sha256("/".join(words).encode()).hexdigest()


def when(text):
    return datetime.datetime.fromisoformat(text)


def seconds(number):
    return datetime.timedelta(seconds=number)


def iso(moment, digits=6):
    """`2026-11-01T02:00:05.123456Z`, with as many digits of the second as asked."""
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    return text + (f".{moment.microsecond:06d}0"[: digits + 1] if digits else "") + "Z"


class Run:
    """One run of the workspace."""

    def __init__(self, spec, plan, recordings):
        self.key, self.job, self.experiment = spec["key"], spec["job"], spec["experiment"]
        self.layout = spec.get("layout", "v2")
        self.compute = spec.get("compute", "cpu-nightly")
        self.parent_key, self.step = spec.get("parent"), spec.get("step")
        self.pipeline, self.stages = spec.get("pipeline"), spec.get("stages", False)
        self.limit, self.ending = spec.get("limit"), spec.get("ended")
        self.children, self.parent = [], None
        self.uuid = str(uuid.uuid5(NAMES, self.key))
        self.hex = self.uuid.replace("-", "")
        self.job_plan = plan.JOBS.get(self.job)
        self.recording = recordings.get(self.job)
        self.started = when(spec["started"]) + seconds(int(self.hex[:4], 16) / 65536) if spec["started"] else None
        self.node = "tvmps_" + digest("node", self.compute, self.key) + "_d"
        self.id = self.name()
        self.spec = spec
        if self.recording:
            self.set_clock(spec)

    def name(self):
        """Steps have UUIDs, v1 runs the experiment and the time, v2 jobs two words and ten characters."""
        if self.step:
            return str(uuid.uuid5(NAMES, "step " + self.key))
        if self.layout == "v1":
            return f"{self.experiment}_{int(self.started.replace(tzinfo=datetime.timezone.utc).timestamp())}_{self.hex[:8]}"
        number = int(self.hex, 16)
        tail = "".join("0123456789abcdfghjklmnpqrstvwxyz"[(number >> 5 * n) % 32] for n in range(10))
        return f"{ADJECTIVES[number % 20]}_{NOUNS[number // 20 % 20]}_{tail}"

    def set_clock(self, spec):
        self.process_started = self.started + seconds(8)
        recorded = self.recording["seconds"]
        length = spec["minutes"] * 60 if spec["minutes"] else recorded
        self.knots = [(0, 0)] + spec.get("knots", [(recorded, length)])
        self.process_ended = self.at(recorded)
        self.exit = self.recording["exit"] if self.recording["exit"] >= 0 else 128 - self.recording["exit"]
        self.ended = self.process_ended + seconds(17)
        self.status = "Completed" if self.exit == 0 else "Failed"
        if self.ending == "limit":
            self.ended, self.status = self.started + seconds(self.limit + 2), "Canceled"
        if self.ending == "finalizing":
            self.ended, self.status = None, "Finalizing"
        if self.ending == "compute deleted":
            self.ended, self.status = None, "NotResponding"

    def at(self, offset):
        """The moment of the workspace's clock that an offset of the recording stands for."""
        for (a, x), (b, y) in zip(self.knots, self.knots[1:]):
            if offset <= b:
                return self.process_started + seconds(x + (offset - a) * (y - x) / (b - a))
        a, x = self.knots[-1]
        return self.process_started + seconds(x + offset - a)

    def finish_pipeline(self):
        """A pipeline's status and times follow from its steps."""
        ran = [child for child in self.children if child.started]
        failed = any(child.status == "Failed" for child in ran)
        self.status = "Failed" if failed else "Completed"
        self.ended = max(child.ended for child in ran) + seconds(9)
        for child in self.children:
            if not child.started:
                child.status, child.ended = "NotStarted", None

    @property
    def created(self):
        return self.started - seconds(55) if self.started else self.parent.started + seconds(2)

    @property
    def root(self):
        return self.parent or self

    @property
    def working_folder(self):
        if self.layout == "v1":
            return f"/mnt/batch/tasks/shared/LS_root/jobs/{WORKSPACE}/azureml/{self.id.lower()}/wd/azureml/{self.id}"
        return f"/mnt/azureml/cr/j/{self.hex}/exe/wd"

    @property
    def data_folder(self):
        if self.layout == "v1":
            return f"/mnt/batch/tasks/shared/LS_root/jobs/{WORKSPACE}/azureml/{self.id.lower()}/mounts/workspaceblobstore/azureml/{self.id}"
        return f"/mnt/azureml/cr/j/{self.hex}/cap/data-capability/wd"

    @property
    def snapshot(self):
        """Runs of the same code share a snapshot."""
        return str(uuid.uuid5(NAMES, "snapshot " + self.job_plan["code"]))

    @property
    def outputs(self):
        return self.job_plan["outputs"] if self.job_plan else []

    def command(self, port):
        """The command line, its ports written as `port(kind, name)` says."""
        words = ["python"] + (self.job_plan["arguments"])
        return " ".join(re.sub(r"\{cap\}/(INPUT_)?(\w+)", lambda m: port("input" if m[1] else "output", m[2]), word) for word in words)

    def printed(self):
        """What the job printed, as it stands in the user log."""
        text = "".join(chunk[1] for chunk in self.recording["chunks"])
        text = re.sub(r"\{T:([\d.]+)\}", lambda m: log_time(self.at(float(m[1]))), text)
        return text.replace("{WD}", self.working_folder).replace("{CAP}", self.data_folder)

    def last_lines(self, count):
        return "\n".join(self.printed().rstrip("\n").split("\n")[-count:])

    def producers(self):
        """Input port → (step of the same pipeline, its output port)."""
        found = {}
        for name, source in (self.job_plan or {"inputs": {}})["inputs"].items():
            if isinstance(source, tuple) and self.parent:
                found[name] = (source[0].split(" ")[0], source[1])
        return found


def log_time(moment):
    """`2026-11-01 02:00:05,123` of Python's logging."""
    return moment.strftime("%Y-%m-%d %H:%M:%S") + f",{moment.microsecond // 1000:03d}"
