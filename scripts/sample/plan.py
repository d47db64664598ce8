"""The plan of the sample: which jobs run, when, and what the report must say about them.

`JOBS` is what is really run (see record.py). `RUNS` is where those recordings appear in the workspace. The clock of a recording is stretched by
`knots`: pairs of (seconds in the recording, seconds in the run), straight lines between them.
"""

WEEK = "".join(f"c{n % 17:03d},i{n % 41:03d},{3 + n % 90}.5\n" for n in range(200))
VIEWS = "customer,item,seconds\n" + WEEK
# One tracker began to send words instead of numbers.
BROKEN_VIEWS = "customer,item,seconds\n" + WEEK.replace("i032,76.5", "i032,unknown")


def job(code, arguments, outputs, inputs=None, **more):
    return {"code": code, "arguments": arguments.split(), "outputs": outputs, "inputs": inputs or {}, **more}


JOBS = {
    "example1": job("example1", "training_script.py", ["results"]),
    "example1-straight": job("example1-straight", "training_script.py", ["results"]),
    "example2": job("example2", "training_script.py", ["results"]),
    "example3-silent": job("example3", "training_script.py", ["external_data"], server="silent", kill_after=36, kill_with=15),
    "example3-refused": job("example3", "training_script.py", ["external_data"], server="refusing"),
}
for day in ("2026-10-31", "2026-11-01"):
    JOBS[f"extract {day}"] = job("demand", f"extract.py --day {day} --orders {{cap}}/orders", ["orders"])
    JOBS[f"validate {day}"] = job(
        "demand", "validate.py --orders {cap}/INPUT_orders --checked {cap}/checked", ["checked"], {"orders": (f"extract {day}", "orders")})
JOBS["train"] = job(
    "demand", "train.py --checked {cap}/INPUT_checked --model {cap}/model", ["model"], {"checked": ("validate 2026-10-31", "checked")})
JOBS["publish"] = job("demand", "publish.py --model {cap}/INPUT_model --published {cap}/published", ["published"], {"model": ("train", "model")})
for week, views in (("good", VIEWS), ("bad", BROKEN_VIEWS)):
    JOBS[f"build_features {week}"] = job(
        "recommender", "build_features.py --events {cap}/INPUT_events --features {cap}/features", ["features"], {"events": {"views.csv": views}})
    JOBS[f"fit_model {week}"] = job(
        "recommender", "fit_model.py --features {cap}/INPUT_features --model {cap}/model", ["model"],
        {"features": (f"build_features {week}", "features")})
JOBS["score_batch"] = job(
    "recommender", "score_batch.py --model {cap}/INPUT_model --scores {cap}/scores", ["scores"], {"model": ("fit_model good", "model")})
JOBS["plan_routes"] = job("routes", "plan_routes.py --plan {cap}/plan", ["plan"])
JOBS["plan_routes killed"] = job("routes", "plan_routes.py --plan {cap}/plan", ["plan"], kill_after=1.2, kill_in_line=True)
JOBS["embed"] = job("embeddings", "embed.py --vectors {cap}/vectors", ["vectors"])
JOBS["elasticity"] = job("pricing", "elasticity.py --table {cap}/table", ["table"], kill_after=1.9)
JOBS["import_ledger good"] = job("ledger", "import_ledger.py --month 10 --books {cap}/books", ["books"])
JOBS["import_ledger bad"] = job("ledger", "import_ledger.py --month 11 --books {cap}/books", ["books"])
JOBS["reconcile"] = job("quiet", "reconcile.py --report {cap}/report", ["report"])
JOBS["pull_rates"] = job("quiet", "pull_rates.py --rates {cap}/rates", ["rates"], server="moody")
JOBS["evaluate"] = job("quiet", "evaluate.py --metrics {cap}/metrics", ["metrics"])
JOBS["train_tower"] = job("quiet", "train_tower.py --checkpoint {cap}/checkpoint", ["checkpoint"])
JOBS["fit_forest"] = job("quiet", "fit_forest.py --forest {cap}/forest", ["forest"])
JOBS["ticket_words"] = job("quiet", "ticket_words.py --counts {cap}/counts", ["counts"])


def run(key, job, experiment, started, minutes=None, **more):
    """A run of the workspace. `minutes`: how long the recording is made to last (its own seconds where nothing is said)."""
    return {"key": key, "job": job, "experiment": experiment, "started": started, "minutes": minutes, **more}


