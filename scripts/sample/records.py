"""What the platform recorded about the runs: run history, jobs, diagnostics, activity log, blob lists."""
import json
import uuid

from logs import error_message, statuses
from model import GROUP, NAMES, SUBSCRIPTION, TAKEN, WORKSPACE, WORKSPACE_ARM, digest, iso, seconds

OWNER, SERVICE, SWEEPER = "lena.okafor@fabrikam.example", "svc-nightly@fabrikam.example", "cost-sweeper@fabrikam.example"
TABLE_TENANT = "4f0d8c1e-7a52-4b39-9c66-0b8e5d2a7f10"


def person(run):
    return SERVICE if run.root.pipeline or run.layout == "v1" else OWNER


def datastore(run_id, port):
    return f"azureml://datastores/workspaceblobstore/paths/azureml/{run_id}/{port}/"


def sibling(run, step):
    return next(child for child in run.parent.children if child.step == step)


# Run history.


def properties(run):
    if run.pipeline:
        return {"azureml.runsource": "azureml.PipelineRun", "runType": "SDK", "azureml.continue_on_step_failure": "False"}
    known = {"_azureml.ComputeTargetType": "amlcompute" if run.layout == "v1" else "amlctrain", "_azureml.ClusterName": run.compute}
    if run.job_plan:
        known["ContentSnapshotId"] = run.snapshot
    if run.layout == "v1":
        known |= {"ProcessInfoFile": "azureml-logs/process_info.json", "ProcessStatusFile": "azureml-logs/process_status.json"}
    if run.step:
        known |= {"azureml.runsource": "azureml.StepRun", "azureml.nodeid": digest("node", run.root.experiment, run.step)[:8],
                  "azureml.moduleName": run.step, "azureml.pipelinerunid": run.parent.id, "StepType": "CommandStep"}
    return known


def run_definition(run):
    if not run.job_plan:
        return None
    command = run.command(lambda kind, name: f"DatasetOutputConfig:{name}" if kind == "output" else f"DatasetConsumptionConfig:{name}")
    data = {}
    for name in run.job_plan["inputs"]:
        source = run.producers().get(name)
        path = datastore(sibling(run, source[0]).id, source[1]) if source else f"azureml://datastores/landing/paths/{name}/{run.started:%Y-%m-%d}/"
        data[name] = {"dataLocation": {"uri": {"path": path, "isFile": False}}, "mechanism": "Mount",
                      "environmentVariableName": f"AZURE_ML_INPUT_{name}", "pathOnCompute": None, "overwrite": False}
    outputs = {name: {"outputLocation": {"uri": {"path": datastore(run.id, name), "isFile": False}}, "mechanism": "Mount",
                      "additionalOptions": {"pathOnCompute": None}} for name in run.outputs}
    return {"script": run.job_plan["arguments"][0], "command": command, "arguments": command.split(" ")[2:], "framework": "Python",
            "target": run.compute, "data": data, "outputData": outputs, "maxRunDurationSeconds": run.limit or 2592000, "nodeCount": 1,
            "environment": {"name": "fabrikam-train", "version": "14"}, "history": {"outputCollection": True, "directoriesToWatch": ["logs"]},
            "commandReturnCodeConfig": {"returnCode": "Zero", "successfulReturnCodes": []}}


def error(run):
    if run.status != "Failed":
        return None
    if run.pipeline:
        message = f"Pipeline has failed child jobs. Failed nodes: /{next(c.step for c in run.children if c.status == 'Failed')}."
        return {"error": {"code": "UserError", "message": message}, "componentName": "PipelineService", "time": "0001-01-01T00:00:00+00:00"}
    return {"error": {"code": "UserError", "severity": None, "message": error_message(run), "details": [], "innerError": None},
            "environment": "westeurope", "location": "westeurope", "time": "0001-01-01T00:00:00+00:00",
            "componentName": "execution-worker" if run.layout == "v1" else "CommonRuntime"}


