/// All that one log file says, in kilobytes: facts, not lines.
package struct LogEvidence: Hashable, Sendable, Codable {
    package var source: String
    package var role: LogRole
    /// Rank of the process that wrote it, from its file name.
    package var rank: Int?
    package var hints: BindingHints
    package var lineCount: Int
    package var byteCount: Int64
    package var firstTime: Timestamp?
    package var lastTime: Timestamp?
    /// The first lines (at most 12) of user output.
    @Deferred package var head: [LogLine]
    /// The last lines (at most 40), wrapper lines included and marked.
    @Deferred package var tail: [LogLine]
    /// The last line that user code wrote (no wrapper line, not blank).
    package var lastUserLine: LogLine?
    /// Lines that user code wrote.
    package var userLineCount: Int
    /// The file does not end with a line feed.
    package var endsInsideLine: Bool
    /// The file ends within a traceback or a JSON object.
    package var endsInsideBlock: Bool
    /// First and last 50 of each pattern, in the order of the file.
    @Deferred package var hits: [PatternHit]
    /// Matches of each pattern in the whole file.
    package var counts: [String: Int]
    /// Patterns with so many candidate lines that `counts` is a lower bound.
    package var cappedPatterns: [String]
    /// One of each kind (see `Traceback.occurrences`), in the order of their last occurrence.
    package var tracebacks: [Traceback]
    /// The ten longest gaps between two time stamps, longest first.
    @Deferred package var silences: [Silence]
    package var progress: [ProgressSeries]
    /// Numbers of the lines at which a new attempt of the process begins; the first is not listed.
    package var attemptStarts: [Int]
    /// When they began, as far as the lines before them tell; nil where one has no time.
    package var attemptTimes: [Timestamp]?
    /// Metrics that it prints, by name; nil where it prints none.
    package var metrics: [PrintedMetric]?

    package init(source: String, role: LogRole) {
        self.source = source
        self.role = role
        hints = BindingHints()
        lineCount = 0
        byteCount = 0
        head = []
        tail = []
        userLineCount = 0
        endsInsideLine = false
        endsInsideBlock = false
        hits = []
        counts = [:]
        cappedPatterns = []
        tracebacks = []
        silences = []
        progress = []
        attemptStarts = []
    }

    /// The hits of one pattern.
    package func hits(of pattern: String) -> [PatternHit] {
        hits(where: { $0 == pattern })
    }

    /// The hits of the patterns that are wanted; the others are not even read.
    package func hits(where isWanted: (String) -> Bool) -> [PatternHit] {
        $hits.source?.list(where: isWanted) ?? hits.filter { isWanted($0.pattern) }
    }
}

/// Who writes a log, told by its content first and its name second.
package enum LogRole: String, Sendable, Codable, CaseIterable {
    /// Output of the user's process without a frame: `std_log.txt`, a Slurm log, any text.
    case user
    /// `70_driver_log.txt`: user output framed by the v1 control script.
    case driver
    case lifecycler
    case executionWrapper
    case dataCapability
    case hostTools
    case otherCapability
    case jobPreparation
    case jobRelease
    case nodeSetup
    /// `executionlogs.txt` of a pipeline step: polling lines with statuses.
    case stepExecution
    /// `stderrlogs.txt` of a pipeline step: the error envelope.
    case stepErrors
    case imageBuild
    /// `process_status.json` and `process_info.json`.
    case processStatus
    case sweepController
    /// Kernel messages, a scheduler's file, a dump.
    case system

    /// Holds what the user's code printed.
    package var isUserOutput: Bool { self == .user || self == .driver }
}

/// One line of a log.
package struct LogLine: Hashable, Sendable, Codable {
    package var number: Int
    package var offset: Int
    package var time: Timestamp?
    /// The raw line, cut at 2,000 bytes.
    package var text: String
    /// Written by the platform's wrapper, not by user code.
    package var isWrapper: Bool

    package init(number: Int, offset: Int, time: Timestamp?, text: String, isWrapper: Bool = false) {
        self.number = number
        self.offset = offset
        self.time = time
        self.text = text
        self.isWrapper = isWrapper
    }

    /// The line as a quote from `source`.
    package func quote(from source: String) -> Quote {
        Quote(location: Location(source: source, line: number, offset: offset), time: time, text: text)
    }
}

/// A gap between two time stamps that follow each other.
package struct Silence: Hashable, Sendable, Codable {
    /// The line before the gap and the line after it.
    package var before: LogLine
    package var after: LogLine
    package var seconds: Double

    package init(before: LogLine, after: LogLine, seconds: Double) {
        self.before = before
        self.after = after
        self.seconds = seconds
    }
}

/// A counter that a log prints again and again: epochs, steps, a progress bar.
package struct ProgressSeries: Hashable, Sendable, Codable {
    /// `tqdm`, `epoch`, `step`, `round`, `batch`, `keras`, `minibatch` ...
    package var name: String
    package var first: Double
    package var last: Double
    /// The end of the counter where the log names it (`3/10`).
    package var total: Double?
    package var marks: Int
    /// Longest time between two marks, in seconds, where the lines carry time stamps.
    package var longestGap: Double?
    package var attempt: Int
    package var lastLine: LogLine

    package init(name: String, first: Double, last: Double, total: Double?, marks: Int, attempt: Int, lastLine: LogLine) {
        self.name = name
        self.first = first
        self.last = last
        self.total = total
        self.marks = marks
        self.attempt = attempt
        self.lastLine = lastLine
    }
}
