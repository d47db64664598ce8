"""The log files of a run, in the layouts of the two runtimes. Wrapper lines follow the public shape of such logs, shortened."""
from model import WORKSPACE, SUBSCRIPTION, iso, log_time, seconds


def files(run):
    """Relative path → text of every log of a run."""
    if run.recording is None:
        return {}
    return v1(run) if run.layout == "v1" else v2(run)


# The common runtime.


def v2(run):
    result = {
        "user_logs/std_log.txt": run.printed(),
        "system_logs/lifecycler/lifecycler.log": lifecycler(run),
        "system_logs/lifecycler/execution-wrapper.log": execution_wrapper(run),
        "system_logs/cs_capability/cs-capability.log": cs_capability(run),
        "system_logs/data_capability/data-capability.log": data_capability(run),
        "system_logs/hosttools_capability/hosttools-capability.log": hosttools(run),
    }
    if run.step:
        result.update(step_logs(run))
    return result


def rust(moment, level, text):
    return f"{iso(moment)} {level:>5} {text}\n"


def lifecycler(run):
    start = run.started
    text = rust(start, "INFO", "telemetry: job_telemetry_init artifact_type=installed ci_number=20260916.2")
    for number, name in enumerate(("CS_CAPABILITY", "DATA_CAPABILITY", "HOSTTOOLS_CAPABILITY")):
        text += rust(start + seconds(1 + number), "INFO",
                     f"run_lifecycler:connect_capabilities: lifecycler::health_monitor: Service has become healthy service_name={name}")
    text += rust(run.process_started - seconds(1), "INFO", "run_lifecycler:execute: lifecycler::executor_client: Executing commands")
    text += rust(run.process_started, "INFO", "run_lifecycler:execute: lifecycler::executor_client: Waiting for execution completion "
                 f"execution_id=\"{run.uuid}\"")
    beat = run.process_started + seconds(155)
    last = run.ended or run.process_ended if run.ending == "limit" else run.process_ended
    while beat < last:
        text += rust(beat, "INFO", "lifecycler::health_monitor: Health status for service: Executor service_name=Executor health_status=1")
        beat += seconds(155)
    if run.ending in ("limit", "compute deleted"):
        return text
    end = run.process_ended + seconds(1)
    if run.exit == 0:
        text += rust(end, "INFO", f"run_lifecycler:execute: lifecycler::executor_client: Execution completed execution_id=\"{run.uuid}\"")
        text += rust(end, "INFO", "run_lifecycler:execute: lifecycler::lifecycle: phase execution completed. rank=None phase=0")
    else:
        text += rust(end, "ERROR", "run_lifecycler:execute: lifecycler::lifecycle: failed to execute commands "
                     f"exception=ExecutionFailed(ExecutionsFailures([ExecutionFailure {{ exit_code: {run.exit}, error_message: "
                     f"\"Execution failed. User process 'python' exited with status code {run.exit}. \" }}]))")
    for name in ("METRICS_CAPABILITY", "CS_CAPABILITY"):
        text += rust(end + seconds(1), "INFO", "run_lifecycler:end_service_capabilities: lifecycler::capability_client: "
                     f"Received success code for end cap_name={name}")
    return text


def execution_wrapper(run):
    start, end = run.process_started, run.process_ended
    wait = "Execution::wait_for_completion: execution_wrapper::execution"
    text = rust(start - seconds(2), "INFO", f"execution_wrapper: Injecting AZ_BATCHAI_JOB_WORK_DIR={run.working_folder}")
    text += rust(start - seconds(1), "INFO", "execution_wrapper::common: Get ComputeContext from env success compute_context=ComputeContext "
                 f"{{ cluster_name: \"{run.compute}\", node_id: Literal(\"{run.node}\"), vm_size: Some(\"STANDARD_DS3_V2\"), "
                 "vm_priority: Some(Dedicated) }")
    text += rust(start, "INFO", "execution_wrapper::execution: execution process spawned pid=15")
    text += rust(start, "INFO", "execution_wrapper::execution: start waiting for processes execution to complete num_processes=1")
    if run.ending in ("limit", "compute deleted"):
        return text
    if run.exit != 0:
        text += rust(end, "ERROR", f"{wait}::process_manager: Failed blocking user process detected, process name: python, process pid: 15, "
                     f"code: Some({run.exit})")
        text += rust(end, "INFO", f"{wait}::process_manager: ProcessManagerExecution state changing from PendingExecution to FailureDetected")
    text += rust(end, "INFO", f"{wait}: Gathered execution result for rank 0 process_rank=0 exit_code={run.exit} "
                 "stderr_path=Some(\"user_logs/std_log.txt\")")
    text += rust(end, "INFO", f"{wait}: [wait_for_completion] execution process completed.")
    return text + rust(end + seconds(1), "INFO", "execution_wrapper::execution: process execution completed")