def run_details(run, log_files):
    """As the studio shows them under "Raw JSON"."""
    return {
        "runId": run.id, "runUuid": run.uuid, "parentRunUuid": run.parent.uuid if run.parent else None, "rootRunUuid": run.root.uuid,
        "parentRunId": run.parent.id if run.parent else None, "rootRunId": run.root.id, "experimentName": run.experiment,
        "displayName": run.step or run.key, "target": None if run.pipeline else run.compute, "status": run.status,
        "createdTimeUtc": iso(run.created, 7).replace("Z", "+00:00"), "startTimeUtc": iso(run.started, 3) if run.started else None,
        "endTimeUtc": iso(run.ended, 3) if run.ended else None, "error": error(run), "warnings": None, "tags": {},
        "properties": properties(run), "inputDatasets": [], "outputDatasets": [], "runDefinition": run_definition(run),
        "logFiles": {name: f"https://stfabrikamml.blob.core.windows.net/azureml/ExperimentRun/dcid.{run.id}/{name}" for name in log_files},
        "createdBy": {"userName": person(run)}, "runType": "azureml.StepRun" if run.step else "azureml.PipelineRun" if run.pipeline else None,
        "compute": None if run.pipeline else {"target": run.compute, "targetType": "AmlCompute", "vmSize": "STANDARD_DS3_V2", "instanceCount": 1,
                                              "gpuCount": 0, "priority": "Dedicated"},
        "inputs": None, "outputs": {name: {"assetId": None, "type": "UriFolder"} for name in run.outputs} or None,
    }


def v1_details(run, log_files):
    """As `print(run.get_details())` shows them."""
    details = {
        "runId": run.id, "target": run.compute, "status": run.status, "startTimeUtc": iso(run.started), "endTimeUtc": iso(run.ended),
        "services": {}, "properties": properties(run), "inputDatasets": [], "outputDatasets": [], "runDefinition": run_definition(run),
        "logFiles": {name: f"https://stfabrikamml.blob.core.windows.net/azureml/ExperimentRun/dcid.{run.id}/{name}" for name in log_files},
        "submittedBy": "Nightly Service"}
    if error(run):
        details["error"] = error(run)
    return repr(details) + "\n"


def job(run):
    """As `az ml job list` shows them."""
    shown = {
        "creation_context": {"created_at": iso(run.created).replace("Z", "+00:00"), "created_by": person(run), "created_by_type": "User"},
        "display_name": run.key, "experiment_name": run.experiment, "id": f"azureml:{WORKSPACE_ARM}/jobs/{run.id}", "name": run.id,
        "properties": properties(run), "resourceGroup": GROUP, "status": run.status, "tags": {},
        "type": "pipeline" if run.pipeline else "command"}
    if run.pipeline:
        shown["settings"] = {"continue_on_step_failure": False, "default_compute": "azureml:cpu-nightly"}
        shown["jobs"] = {child.step: node(child) for child in run.children}
        return shown
    ports = {name: {"mode": "rw_mount", "path": datastore(run.id, name), "type": "uri_folder"} for name in run.outputs}
    return shown | {
        "command": run.command(lambda kind, name: f"${{{{{kind}s.{name}}}}}"), "code": f"azureml:{WORKSPACE_ARM}/codes/{run.snapshot}/versions/1",
        "compute": f"azureml:{run.compute}", "environment": "azureml:fabrikam-train:14", "environment_variables": {}, "inputs": {},
        "outputs": ports, "limits": {"timeout": run.limit} if run.limit else None, "resources": {"instance_count": 1}, "parent_job_name": None}


def node(step):
    """A step of a pipeline job, with the bindings of its inputs. A step that never ran borrows its ports from the one that did."""
    ports = step.ports
    return {"type": "command", "component": f"azureml:{step.step}:3", "compute": f"azureml:{step.compute}",
            "inputs": {name: {"path": f"${{{{parent.jobs.{source[0]}.outputs.{source[1]}}}}}", "type": "uri_folder"}
                       for name, source in ports["inputs"].items()},
            "outputs": {name: {"mode": "rw_mount", "type": "uri_folder"} for name in ports["outputs"]}}


