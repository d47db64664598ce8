import Evidence

extension Pattern {
    /// The watchdog of a process group gives a collective operation up.
    static let collectiveTimeout = Pattern(
        "collective-timeout", literals: ["caught collective operation timeout"],
        regex:
            #"\[Rank (?<rank>\d+)\]\s+Watchdog caught collective operation timeout: Work\w+\((?:SeqNum=(?<sequence>\d+), )?OpType=(?<operation>\w+)(?:, NumelIn=(?<input>\d+), NumelOut=(?<output>\d+))?, Timeout\(ms\)=(?<limit>\d+)\) ran for (?<ran>\d+) milliseconds"#,
        captures: ["rank", "sequence", "operation", "input", "output", "limit", "ran"],
        matches: [
            "[Rank 0] Watchdog caught collective operation timeout: WorkNCCL(SeqNum=1, OpType=BROADCAST, NumelIn=131, NumelOut=131, Timeout(ms)=600000) ran for 600081 milliseconds before timing out.",
            "[Rank 7] Watchdog caught collective operation timeout: WorkNCCL(OpType=ALLREDUCE, Timeout(ms)=1800000) ran for 1802565 milliseconds before timing out.",
        ],
        ignores: ["Watchdog caught collective operation timeout"])

    /// How far each rank had come when the watchdog looked.
    static let collectiveStatus = Pattern(
        "collective-status", literals: ["last enqueued"],
        regex:
            #"Rank (?<rank>\d+)\] .*last enqueued (?:NCCL )?work: (?<enqueued>-?\d+), last completed (?:NCCL )?work: (?<completed>-?\d+)"#,
        captures: ["rank", "enqueued", "completed"],
        matches: [
            "[PG ID 0 PG GUID 0(default_pg) Rank 1] Exception (either an error or timeout) detected by watchdog at work: 808, last enqueued NCCL work: 811, last completed NCCL work: 807.",
            "[PG 1 Rank 1]  failure detected by watchdog at work sequence id: 1 PG status: last enqueued work: 547, last completed work: -1",
        ],
        ignores: ["last enqueued job: 17"])

    /// A collective operation, a barrier or a heartbeat among ranks failed, as other libraries say it.
    static let collectiveFailed = Pattern(
        "collective-failed",
        literals: [
            "NCCL", "nccl", "gloo/transport", "Horovod", "missing ranks", "arrier timed out", "DistBackendError",
            "stopped sending heartbeats",
            "wait execution of the Notify",
        ],
        regex:
            #"(?:Some NCCL operations have failed or timed out|NCCL communicator was aborted on rank|ProcessGroupNCCL's watchdog got stuck for \d+|gloo/transport/\S+\] Timed out waiting \d+ms for|gloo/transport/\S+\] (?:Connection closed by peer|Read error)|Horovod has been shut down|\[missing ranks: (?<missing>[\d, ]+)\]|\b[Bb]arrier timed out|DistBackendError: |ncclRemoteError|tasks are unhealthy \(stopped sending heartbeats\)|wait execution of the Notify register times out)"#,
        captures: ["missing"],
        matches: [
            "[Rank 0] Some NCCL operations have failed or timed out. Due to the asynchronous nature of CUDA kernels",
            "RuntimeError: NCCL communicator was aborted on rank 3.", "ProcessGroupNCCL's watchdog got stuck for 480 seconds",
            "RuntimeError: [../third_party/gloo/gloo/transport/tcp/unbound_buffer.cc:81] Timed out waiting 1800000ms for recv operation to complete",
            "RuntimeError: [/pytorch/third_party/gloo/gloo/transport/tcp/pair.cc:534] Connection closed by peer [10.0.0.5]:43211",
            "horovod.common.exceptions.HorovodInternalError: Horovod has been shut down. This was caused by an exception on one of the ranks",
            "HorovodBroadcast_dense_1_kernel_0 [missing ranks: 1]", "jaxlib: DEADLINE_EXCEEDED: Barrier timed out. Id: sync_global_devices",
            "torch.distributed.DistBackendError: NCCL error in: ProcessGroupNCCL.cpp:1269",
            "ncclRemoteError: A call failed possibly due to a network error",
            "The following tasks are unhealthy (stopped sending heartbeats): /job:jax_worker/task:3",
            "[ERROR] HCCL: The wait execution of the Notify register times out",
        ],
        ignores: ["NCCL version 2.18.1+cuda12.1", "NCCL INFO Channel 00/02 : 0 1", "Horovod size: 8", "missing ranks: none"])