def python(moment, text):
    return f"INFO {log_time(moment)} {text}\n"


def cs_capability(run):
    about = {"correlation_id": run.id, "experiment_name": run.experiment, "node_id": run.node, "run_id": run.id, "root_run_id": run.root.id,
             "subscription_id": SUBSCRIPTION, "workspace_name": WORKSPACE}
    text = python(run.started, f"initializer.py:55 [1] - job_telemetry_init {about}")
    text += python(run.started + seconds(1), f"service.py:80 [1] - [start] Entering context managers {about}")
    if run.ending in ("limit", "compute deleted"):
        return text
    return text + python(run.process_ended + seconds(2), f"service.py:125 [1] - [end] logging run finalizing {about}")


def data_capability(run):
    about = {"correlation_id": run.id, "run_id": run.id}
    text = python(run.started, f"initializer.py:55 [14] - job_telemetry_init {about}")
    for kind, names in (("INPUT", run.job_plan["inputs"]), ("OUTPUT", run.outputs)):
        for name in names:
            folder = f"{run.data_folder}/" + (f"INPUT_{name}" if kind == "INPUT" else name)
            session = {"session_name": f"INPUT_{name}" if kind == "INPUT" else name,
                       "env_vars": {name: folder, f"AZURE_ML_{kind}_{name}": folder}}
            text += python(run.started + seconds(3), f"capability_session.py:95 [14] - [CapabilitySession][start] Data session started {session}")
    text += python(run.started + seconds(4), "service.py:60 [14] - [DataCapabilityService][Start] succeeded")
    if run.ending in ("limit", "compute deleted"):
        return text
    return text + python(run.process_ended + seconds(2), "capability_session.py:130 [14] - [CapabilitySession][end] Data session ended")


def hosttools(run):
    folders = ", ".join(
        f'{{"Id":"{name}","Path":"{run.working_folder}/{name}","Streamable":{"false" if name == "outputs" else "true"}}}'
        for name in ("outputs", "logs", "user_logs")
    )
    def go(moment, text):
        line = f"{moment:%Y/%m/%d %H:%M:%S} {text}"
        return rust(moment, "INFO", f'grpc_utils::utils: stderr: {line} command="/usr/local/bin/hosttools" line="{line}"')

    text = go(run.started, f"AZUREML_CR_HT_OUTPUT_DIRECTORIES: [{folders}]")
    text += go(run.started, f"start watching directory {run.working_folder}/user_logs, streamable: true")
    return text + go(run.started + seconds(2), "Requesting POST: [{user_logs/std_log.txt}]")


def step_logs(run):
    """What the pipeline service writes about a step. Standard output of the service itself is empty, as it nearly always is."""
    def line(moment, text):
        return f"[{moment:%Y-%m-%d %H:%M:%S}Z] {text}\n"

    text = line(run.created, "Starting run in Execution Service")
    text += line(run.created, f"RunId:[{run.id}] ParentRunId:[{run.parent.id}] ComputeTarget:[AmlCompute]")
    for moment, status in statuses(run)[1:-1]:
        text += line(moment, f"Job is in progress. Execution status: {status}.")
    errors = ""
    if run.status == "Completed":
        text += line(run.ended, f"Job finished, job RunId is {run.id}")
    else:
        message = error_message(run).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        errors = line(run.ended, f'Job failed, job RunId is {run.id}. Error: {{"Error":{{"Code":"UserError","Severity":null,"Message":"{message}",'
                      '"Details":[],"InnerError":null},"Correlation":null,"Environment":"westeurope","Location":"westeurope",'
                      '"Time":"0001-01-01T00:00:00+00:00","ComponentName":"CommonRuntime"}')
    return {"logs/azureml/executionlogs.txt": text, "logs/azureml/stdoutlogs.txt": "", "logs/azureml/stderrlogs.txt": errors}


def statuses(run):
    """(moment, status) of every change that the run history saw."""
    if run.started is None:
        return [(run.created, "NotStarted")]
    if run.pipeline:
        return [(run.created, "NotStarted"), (run.started, "Running"), (run.ended, run.status)]
    changes = [(run.created, "NotStarted"), (run.created + seconds(2), "Preparing"), (run.created + seconds(20), "Queued"),
               (run.started, "Running")]
    if run.ending == "limit":
        return changes + [(run.started + seconds(run.limit), "CancelRequested"), (run.ended, "Canceled")]
    if run.ending == "compute deleted":
        return changes + [(run.process_ended + seconds(420), "NotResponding")]
    changes.append((run.process_ended + seconds(2), "Finalizing"))
    return changes if run.ending == "finalizing" else changes + [(run.ended, run.status)]