# Diagnostics.


def status_record(run, moment, status):
    """A line of the storage account's PT1H.json."""
    return moment, json.dumps({
        "time": iso(moment), "resourceId": WORKSPACE_ARM.upper(), "operationName": "RunStatusChanged", "category": "AmlRunStatusChangedEvent",
        "level": "Informational", "location": "westeurope", "resultType": "Succeeded", "correlationId": str(uuid.uuid5(NAMES, run.id + status)),
        "properties": {"runId": run.id, "parentRunId": run.parent.id if run.parent else "", "rootRunId": run.root.id, "status": status,
                       "message": f"Run {run.id} changed to {status}", "workspaceName": WORKSPACE}}, separators=(",", ":"))


def row(table, moment, **columns):
    """A row of `az monitor log-analytics query`: every cell is text."""
    known = {"TableName": "PrimaryResult", "TimeGenerated": iso(moment), "TenantId": TABLE_TENANT, "SourceSystem": "Azure", "Type": table,
             "_ResourceId": WORKSPACE_ARM.lower()}
    return known | {name: str(value) for name, value in columns.items()}


def job_events(run):
    if run.recording is None:
        return []
    events = [(run.created + seconds(3), "JobSubmitted", "Queued"), (run.started, "JobRunning", "Running")]
    if run.ending == "finalizing" or run.status == "Completed":
        events.append((run.process_ended + seconds(4), "JobSucceeded", "Succeeded"))
    elif run.status == "Failed":
        events.append((run.process_ended + seconds(4), "JobFailed", "Failed"))
    return [row("AmlComputeJobEvent", moment, OperationName=name, EventType=name, ExecutionState=state, JobName=run.id,
                JobId=uuid.uuid5(NAMES, "job " + run.id), ClusterName=run.compute, ExperimentName=run.experiment, NodeId=run.node,
                WorkspaceName=WORKSPACE, ResourceGroupName=GROUP, JobErrorMessage=None, ErrorDetails=None) for moment, name, state in events]


def stage_events(run):
    """How this workspace's owner re-posts the stages of a pipeline into AzureDiagnostics."""
    rows = []
    for child in run.children:
        if not child.started:
            continue
        for moment, status in ((child.started, "Running"), (child.ended, child.status)):
            message = child.printed().rstrip("\n").split("\n")[-1] if status == "Failed" else ""
            description = {"PipelineRunId": run.id, "StageName": child.step, "Status": status, "ErrorMessage": message}
            rows.append(row("AzureDiagnostics", moment + seconds(1), Category="PipelineChangeEvent", ResourceProvider="MICROSOFT.MACHINELEARNINGSERVICES",
                            ResourceGroup=GROUP, SubscriptionId=SUBSCRIPTION, WorkspaceName=WORKSPACE,
                            OperationName="Microsoft.MachineLearningServices/pipelineRuns/update", ResultType="Succeeded",
                            ResultDescription=json.dumps(description, ensure_ascii=False), CorrelationId=child.id, Level="Informational"))
    return rows


CLUSTER_COLUMNS = [("TimeGenerated", "datetime"), ("OperationName", "string"), ("EventType", "string"), ("ClusterName", "string"),
                   ("ClusterType", "string"), ("AllocationState", "string"), ("CurrentNodeCount", "int"), ("RunningNodeCount", "int"),
                   ("TargetNodeCount", "int"), ("MaximumNodeCount", "int"), ("UnusableNodeCount", "int"), ("PreemptedNodeCount", "string"),
                   ("ClusterErrorCodes", "string"), ("Type", "string"), ("_ResourceId", "string")]