RUNS = [
    # The examples of the documents that the project grew from, one job each.
    run("example-1", "example1", "handbook-examples", "2026-10-30T09:12:04", compute="cpu-small"),
    run("example-1-straight-quotes", "example1-straight", "handbook-examples", "2026-10-30T09:31:40", compute="cpu-small"),
    run("example-2", "example2", "handbook-examples", "2026-10-30T09:48:15", compute="cpu-small"),
    run("example-3-silent-service", "example3-silent", "handbook-examples", "2026-10-30T10:05:30", compute="cpu-small",
        knots=[(30, 30), (36, 3588)], limit=3600, ended="limit"),
    run("example-3-refused", "example3-refused", "handbook-examples", "2026-10-30T13:20:11", compute="cpu-small"),
    # A pipeline: healthy on Saturday, stopped by its own validation on Sunday.
    run("demand-1031", None, "demand-nightly", "2026-10-31T02:00:05", pipeline=["extract", "validate", "train", "publish"], stages=True),
    run("demand-1031-extract", "extract 2026-10-31", "demand-nightly", "2026-10-31T02:01:10", 3, parent="demand-1031", step="extract"),
    run("demand-1031-validate", "validate 2026-10-31", "demand-nightly", "2026-10-31T02:06:00", 2, parent="demand-1031", step="validate"),
    run("demand-1031-train", "train", "demand-nightly", "2026-10-31T02:10:30", 45, parent="demand-1031", step="train"),
    run("demand-1031-publish", "publish", "demand-nightly", "2026-10-31T02:58:00", parent="demand-1031", step="publish"),
    run("demand-1101", None, "demand-nightly", "2026-11-01T02:00:06", pipeline=["extract", "validate", "train", "publish"], stages=True),
    run("demand-1101-extract", "extract 2026-11-01", "demand-nightly", "2026-11-01T02:01:12", 3, parent="demand-1101", step="extract"),
    run("demand-1101-validate", "validate 2026-11-01", "demand-nightly", "2026-11-01T02:06:03", 2, parent="demand-1101", step="validate"),
    run("demand-1101-train", None, "demand-nightly", None, parent="demand-1101", step="train"),
    run("demand-1101-publish", None, "demand-nightly", None, parent="demand-1101", step="publish"),
    # A pipeline whose first step swallows an error: the second dies of it, the third never starts.
    run("recommender-1025", None, "recommender-weekly", "2026-10-25T04:00:03", pipeline=["build_features", "fit_model", "score_batch"]),
    run("recommender-1025-features", "build_features good", "recommender-weekly", "2026-10-25T04:01:00", 12, parent="recommender-1025", step="build_features"),
    run("recommender-1025-fit", "fit_model good", "recommender-weekly", "2026-10-25T04:15:20", 38, parent="recommender-1025", step="fit_model"),
    run("recommender-1025-score", "score_batch", "recommender-weekly", "2026-10-25T04:56:00", 4, parent="recommender-1025", step="score_batch"),
    run("recommender-1101", None, "recommender-weekly", "2026-11-01T04:00:02", pipeline=["build_features", "fit_model", "score_batch"]),
    run("recommender-1101-features", "build_features bad", "recommender-weekly", "2026-11-01T04:01:02", 5, parent="recommender-1101", step="build_features"),
    run("recommender-1101-fit", "fit_model bad", "recommender-weekly", "2026-11-01T04:08:31", parent="recommender-1101", step="fit_model"),
    run("recommender-1101-score", None, "recommender-weekly", None, parent="recommender-1101", step="score_batch"),
    # Killed in the middle of a line; the run before it was well.
    run("routes-1031", "plan_routes", "route-planning", "2026-10-31T05:00:10", 55, compute="cpu-small"),
    run("routes-1102", "plan_routes killed", "route-planning", "2026-11-02T05:00:09", 33, compute="cpu-small"),
    # The work is done, the run is Finalizing for nine hours when the export is taken.
    run("embeddings-1101", "embed", "catalogue-embeddings", "2026-11-01T19:30:00", 62, compute="cpu-large"),
    run("embeddings-1103", "embed", "catalogue-embeddings", "2026-11-03T19:30:02", 64, compute="cpu-large", ended="finalizing"),
    # The cluster is deleted while it works.
    run("pricing-1102", "elasticity", "price-elasticity", "2026-11-02T13:05:00", 140, compute="burst-7", ended="compute deleted"),
    # The older runtime.
    run("ledger-1030", "import_ledger good", "ledger-import", "2026-10-30T22:15:00", 6, compute="cpu-small", layout="v1"),
    run("ledger-1102", "import_ledger bad", "ledger-import", "2026-11-02T22:15:03", 5, compute="cpu-small", layout="v1"),
    # Healthy, whatever their logs say.
    run("reconcile-1101", "reconcile", "payments", "2026-11-01T07:00:00", 25, compute="cpu-small"),
    run("rates-1102", "pull_rates", "payments", "2026-11-02T06:30:00", 1, compute="cpu-small"),
    run("evaluate-1102", "evaluate", "demand-evaluation", "2026-11-02T08:00:30", compute="cpu-small", layout="v1"),
    run("tower-1102", "train_tower", "ranking-tower", "2026-11-02T09:10:00", 30, compute="cpu-large"),
    run("forest-1031", "fit_forest", "demand-forest", "2026-10-31T11:00:00", 160, compute="cpu-large"),
    run("forest-1103", "fit_forest", "demand-forest", "2026-11-03T11:00:00", 171, compute="cpu-large"),
    run("tickets-1103", "ticket_words", "support-tickets", "2026-11-03T08:45:00", compute="cpu-small"),
]

