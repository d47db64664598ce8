import Evidence

extension Pattern {
    /// A handler printed what it caught: `Error occurred: …`, `Exception while loading x: …`.
    ///
    /// What follows the colon must not be a number: `Error: 0.031` is a metric.
    static let printedError = Pattern(
        "printed-error", literals: ["rror", "xception", "RROR", "XCEPTION"],
        regex:
            #"(?i)^(?:\W{0,3}\s*)?(?:\[?(?:ERROR|WARN(?:ING)?|CRITICAL|FATAL)\]?\s*[:\-|]?\s*)?(?:an?\s+|the\s+following\s+)?(?:unexpected\s+|unhandled\s+|unknown\s+|fatal\s+|caught\s+(?:an?\s+)?|general\s+)?(?:error|exception)s?(?:\s+(?:occurred|occured|happened|raised|encountered|caught|was\s+raised))?(?:\s+(?:while|when|during|in|on|at|for|with|from|fetching|reading|loading|saving|writing|processing|connecting|parsing|opening|downloading|uploading|training|calling)\b[^:]{0,120})?\s*[:!\-]+\s*(?<message>(?![<>=~]?\s*[-+]?(?:\d[\d.]*|nan|inf)(?:e[-+]?\d+)?\s*%?\s*(?:$|[,;|)\]]))\S.*)$"#,
        captures: ["message"],
        matches: [
            "Error occurred: 'incorrect_col'",
            "ERROR: an exception occurred while loading shards: [Errno 2] No such file or directory: 'a'",
            "Error fetching data: HTTPSConnectionPool(host='x', port=443): Max retries exceeded",
        ],
        ignores: ["mean_squared_error: 0.0103", "Error: 0.03125", "errors=0", "Training error: 0.53", "error rate: 3%"])

    /// The last line of a traceback, or an exception that somebody printed with its type: `ValueError: bad row`.
    static let bareException = Pattern(
        "bare-exception", literals: ["Error: ", "Exception: "],
        regex: #"^(?<type>(?:[A-Za-z_]\w*\.)*[A-Z]\w+(?:Error|Exception)): (?<message>.+)$"#, captures: ["type", "message"],
        matches: ["ValueError: bad row", "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='a', port=443): Read timed out."],
        ignores: ["Error: 0.03", "mean_squared_error: 0.1", "Raises ValueError: if the row is bad"])

    /// An exception's name in the middle of a line that somebody printed: `[cache] unusable, going without: KeyError: 'x'`.
    static let namedInPassing = Pattern(
        "named-in-passing", literals: ["Error: ", "Exception: ", "Error(", "Exception("],
        regex: #"\S\s.*[\s(\[,:]\(?(?<type>(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception))(?:: |\((?=['"\[]))(?<message>.+?)\)*$"#,
        captures: ["type", "message"],
        matches: [
            "[model] unusable, going without: KeyError: 'weights'", "no cache (pickle.UnpicklingError: invalid load key)",
            "left out 3: ValueError('bad shape')",
        ],
        ignores: ["ValueError: bad row", "training KLError: 0.3 and MSE", "see the docs of ValueError"])

    /// A handler printed that something could not be done: `could not export scores: …`, `refresh skipped: KeyError('terms')`.
    static let printedFailure = Pattern(
        "printed-failure",
        literals: [
            "ailed", "nable to", "annot ", "can't ", "ould not", "ouldn't", "kipp", "gnoring", "did not work", "ent wrong", "FAILED",
            "SKIPP",
        ],
        regex:
            #"(?i)(?:\b(?:failed|unable|cannot|can't|could\s?n[o']t|couldn't)\b|\bskipp(?:ed|ing)\b|\bignoring\b|\bdid(?:n't| not) work\b|\bwent wrong\b)(?<what>.{0,300})$"#,
        captures: ["what"],
        matches: [
            "could not export scores: Bin edges must be unique", "refresh skipped: KeyError('terms')",
            "failed to load model: bad magic number",
            "something went wrong while merging",
        ],
        ignores: ["all checks passed", "0 rows dropped"])

