import Evidence
import Testing

@testable import Intake

struct LogRoleTests {
    @Test(
        "The content tells who wrote a log, whatever its name",
        arguments: [
            (LogRole.user, "2026-03-01 10:00:00 training\n"),
            (.user, "[2026-03-01 10:00:00] something of the user's\n"),
            (.user, "lifecycler:: is a word that I print\n"),
            (.driver, "2026/03/01 10:00:00 Starting App Insight Logger for task:  runTaskLet\n"),
            (.driver, "hello\n2026/03/01 10:00:00 Process Exiting with Code:  0\n"),
            (
                .lifecycler,
                "2026-02-01T19:54:04.113865Z  INFO run_lifecycler: lifecycler::health_monitor: Service has become healthy service_name=HOSTTOOLS_CAPABILITY\n"
            ),
            (
                .executionWrapper,
                "2026-02-01T19:54:04.113865Z  INFO run_execution_wrapper: execution_wrapper: Successfully dumped bootstrapping environment to file\n"
            ),
            (
                .hostTools,
                "2026-02-01T19:54:04.113865Z  INFO grpc_utils::utils: stderr: 2026/02/01 19:54:04 start watching command=\"/usr/local/bin/hosttools\"\n"
            ),
            (.otherCapability, "2026-02-01T19:54:04.113865Z  INFO metrics_capability: heartbeat: NODE_ROOT_DIR = 1\n"),
            (.otherCapability, "INFO 2026-02-01 19:54:05,919 context_manager.py:55 [14] - [start] Entering context managers {}\n"),
            (
                .dataCapability,
                "INFO 2026-02-01 19:54:05,919 capability_session.py:95 [15] - [CapabilitySession][start] Data session started {}\n"
            ),
            (.jobPreparation, "[2026-03-01T10:00:00.935763] Entering job preparation.\n"),
            (.jobRelease, "[2026-03-01T10:00:00.935763] Entering job release\n"),
            (.stepExecution, "[2026-02-01 19:53:45Z] Job is in progress. Execution status: Preparing.\n"),
            (.stepExecution, "[2026-02-01 19:53:45Z] Submitting 1 runs, first five are: 08762441:d436f235\n"),
            (.stepErrors, "[2026-02-01 19:53:45Z] Job failed, job RunId is a1. Error: {\"Error\":{}}\n"),
            (.imageBuild, "2026/05/24 14:08:04 Downloading source code...\n2026/05/24 14:08:05 Using acb_vol_1 as the home volume\n"),
            (.processStatus, "{\"process_name\":\"main\",\"timestamp\":\"2026-10-28T22:30:10.764428389Z\",\"status\":\"Started\"}\n"),
            (.sweepController, "\"<START>[2026-02-12T17:14:39.613720][API][INFO]Experiment created<END>\\n\""),
            (
                .nodeSetup,
                "2026-03-31T14:11:57Z Starting output-watcher...\n>>>   2026/03/31 14:11:54 Starting App Insight Logger for task:  a\n"
            ),
            (
                .jobRelease,
                "2026/03/31 14:11:54 Starting App Insight Logger for task:  a\n[2026-03-01T10:00:00.935763] Entering job release\n"
            ),
            (
                .nodeSetup,
                "2026-03-31T14:11:57Z Executing 'Copy ACR Details file' on 10.0.0.4\n>>>   x: [2026-03-31T14:11:57.8] Entering context manager injector.\n"
            ),
            (.driver, "hello\nThe experiment completed successfully. Finalizing run...\n"),
            (.system, "[12345.678901] Out of memory: Killed process 17 (python)\n"),
        ])
    func contentTells(role: LogRole, text: String) throws {
        #expect(try LogSupport.scan(text, as: "anything.txt").role == role)
    }

    @Test(
        "The name tells where there is nothing to read",
        arguments: [
            ("logs/azureml/executionlogs.txt", LogRole.stepExecution), ("logs/azureml/stderrlogs.txt", .stepErrors),
            ("70_driver_log.txt", .driver),
            ("65_job_prep-tvmps_0_d.txt", .jobPreparation), ("75_job_post-tvmps_0_d.txt", .jobRelease), ("lifecycler.log", .lifecycler),
            ("data-capability.log", .dataCapability), ("cs-capability.log", .otherCapability), ("std_log.txt", .user),
            ("stdoutlogs.txt", .stepExecution),
            ("a.zip!logs/hyperdrive.txt", .sweepController),
        ])
    func nameTells(path: String, role: LogRole) throws {
        #expect(try LogSupport.scan("", as: path).role == role)
    }

