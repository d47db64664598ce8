import Evidence

extension Pattern {
    /// A thread of a Java process other than its main one died.
    static let javaThreadDied = Pattern(
        "java-thread-died", literals: ["xception in thread \""],
        regex: #"^(?:\w+ )?Exception in thread "(?!main")(?<thread>[^"]{1,200})" (?<type>(?:[\w$]+\.)+[\w$]+)(?:: (?<message>.*))?$"#,
        captures: ["thread", "type", "message"],
        matches: ["Exception in thread \"dispatcher-event-loop-3\" java.lang.OutOfMemoryError: GC overhead limit exceeded"],
        ignores: ["Exception in thread \"main\" java.lang.IllegalStateException: x", "Exception in thread uploader:"])

    /// A loader or loop printed that one item could not be handled, without the exception: `Error while read file idx`.
    static let printedTrouble = Pattern(
        "printed-trouble", literals: ["rror ", "xception ", "ailed to ", "ailure "],
        regex:
            #"(?i)^(?:\[?(?:ERROR|CRITICAL)\]?\s*[:\-|]?\s*)?(?:an? )?(?:(?:error|exception|failure) (?:while|when|during|in|on|at|reading|loading|decoding|opening|parsing|processing|downloading)\b|failed to (?:read|load|decode|open|parse|process|download|fetch)\b)[^:=]{0,120}$"#,
        matches: ["Error while read file idx", "Failed to decode image 00123.jpg", "ERROR: exception during batch 7"],
        ignores: [
            "Error rate 0.3", "failed to load the cache: using none", "error in percent = 3", "Failed requests were retried",
        ])

    /// A trial of a search is over, as optuna and its kin print it.
    static let trialFinished = Pattern(
        "trial-finished", literals: ["rial "], regex: #"^\[?Trial #?\d+\]? (?:finished|completed|pruned|complete\b)"#,
        matches: ["Trial 8 finished with value: 0.5", "Trial 3 pruned."], ignores: ["Trial 3 started", "the trial 3 finished lines"])

    /// How many trials a search is to have.
    static let trialsAnnounced = Pattern(
        "trials-announced", literals: [" trials"], regex: #"\b(?<total>[1-9]\d{0,6}) trials\b"#, captures: ["total"],
        matches: ["searching 60 trials"], ignores: ["0 trials left", "all trials are done"])

    /// A parent's own words that a run below it failed.
    static let childRunFailed = Pattern(
        "child-run-failed", literals: ["child runs", "child jobs", "child run ", "Child run"],
        regex:
            #"(?:User errors were found in at least one of the child runs|Pipeline has failed child jobs|[Ss]ome child runs? (?:have )?(?:failed|reached terminal state .{0,40}[Ff]ailed)|[Cc]hild run \S+ (?:failed|ended with status Failed))"#,
        matches: [
            "\"message\": \"User errors were found in at least one of the child runs.\",",
            "Pipeline has failed child jobs. For more details and logs, please go to the job detail page",
            "Some child runs failed", "Child run HD_1_3 failed",
        ],
        ignores: ["12 child runs were sampled", "no child run failed"])
}