def error_message(run):
    if run.layout == "v1":
        return ("AzureMLCompute job failed.\nJobFailed: Submitted script failed with a non-zero exit code; see the driver log file for details."
                "\n\tReason: Job failed with non-zero exit Code")
    return (f"Execution failed. User process 'python' exited with status code {run.exit}. Please check log file 'user_logs/std_log.txt' for "
            f"error details. Error: {run.last_lines(4)}\n")


# The older runtime.


def v1(run):
    post = f"azureml-logs/75_job_post-{run.node}.txt"
    result = {
        f"azureml-logs/65_job_prep-{run.node}.txt": stamped(run.started, [
            "Entering job preparation.", "Starting job preparation.", "Start fetching snapshots.", "Finished fetching snapshots.",
            "Job preparation is complete."]),
        "azureml-logs/70_driver_log.txt": driver_log(run),
        post: stamped(run.process_ended + seconds(6), ["Entering job release.", "Starting job release.", "Job release is complete."]),
        "azureml-logs/process_info.json":
            f'{{"process_name":"main","node_id":"{run.node}","pid_in_container":97,"private_ip":"10.0.0.8","log":"azureml-logs/70_driver_log.txt"}}\n',
        "azureml-logs/process_status.json": "".join(
            f'{{"process_name":"main","timestamp":"{iso(moment)}","status":"{status}"}}\n'
            for moment, status in ((run.process_started, "Started"), (run.process_ended, run.status))),
    }
    return result


def stamped(moment, lines):
    return "".join(f"[{iso(moment + seconds(number * 0.2))[:-1]}] {line}\n" for number, line in enumerate(lines))


def driver_log(run):
    """The job's words between those of the wrapper. A traceback comes after the clean-up lines, as it does in real ones."""
    start, end = run.process_started, run.process_ended
    printed = run.printed()
    ordinary, header, trace = printed.partition("Traceback (most recent call last):\n")
    def stamp(moment):
        return f"[{iso(moment)[:-1]}]"

    arguments = run.command(lambda kind, name: f"{run.data_folder}/{name}").split(" ")[1:]
    text = f"{start - seconds(3):%Y/%m/%d %H:%M:%S} Starting App Insight Logger for task:  runTaskLet\n"
    text += f"{start - seconds(3):%Y/%m/%d %H:%M:%S} Attempt 1 of http call to http://10.0.0.8:16384/sendlogstoartifacts/info\n"
    text += f"{stamp(start - seconds(2))} Entering context manager injector.\n"
    text += f"{stamp(start - seconds(2))} context_manager_injector.py Command line Options: Namespace(inject=['RunHistory:context_managers.RunHistory'], "
    text += f"invocation={arguments})\nScript type = None\n"
    text += f"{stamp(start - seconds(1))} Entering Run History Context Manager.\n"
    text += f"{stamp(start - seconds(0.5))} Current directory: {run.working_folder}\n"
    text += f"{stamp(start - seconds(0.4))} Preparing to call script [{arguments[0]}] with arguments:{arguments[1:]}\n"
    text += f"{stamp(start - seconds(0.3))} After variable expansion, calling script [{arguments[0]}] with arguments:{arguments[1:]}\n\n"
    text += ordinary + "\n\n"
    if run.exit == 0:
        text += f"{stamp(end)} The experiment completed successfully. Finalizing run...\n"
    else:
        text += f"{stamp(end)} The experiment failed. Finalizing run...\n"
    text += "Cleaning up all outstanding Run operations, waiting 900.0 seconds\n2 items cleaning up...\nCleanup took 2.214018106460571 seconds\n"
    if run.exit == 0:
        text += f"{stamp(end + seconds(3))} Finished context manager injector.\n"
    else:
        text += header + trace + "\n"
        text += f"{stamp(end + seconds(3))} Finished context manager injector with Exception.\n"
        text += f"{end + seconds(4):%Y/%m/%d %H:%M:%S} Wrapper cmd failed with err: exit status {run.exit}\n"
    text += f"{end + seconds(4):%Y/%m/%d %H:%M:%S} Attempt 1 of http call to http://10.0.0.8:16384/sendlogstoartifacts/status\n"
    return text + f"{end + seconds(5):%Y/%m/%d %H:%M:%S} Process Exiting with Code:  {run.exit}\n"