    @Test("A long text under a system log's name is the user's")
    func nameYields() throws {
        #expect(try LogSupport.scan(String(repeating: "my own words\n", count: 50), as: "lifecycler.log").role == .user)
    }

    @Test(
        "Ranks stand in file names",
        arguments: [
            ("user_logs/std_log_process_03.txt", 3), ("70_driver_log_2.txt", 2), ("log_rank_1.txt", 1), ("70_driver_log-worker-0.txt", 0),
            ("std_log.txt", nil), ("70_driver_log.txt", nil), ("frank.txt", nil), ("70_driver_log (1).txt", nil),
        ] as [(String, Int?)])
    func ranks(path: String, rank: Int?) throws {
        #expect(try LogSupport.scan("", as: path).rank == rank)
    }

    @Test(
        "The platform's lines in a driver log are not the user's",
        arguments: [
            "[2021-04-03T14:17:58.226511] Entering context manager injector.",
            "[context_manager_injector.py] Command line Options: Namespace(inject=[])",
            "Script type = None", "Starting the daemon thread to refresh tokens in background for process with pid = 106",
            "[2021-04-03T14:17:58.226511] Current directory: /mnt/batch/tasks",
            "Current directory:  /mnt/batch/tasks/shared/LS_root/jobs/ws/azureml/a",
            "Preparing to call script [ train.py ] with arguments: []", "[2021-04-03T14:17:58.226511] Command=python train.py",
            "[2021-04-03T14:17:58.226511] The experiment failed with exit code: 1. Finalizing run...",
            "Cleaning up all outstanding Run operations, waiting 900.0 seconds", "2 items cleaning up...",
            "Cleanup took 6.024156093597412 seconds",
            "2021/09/15 19:45:52 logger.go:297: Anything at all", "2021/04/03 14:17:57 Attempt 1 of http call to http://10.0.0.8:16384/x",
            "2021/04/03 14:18:02 Not exporting to RunHistory as the exporter is either stopped or there is no data.", "Stopped: false",
            "OriginalData: 1", "FilteredData: 0.", "2021/04/03 14:18:20 Process Exiting with Code:  1",
            "2021/09/15 19:45:52 All App Insights Logs was sent successfully or the close timeout of 10 was reached",
            "12/01/2020 23:51:00 - INFO - __main__ - Exiting context: RunHistory",
            "2021/02/18 12:23:57 MPI publisher: intel ; version: 2018",
            "bash: /azureml-envs/x/lib/libtinfo.so.6: no version information available (required by bash)",
        ])
    func wrapperLines(line: String) throws {
        let log = try LogSupport.scan(
            "2021/04/03 14:00:00 Starting App Insight Logger for task:  x\n" + line + "\n", as: "70_driver_log.txt")
        #expect(log.userLineCount == 0)
        #expect(log.tail.map(\.isWrapper) == [true, true])
    }

    @Test(
        "A user's line is not the platform's because it has a time stamp or alike words",
        arguments: [
            "[2021-04-03T14:17:58.226511] training started", "2021/04/03 14:17:57 INFO mlflow.tracking: Experiment created",
            "Stopped: after 5 epochs",
            "Current directory: /home/me", "Command=python other.py", "Cleanup took a while", "The experiment failed in the lab",
            "Version: 2",
            "cleaning up: 2 items cleaning up...", "2021/04/03 14:17:57 Cleanup of the cache", "main.go: is a file",
        ])
    func userLines(line: String) throws {
        let log = try LogSupport.scan(
            "2021/04/03 14:00:00 Starting App Insight Logger for task:  x\n" + line + "\n", as: "70_driver_log.txt")
        #expect(log.userLineCount == 1)
        #expect(log.lastUserLine?.text == line)
    }

    @Test("In a user log the shell's and the SDK's known lines are not the user's; a system log has no user lines")
    func otherRoles() throws {
        let user = try LogSupport.scan(
            "bash: /azureml-envs/x/lib/libtinfo.so.6: no version information available (required by bash)\ntraining\n2 items cleaning up...\n"
                + "Cleanup took 6.0 seconds\nStopped: false\n")
        #expect(user.userLineCount == 2)
        #expect(user.lastUserLine?.text == "Stopped: false")
        let system = try LogSupport.scan("[2026-03-01T10:00:00.935763] Entering job release\n")
        #expect(system.userLineCount == 0)
        #expect(system.lastUserLine == nil)
    }
}