# What the export must be found to hold. `evidence`: one of these lines must be cited; `source` is a path below the run's log folder, or one
# that begins with `/` below the workspace.
EXPECTED = [
    dict(run="example-1", category="unhandled-exception", rules=["py-syntax-error"], root=True,
         evidence=[("user_logs/std_log.txt", "SyntaxError: invalid character")],
         note="Typographic quotes: the script does not compile, and its try/except cannot help."),
    dict(run="example-1-straight-quotes", category="swallowed-exception", rules=["swallowed-exception"], root=True,
         evidence=[("user_logs/std_log.txt", "Error occurred: 'incorrect_col'")],
         note="KeyError caught and printed; exit code 0, Completed, declared output empty."),
    dict(run="example-2", category="output-outside-declared", rules=["output-written-elsewhere"], root=True,
         evidence=[("/snapshots/example2/training_script.py", 'data.to_csv("my_local_output.csv")'),
                   ("user_logs/std_log.txt", "Output directory:")],
         note="Results go to the working folder and are lost with the node; Completed, declared output empty."),
    dict(run="example-3-silent-service", category="hung-external-call", rules=["hang-external-call", "time-limit-exceeded"], root=True,
         evidence=[("/snapshots/example3/training_script.py", "requests.get("), ("/runhistory/run-details.json", '"maxRunDurationSeconds": 3600'),
                   ("/jobs/az-ml-job-list.json", '"timeout": 3600')],
         note="requests.get without a time-out against a server that never answers; canceled at the limit of one hour; the log is empty."),
    dict(run="example-3-refused", category="hung-external-call", rules=["external-call-failed"], root=True,
         evidence=[("user_logs/std_log.txt", "Error fetching data: HTTPSConnectionPool")],
         note="The refused connection is caught and printed; the NameError that ends the script is its consequence."),
    dict(run="demand-1101-validate", category="data-validation-failure",
         rules=["input-validation-failed"], root=True,
         evidence=[("user_logs/std_log.txt", "DataRejected: 1 of 5 checks failed")],
         note="The validation stage fails in AzureDiagnostics: 34 prices are missing."),
    dict(run="demand-1101-train", category="blocked-dependency", rules=["cascade-from-upstream"], caused_by="demand-1101-validate",
         note="Never started."),
    dict(run="demand-1101-publish", category="blocked-dependency", rules=["cascade-from-upstream"], caused_by="demand-1101-validate",
         note="Never started."),
    dict(run="recommender-1101-features", category="swallowed-exception", rules=["swallowed-exception"], root=True,
         evidence=[("user_logs/std_log.txt", "Could not build features: could not convert string to float")],
         note="ValueError caught and printed; Completed, output empty."),
    dict(run="recommender-1101-fit", category="unhandled-exception",
         rules=["py-unhandled-exception"], caused_by="recommender-1101-features",
         evidence=[("user_logs/std_log.txt", "FileNotFoundError: [Errno 2] No such file or directory")],
         note="Its input is the empty output of build_features."),
    dict(run="recommender-1101-score", category="blocked-dependency", rules=["cascade-from-upstream"], caused_by="recommender-1101-features",
         note="Never started."),
    dict(run="routes-1102", category="premature-exit", rules=["sigkill-unattributed"], root=True,
         evidence=[("system_logs/lifecycler/execution-wrapper.log", "exit_code=137"),
                   ("system_logs/lifecycler/execution-wrapper.log", "code: Some(137)"), ("user_logs/std_log.txt", "LAST"),
                   ("/runhistory/run-details.json", "exited with status code 137"),
                   ("system_logs/lifecycler/lifecycler.log", "exit_code: 137")],
         note="Killed by SIGKILL in the middle of a line; nothing says by whom."),
    dict(run="embeddings-1103", category="stuck-finalizing", rules=["completion-signal-lost", "finalizing-blocked-by-process"], root=True,
         evidence=[("user_logs/std_log.txt", "done, nothing left to do"), ("system_logs/lifecycler/execution-wrapper.log", "exit_code=0"),
                   ("system_logs/lifecycler/lifecycler.log", "phase execution completed"), ("/runhistory/run-details.json", '"status": "Finalizing"'),
                   ("system_logs/lifecycler/execution-wrapper.log", "process execution completed")],
         note="Exit code 0 and outputs in place at 20:34; still Finalizing at the time of the export, nine hours later."),
    dict(run="pricing-1102", category="compute-lost", rules=["compute-deleted"], root=True,
         evidence=[("/activity/activity-log.json", "Microsoft.MachineLearningServices/workspaces/computes/delete")],
         note="cost-sweeper@fabrikam.example deletes the cluster burst-7 while the run works on it."),
    dict(run="ledger-1102", category="unhandled-exception", rules=["py-unhandled-exception"], root=True,
         evidence=[("azureml-logs/70_driver_log.txt", "KeyError: 'voucher'"), ("azureml-logs/70_driver_log.txt", "ledger_rules.LedgerError: entry 87")],
         note="A chained exception: LedgerError from KeyError 'voucher'."),
]