    /// A variable was never assigned because the statement that assigns it failed and was caught.
    static let kernelOutOfMemory = Pattern(
        "kernel-out-of-memory",
        literals: ["ut of memory: Kill", "oom-kill", "oom_kill", "oom_reaper", "as a result of limit", "out-of-memory handler"],
        regex:
            #"(?:[Mm]emory cgroup out of memory: Kill(?:ed)? process (?<pid1>\d+)|Out of memory: Kill(?:ed)? process (?<pid2>\d+)|invoked oom-killer: |oom-kill:constraint=|oom_reaper: reaped process (?<pid3>\d+)|killed as a result of limit of |Detected \d+ oom[-_]kill event|killed by the cgroup out-of-memory handler)"#,
        captures: ["pid1", "pid2", "pid3"],
        matches: [
            "[12345.6] Out of memory: Killed process 4123 (python) total-vm:123456kB, anon-rss:65000kB",
            "slurmstepd: error: Detected 1 oom_kill event in StepId=77.batch.",
        ],
        ignores: ["oom-killer protection is on", "Failed to search OOM error from dmesg logs"])

    /// Kubernetes or Docker say that memory was the reason.
    static let containerOutOfMemory = Pattern(
        "container-out-of-memory", literals: ["OOMKilled", "low on resource: memory", "exceeding memory limits", "MemoryLimitExceeded"],
        regex:
            #"(?:\bOOMKilled\b(?!["'\s]*[=:]\s*["']?(?:false|False))|The node was low on resource: memory|[Kk]illed by YARN for exceeding memory limits|MemoryLimitExceeded)"#,
        matches: ["reason: OOMKilled", "Container killed by YARN for exceeding memory limits. 5.5 GB of 5.5 GB physical memory used"],
        ignores: ["\"OOMKilled\": false"])

    /// The process was told to stop and says so.
    static let signalReceived = Pattern(
        "signal-received",
        literals: ["SIGTERM", "SIGINT", "signal 15", "signal 2 ", "death signal", "KeyboardInterrupt", "erminated by signal"],
        regex:
            #"(?i)(?:\b(?:caught|received|got|handling|handle|recv)\b[^.]{0,40}\b(?:SIGTERM|SIGINT|signal:? (?:15|2)\b)|\b(?:SIGTERM|SIGINT)\b[^.]{0,20}\b(?:received|caught)|Received (?:Signals\.)?(?:SIG\w+|\d+) death signal|\bBypassing SIGTERM|Detected KeyboardInterrupt)"#,
        matches: [
            "caught signal 15 (SIGTERM), stopping after epoch 24", "Received SIGTERM: 15", "Main process received SIGTERM, exiting",
            "Detected KeyboardInterrupt, attempting graceful shutdown ...",
        ],
        ignores: ["Sending process 4123 closing signal SIGTERM", "SIGTERM handler installed"])

    /// A launcher stops its other workers after one failed: collateral, never a cause.
    static let launcherClosing = Pattern(
        "launcher-closing", literals: ["closing signal", "via signal SIG"],
        regex: #"(?:Sending process|Closing process) (?<pid>\d+) (?:closing signal|via signal) (?<signal>SIG\w+)"#,
        captures: ["pid", "signal"],
        matches: ["Sending process 4123 closing signal SIGTERM"], ignores: ["received closing signal"])

    /// Native code aborted, crashed or corrupted its heap.
    static let nativeCrash = Pattern(
        "native-crash",
        literals: [
            "terminate called", "*** stack smashing", "free()", "malloc(", "realloc()", "munmap_chunk", "corrupted ", "double free",
            "Assertion `", "Java Runtime Environment", "Fatal Python error", "buffer overflow detected", "Caught signal",
        ],
        regex:
            #"^(?:terminate called (?:after throwing an instance of '(?<type>[^']+)'|without an active exception|recursively)|\*\*\* (?:stack smashing|buffer overflow) detected \*\*\*|(?:free\(\)|malloc\(\)|realloc\(\)|munmap_chunk\(\)|corrupted (?:size|double-linked)|double free or corruption|malloc_consolidate\(\)).*|\S+: \S+:\d+: .+: Assertion `.+' failed\.|# A fatal error has been detected by the Java Runtime Environment:|Fatal Python error: (?<python>.+)|\S*\s?Caught signal (?:6|7|8|11) .*)"#,
        captures: ["type", "python"],
        matches: [
            "double free or corruption (fasttop)", "Fatal Python error: Segmentation fault",
            "terminate called after throwing an instance of 'std::bad_alloc'",
        ],
        ignores: ["freed 3 blocks", "malloc_trim called"])

    static let failures: [Pattern] = [
        printedError, printedFailure, kernelOutOfMemory, containerOutOfMemory, signalReceived, launcherClosing, nativeCrash,
    ]
}