def cluster_events(runs):
    """REST tables: each job gets one node, which leaves five minutes after it."""
    rows = []
    for run in runs:
        if run.recording is None:
            continue
        gone = run.ending == "compute deleted"
        last = run.process_ended + seconds(30 if gone else 300)
        for moment, count in ((run.created + seconds(30), 1), (last, 0)):
            rows.append([iso(moment), "ClusterDeleted" if gone and not count else "ClusterResized", "ClusterDeleted" if gone and not count else
                         "ClusterResized", run.compute, "AmlCompute", "Steady", count, count, count, 4, 0, "0", None, "AmlComputeClusterEvent",
                         WORKSPACE_ARM.lower()])
    return {"tables": [{"name": "PrimaryResult", "columns": [{"name": name, "type": kind} for name, kind in CLUSTER_COLUMNS],
                        "rows": sorted(rows, key=lambda cells: (cells[0], cells[3]))}]}


# Activity log.


def activity(moment, target, action, words, caller, status, correlation):
    resource = f"{WORKSPACE_ARM}/{target}"
    operation = f"Microsoft.MachineLearningServices/workspaces/{action}"
    return {
        "authorization": {"action": operation, "role": None, "scope": resource}, "caller": caller,
        "category": {"value": "Administrative", "localizedValue": "Administrative"}, "channels": "Operation",
        "correlationId": str(uuid.uuid5(NAMES, correlation)), "description": "", "eventDataId": str(uuid.uuid5(NAMES, correlation + status)),
        "eventName": {"value": "BeginRequest" if status == "Started" else "EndRequest"}, "eventTimestamp": iso(moment, 7),
        "level": "Informational", "operationId": str(uuid.uuid5(NAMES, correlation)),
        "operationName": {"value": operation, "localizedValue": words}, "resourceGroupName": GROUP, "resourceId": resource,
        "resourceProviderName": {"value": "Microsoft.MachineLearningServices"}, "status": {"value": status, "localizedValue": status},
        "subStatus": {"value": "", "localizedValue": ""}, "submissionTimestamp": iso(moment + seconds(60), 7), "subscriptionId": SUBSCRIPTION,
        "properties": {"eventCategory": "Administrative", "entity": resource, "statusCode": "OK" if status == "Succeeded" else "Accepted"}}


def activity_log(runs):
    """Newest first, as `az monitor activity-log list` gives them. The log covers more than the incident: a healthy stop of an idle instance too."""
    deleted = next(run for run in runs if run.ending == "compute deleted")
    moment = deleted.process_ended - seconds(12)
    first, last = min(run.started for run in runs if run.started), TAKEN
    words = "Deletes the compute resources"
    entries = [
        (first - seconds(7200), "computes/cpu-nightly", "computes/write", "Creates or updates the compute resources", OWNER, "nightly cluster"),
        (deleted.started - seconds(5400), f"computes/{deleted.compute}", "computes/write", "Creates or updates the compute resources", OWNER, "burst"),
        (moment, f"computes/{deleted.compute}", "computes/delete", words, SWEEPER, "sweep"),
        (last - seconds(36000), "computes/ci-lena", "computes/stop/action", "Stops the compute resource", OWNER, "stop"),
        (last - seconds(600), "datastores/landing", "datastores/write", "Creates or updates the datastores", OWNER, "landing"),
    ]
    records = []
    for at, target, action, localized, caller, correlation in entries:
        records.append(activity(at + seconds(34), target, action, localized, caller, "Succeeded", correlation))
        records.append(activity(at, target, action, localized, caller, "Started", correlation))
    return sorted(records, key=lambda record: record["eventTimestamp"], reverse=True)


# Blobs.


def blobs(run):
    """`az storage blob list` of what the run left in its declared outputs."""
    listed = []
    for path, size, offset in run.recording["outputs"] if run.recording else []:
        moment = run.at(offset).strftime("%Y-%m-%dT%H:%M:%S+00:00")
        listed.append({
            "container": "azureml-blobstore-fabrikam", "name": f"azureml/{run.id}/{path}", "deleted": None,
            "properties": {"blobType": "BlockBlob", "contentLength": size, "creationTime": moment, "lastModified": moment,
                           "contentSettings": {"contentType": "application/octet-stream"}}})
    return listed