    /// The group of processes never came together.
    static let rendezvousFailed = Pattern(
        "rendezvous-failed",
        literals: [
            "waiting for clients", "Rendezvous", "keep-alive heartbeat", "client socket has", "server socket has failed", "connectFullMesh",
            "ORTE was unable", "not enough slots", "connect to GCS", "JAX controller", "socketStartConnect", "no socket interface",
            "waiting for response from worker", "Timed out waiting for hosts", "engine core processes to start",
        ],
        regex:
            #"(?:Timed out after \d+ seconds waiting for clients|Rendezvous(?:Timeout|Connection|Closed|State)Error|failed to send a keep-alive heartbeat to the rendezvous|client socket has (?:timed out|failed to connect)|server socket has failed to listen|connectFullMesh failed|ORTE was unable to reliably start|not enough slots available in the system|(?:Unable|Failed) to connect to GCS|Failed to connect to distributed JAX controller|socketStartConnect: Connect to|no socket interface found|CreateSession still waiting for response from worker|Timed out waiting for hosts|Timed out waiting for engine core processes to start)"#,
        matches: [
            "RuntimeError: Timed out after 901 seconds waiting for clients. 2/4 clients joined.",
            "torch.distributed.elastic.rendezvous.api.RendezvousTimeoutError",
            "The node 'n1_77_0' has failed to send a keep-alive heartbeat to the rendezvous 'none' due to an error of type RendezvousTimeoutError.",
            "The client socket has timed out after 900s while trying to connect to (10.0.0.4, 29500).",
            "The server socket has failed to listen on any local network address. port: 29500, useIpv6: 0, code: -98",
            "RuntimeError: Gloo connectFullMesh failed with timeout", "ORTE was unable to reliably start one or more daemons.",
            "There are not enough slots available in the system to satisfy the 8", "Unable to connect to GCS at 10.0.0.4:6379",
            "Failed to connect to distributed JAX controller: waited too long",
            "NCCL WARN socketStartConnect: Connect to 10.0.0.5<41239> failed",
            "NCCL WARN Bootstrap : no socket interface found", "CreateSession still waiting for response from worker: /job:worker/task:1",
            "horovod: Timed out waiting for hosts to be available", "TimeoutError: Timed out waiting for engine core processes to start.",
        ],
        ignores: ["waiting for clients to join: 4/4", "Rendezvous complete for workers", "not enough slots in the table"])

    /// A launcher reports how one of its processes ended.
    static let launcherReport = Pattern(
        "launcher-report",
        literals: [
            "failed (exitcode:", "exits with return code", "noticed that process rank", "Child process with PID", "terminated with signal",
            "terminated with exit code", "EXIT CODE:", "BAD TERMINATION", "died with <Signals.", "exited with non-zero status",
            "error: task ", ": task ", ": tasks ", "The actor died", "died: ",
        ],
        regex:
            #"(?:failed \(exitcode: (?<code1>-?\d+)\) local_rank: (?<rank1>\d+)|exits with return code = (?<code2>-?\d+)|noticed that process rank (?<rank3>\d+) with PID \d+ on node \S+ exited on signal (?<signal3>\d+)|\[rank: (?<rank4>\d+)\] Child process with PID \d+ terminated with code (?<code4>-?\d+)|[Pp]rocess (?<rank5>\d+) terminated with (?:signal (?<name5>SIG\w+)|exit code (?<code5>\d+))|^=\s+EXIT CODE: (?<code6>\d+)|died with <Signals\.(?<name7>SIG\w+): \d+>|srun: error: \S+: tasks? (?<rank8>\d+)[\d,-]*: (?:(?<word8>Killed|Segmentation fault|Aborted|Bus error|Terminated)|Exited with exit code (?<code8>\d+))|processes? exited with non-zero status(?<horovod>)|The actor died (?:unexpectedly|because)(?<ray>))"#,
        captures: [
            "code1", "rank1", "code2", "rank3", "signal3", "rank4", "code4", "rank5", "name5", "code5", "code6", "name7", "rank8", "word8",
            "code8",
        ],
        matches: [
            "failed (exitcode: -9) local_rank: 3 (pid: 812917) of binary: /x/bin/python",
            "['/usr/bin/python', '-u', 'train.py'] exits with return code = -9",
            "mpirun noticed that process rank 7 with PID 0 on node n1 exited on signal 9 (Killed).",
            "[rank: 1] Child process with PID 4321 terminated with code 1. Forcefully terminating all other processes",
            "torch.multiprocessing.spawn.ProcessExitedException: process 0 terminated with signal SIGKILL", "=   EXIT CODE: 9",
            "process 2 terminated with exit code 3", "subprocess.CalledProcessError: Command 'x' died with <Signals.SIGKILL: 9>.",
            "srun: error: gpu08: task 3: Killed", "srun: error: n1: tasks 0-3: Exited with exit code 1",
            "Horovod detected that one or more processes exited with non-zero status",
            "The actor died unexpectedly before finishing this task.",
        ],
        ignores: ["failed (exitcode unknown)", "task 3: done", "EXIT CODE: see below", "process 2 terminated normally"])

    /// A row of the table that torch's launcher prints of its failed processes.
    static let launcherTable = Pattern(
        "launcher-table", literals: ["rank      :", "exitcode  :", "traceback : Signal", "Root Cause (first observed"],
        regex:
            #"^(?:\s*rank      : (?<rank>\d+) |\s*exitcode  : (?<code>-?\d+) |\s*traceback : Signal (?<signal>\d+) \((?<name>SIG\w+)\)|(?<root>Root Cause) \(first observed failure\))"#,
        captures: ["rank", "code", "signal", "name", "root"],
        matches: [
            "  rank      : 0 (local_rank: 0)", "  exitcode  : -9 (pid: 14750)", "  traceback : Signal 9 (SIGKILL) received by PID 14750",
            "Root Cause (first observed failure):",
        ],
        ignores: ["rank: 0", "exitcode: 1", "Root Cause: none"])

    /// A process that loads data for the trainer died.
    static let loaderDied = Pattern(
        "loader-died", literals: ["DataLoader worker (pid"],
        regex: #"DataLoader worker \(pid(?:\(s\))? (?<pid>[\d, ]+)\) (?:is killed by signal: (?<signal>[A-Za-z ]+)|exited unexpectedly)"#,
        captures: ["pid", "signal"],
        matches: [
            "RuntimeError: DataLoader worker (pid 164244) is killed by signal: Killed. ",
            "RuntimeError: DataLoader worker (pid(s) 123, 124) exited unexpectedly",
        ],
        ignores: ["DataLoader worker (pid 7) started"])
}
