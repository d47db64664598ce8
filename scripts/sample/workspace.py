"""Writes the workspace's export, what is expected of it, and the table in the README."""
import gzip
import json
import pathlib
import re
import shutil

import logs
import records
from model import TAKEN, WORKSPACE_ARM, Run

JOBS = pathlib.Path(__file__).parent / "jobs"
# The file that is cut short on purpose: a system log of a healthy run.
DAMAGED_RUN, DAMAGED_FILE = "forest-1031", "system_logs/lifecycler/lifecycler.log"


def write(sample, plan, recordings):
    runs = prepare(plan, recordings)
    folder = sample / "workspace"
    shutil.rmtree(folder, ignore_errors=True)
    writer = Writer(folder)
    by_key = {run.key: run for run in runs}
    write_logs(writer, runs)
    write_records(writer, runs)
    write_snapshots(writer, runs)
    expected = expectations(writer, plan, by_key)
    (sample / "expected.json").write_text(json.dumps(expected, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    update_readme(sample / "README.md", plan, by_key, expected)


def prepare(plan, recordings):
    runs = [Run(spec, plan, recordings) for spec in plan.RUNS]
    by_key = {run.key: run for run in runs}
    ports = {}
    for run in runs:
        if run.parent_key:
            run.parent = by_key[run.parent_key]
            run.parent.children.append(run)
        if run.step and run.job_plan:
            ports.setdefault((run.experiment, run.step), {"inputs": run.producers(), "outputs": run.outputs})
    for run in runs:
        run.ports = ports.get((run.experiment, run.step))
        if run.pipeline:
            run.finish_pipeline()
    return runs


class Writer:
    """Writes below the workspace and remembers texts, so that expected lines can be looked up."""

    def __init__(self, folder):
        self.folder = folder
        self.texts = {}

    def text(self, path, text, pack=False, cut=None):
        data = text.encode()
        if pack:
            # No time and no name in the header: the same text gives the same file.
            data = gzip.compress(data, 9, mtime=0)
        if cut:
            data = data[: int(len(data) * cut)]
        path = path + (".gz" if pack else "")
        self.texts[path] = text
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def json(self, path, value):
        self.text(path, json.dumps(value, indent=2, ensure_ascii=False) + "\n")

    def find(self, path, words):
        """(path, number, line) of the last line that holds the words; `LAST` is the last line."""
        for actual in (path, path + ".gz"):
            lines = self.texts.get(actual, "").split("\n")
            if words == "LAST" and actual in self.texts:
                return actual, len(lines), lines[-1]
            for number in range(len(lines), 0, -1):
                if words in lines[number - 1]:
                    return actual, number, lines[number - 1]
        return None


def write_logs(writer, runs):
    for number, run in enumerate(runs):
        run.log_files = logs.files(run)
        for path, text in run.log_files.items():
            damaged = run.key == DAMAGED_RUN and path == DAMAGED_FILE
            # Half of the runs were downloaded packed.
            pack = damaged or (number % 2 == 1 and path.endswith((".txt", ".log")) and text != "")
            writer.text(f"logs/{run.id}/{path}", text, pack, 0.6 if damaged else None)


def write_records(writer, runs):
    v2 = [run for run in runs if run.layout == "v2"]
    writer.json("runhistory/run-details.json", [records.run_details(run, run.log_files) for run in v2])
    writer.text("runhistory/get-details.txt", "".join(records.v1_details(run, run.log_files) for run in runs if run.layout == "v1"))
    writer.json("jobs/az-ml-job-list.json", [records.job(run) for run in v2 if not run.step])
    hours = {}
    for run in runs:
        for moment, status in logs.statuses(run):
            moment, line = records.status_record(run, moment, status)
            hours.setdefault(f"y={moment:%Y}/m={moment:%m}/d={moment:%d}/h={moment:%H}/m=00", []).append((moment, run.id, line))
    for hour, lines in sorted(hours.items()):
        text = "".join(line + "\n" for _, _, line in sorted(lines))
        writer.text(f"diagnostics/insights-logs-amlrunstatuschangedevent/resourceId={WORKSPACE_ARM.upper()}/{hour}/PT1H.json", text)
    events = [event for run in runs for event in records.job_events(run)]
    writer.json("diagnostics/AmlComputeJobEvent.json", sorted(events, key=lambda event: (event["TimeGenerated"], event["JobName"])))
    writer.json("diagnostics/AmlComputeClusterEvent.rest.json", records.cluster_events(runs))
    stages = [row for run in runs if run.stages for row in records.stage_events(run)]
    writer.json("diagnostics/AzureDiagnostics.json", sorted(stages, key=lambda row: row["TimeGenerated"]))
    writer.json("activity/activity-log.json", records.activity_log(runs))
    writer.json("outputs/blob-list.json", sorted((blob for run in runs for blob in records.blobs(run)), key=lambda blob: blob["name"]))


def write_snapshots(writer, runs):
    for run in runs:
        if not run.job_plan:
            continue
        for path in sorted((JOBS / run.job_plan["code"]).glob("*.py")):
            writer.text(f"snapshots/{run.snapshot}/{path.name}", path.read_text(encoding="utf-8"))


def expectations(writer, plan, by_key):
    findings, failing = [], set()
    snapshots = {run.job_plan["code"]: run.snapshot for run in by_key.values() if run.job_plan}
    for entry in plan.EXPECTED:
        run = by_key[entry["run"]]
        failing |= {run.key, run.parent_key}
        evidence = []
        for path, words in entry.get("evidence", []):
            if path.startswith("/snapshots/"):
                code = path.split("/")[2]
                path = path.replace(f"/snapshots/{code}", f"/snapshots/{snapshots[code]}")
            place = writer.find(path[1:] if path.startswith("/") else f"logs/{run.id}/{path}", words)
            assert place, f"{entry['run']}: nothing in {path} says {words}"
            evidence.append({"source": place[0], "line": place[1], "text": place[2].strip()[:160]})
        findings.append({
            "run": run.key, "run_id": run.id, "category": entry["category"], "accept_categories": [entry["category"]],
            "accept_rules": entry["rules"], "root_cause": entry.get("root", False),
            "caused_by": by_key[entry["caused_by"]].id if "caused_by" in entry else None, "evidence": evidence})
    healthy = [run for run in by_key.values() if run.key not in failing]
    damaged = f"logs/{by_key[DAMAGED_RUN].id}/{DAMAGED_FILE}.gz"
    return {"taken_at": TAKEN.strftime("%Y-%m-%dT%H:%M:%SZ"), "damaged_sources": [damaged], "findings": findings,
            "healthy": [{"run": run.key, "run_id": run.id} for run in healthy]}


def update_readme(readme, plan, by_key, expected):
    """Rewrites what stands between the two markers."""
    lines = ["| run | category | rule | evidence | what happened |", "| --- | --- | --- | --- | --- |"]
    for entry, found in zip(plan.EXPECTED, expected["findings"]):
        first = found["evidence"][0] if found["evidence"] else None
        place = f"`{short(first['source'])}`, line {first['line']}" if first else "–"
        role = "root cause" if found["root_cause"] else f"victim of {entry['caused_by']}"
        lines.append(f"| {entry['run']} | {found['category']}, {role} | {', '.join(f'`{rule}`' for rule in found['accept_rules'])} | {place} | {entry['note']} |")
    lines += ["", "Healthy, with nothing of severity error or critical: " + ", ".join(run["run"] for run in expected["healthy"]) + "."]
    text = readme.read_text(encoding="utf-8")
    table = "<!-- table -->\n" + "\n".join(lines) + "\n<!-- end of table -->"
    readme.write_text(re.sub(r"<!-- table -->.*<!-- end of table -->", lambda _: table, text, flags=re.S), encoding="utf-8")


def short(path):
    """A path without the ids in it, for people."""
    return re.sub(r"^logs/[^/]+/", "", re.sub(r"^snapshots/[^/]+/", "snapshot: ", path))
