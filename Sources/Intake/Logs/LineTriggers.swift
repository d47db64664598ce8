/// What the scanner itself wants to know of a line, beside the patterns of the rules; found by the same literal search.
struct LineTriggers: OptionSet {
    let rawValue: UInt64

    static let traceback = LineTriggers(rawValue: 1 << 0)
    /// A colour code may split a word: the line is stripped and searched again.
    static let escape = LineTriggers(rawValue: 1 << 1)
    static let tqdm = LineTriggers(rawValue: 1 << 2)
    static let epoch = LineTriggers(rawValue: 1 << 3)
    static let step = LineTriggers(rawValue: 1 << 4)
    static let round = LineTriggers(rawValue: 1 << 5)
    static let iteration = LineTriggers(rawValue: 1 << 6)
    static let batch = LineTriggers(rawValue: 1 << 7)
    static let keras = LineTriggers(rawValue: 1 << 8)
    static let miniBatch = LineTriggers(rawValue: 1 << 9)
    static let runID = LineTriggers(rawValue: 1 << 10)
    static let runUUID = LineTriggers(rawValue: 1 << 11)
    static let runFolder = LineTriggers(rawValue: 1 << 12)
    static let processStart = LineTriggers(rawValue: 1 << 13)
    static let restart = LineTriggers(rawValue: 1 << 14)
    static let statusQueued = LineTriggers(rawValue: 1 << 15)
    static let statusRunning = LineTriggers(rawValue: 1 << 16)
    /// Might be a line of the platform's wrapper.
    static let wrapper = LineTriggers(rawValue: 1 << 17)
    /// The line calls something a metric.
    static let metric = LineTriggers(rawValue: 1 << 18)
    /// A value that is no number may stand in it.
    static let notANumber = LineTriggers(rawValue: 1 << 19)

    static let progress: LineTriggers = [.tqdm, .epoch, .step, .round, .iteration, .batch, .keras, .miniBatch]
    /// A line that may print metrics.
    static let metrics: LineTriggers = progress.union([.metric, .notANumber])
    static let hints: LineTriggers = [.runID, .runUUID, .runFolder]
    static let attempts: LineTriggers = [.processStart, .restart, .statusQueued, .statusRunning]

    /// Literals and what they mean. Those of the wrapper's lines come from `WrapperLines`.
    static let literals: [(text: String, triggers: LineTriggers)] =
        [
            ("Traceback (most recent call last)", .traceback),
            ("(most recent call first)", .traceback),
            ("SyntaxError: ", .traceback), ("IndentationError: ", .traceback), ("TabError: ", .traceback),
            (" (idle): \"", .traceback), (" (active): \"", .traceback), (" (active+gil): \"", .traceback),
            ("\u{1B}[", .escape), ("\u{1B}]", .escape),
            ("%|", .tqdm), ("poch", .epoch), ("POCH", .epoch),
            ("step", .step), ("Step", .step), ("STEP", .step),
            ("round", .round), ("Round", .round),
            ("iter", .iteration), ("Iter", .iteration), ("ITER", .iteration),
            ("batch", .batch), ("Batch", .batch), ("BATCH", .batch),
            (" [====", .keras), (" [....", .keras), (" [>...", .keras), (" [=>..", .keras), ("━━━━", .keras),
            ("mini batches in", .miniBatch),
            ("run_id'", .runID), ("run_id\"", .runID), ("correlation_id'", .runID), ("RunId:[", .runID), ("RunId is ", .runID),
            ("/azureml/cr/j/", .runUUID), ("/LS_root/jobs/", .runFolder),
            ("metric", .metric), ("Metric", .metric), ("METRIC", .metric),
            (" nan", .notANumber), ("=nan", .notANumber), (":nan", .notANumber), (" NaN", .notANumber), ("=NaN", .notANumber),
            (":NaN", .notANumber), ("=inf", .notANumber), (": inf", .notANumber), ("=-inf", .notANumber), (": -inf", .notANumber),
            ("loss inf", .notANumber),
            ("Entering context manager injector", .processStart),
            ("will restart worker group", .restart), ("Restarting worker group", .restart),
            ("runstatus is Queued", .statusQueued), ("runstatus is Running", .statusRunning),
        ] + WrapperLines.literals.map { ($0, .wrapper) }
}
