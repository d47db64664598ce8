import Evidence

extension Pattern {
    /// The script says that it waits for something that another one holds or has still to write.
    static let waitsForOther = Pattern(
        "waits-for-other",
        literals: [
            "lease on the blob", "LeaseAlreadyPresent", "ait", "ock", "olling",
        ],
        regex:
            #"(?i)(?:currently a lease on the blob|\bLeaseAlreadyPresent\b|\b(?:still )?wait(?:ing|s)? (?:for|on|to acquire) (?:the |a |file |another )?(?<lock>\S*lock\b\S*)|\bwait(?:ing)? (?:for|on) (?:the )?(?:file|marker|flag|sentinel|output|upstream)\b[ :'"]*(?<path>[\w./~:@=-]+)?|\bwait(?:ing)? (?:for|on) ['"]?(?<marker>(?:[\w.~:@=-]*/)+[\w.=-]+|_SUCCESS)|\b(?:lock|lease) (?:is |was )?(?:already )?(?:held|owned|taken) by\b|\bcould not (?:obtain|acquire|get) (?:the |a )?(?:\w+ )?lock\b.{0,60}\b(?:retry|wait|again)|\bpolling (?:for )?['"]?(?<polled>(?:[\w.~:@=-]*/)+[\w.=-]+))"#,
        captures: ["lock", "path", "marker", "polled"],
        matches: [
            "There is currently a lease on the blob and no lease ID was specified", "LeaseAlreadyPresent: try again",
            "Waiting for lock on /mnt/shared/index", "waiting to acquire table-lock", "Waiting for /mnt/shared/features/_SUCCESS",
            "waiting for upstream features", "lock is held by pid 41 on node-2", "could not obtain lock on table, retry in 5 s",
            "polling for /mnt/shared/ready.flag",
        ],
        ignores: [
            "waiting 10 s for the server to start", "Waiting for job 12 to finish", "waiting for process group", "waiting for 3 workers",
            "lock released", "wait time: 3 s", "clock skew 0.1 s",
            "blocked matrix multiply", "Building wheel for filelock", "Waiting for W&B process to finish... (success).",
        ])

    /// A batch of a parallel step was counted.
    static let parallelProgress = Pattern(
        "parallel-progress", literals: ["mini batches", "mini-batches", "minibatches"],
        regex: #"(?i)\bprocessed (?<done>\d+)(?: (?:out )?of (?<total>\d+))? mini[ -]?batch(?:es)?\b"#, captures: ["done", "total"],
        matches: ["Processed 4117 of 20000 mini batches in 5:02:14. Estimated remaining time 19:25:59."],
        ignores: ["mini batches of 32 rows", "Processed 3 batches"])

    /// A parallel step lost some of its work, or all.
    static let parallelLoss = Pattern(
        "parallel-loss",
        literals: [
            "no succeeded mini batch", "NoResultToAppend", "rror threshold", "error_threshold", "ailed items", "ailed mini",
            "items failed",
            "batches failed",
        ],
        regex:
            #"(?i)(?:no succeeded mini batch|\bNoResultToAppend\w*|\b(?<exceeded>exceed\w*\b.{0,60}\berror[ _]threshold|error[ _]threshold\b.{0,60}\bexceed\w*)|\b(?<count>[1-9]\d*) (?:items|mini[ -]?batch(?:es)?) failed\b|\b(?<failed>[1-9]\d*) failed (?:items|mini[ -]?batch(?:es)?)\b|\bfailed (?:items|mini[ -]?batch(?:es)?)\s*[:=]\s*(?<stated>[1-9]\d*)\b)"#,
        captures: ["exceeded", "count", "failed", "stated"],
        matches: [
            "DriverException: There is no succeeded mini batch item returned from run().", "NoResultToAppendError",
            "The number of errors exceeded the error threshold 10", "error_threshold 10 was exceeded", "12 items failed",
            "3 failed mini batches", "Failed items: 7",
        ],
        ignores: ["error_threshold=-1", "0 items failed", "failed items: 0", "error threshold: 10"])
}
