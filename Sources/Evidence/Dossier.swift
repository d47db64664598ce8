/// All that is known of one run: what a rule is given.
package struct Dossier: Sendable {
    package var run: Run
    package var logs: [LogEvidence]
    package var code: [CodeEvidence]
    /// Status changes, job events and stage updates that name the run, oldest first.
    package var events: [Event]
    /// Cluster, node and activity events of its compute around its lifetime, oldest first.
    package var computeEvents: [Event]
    package var outputs: [OutputState]
    /// What the run logged and what the platform measured of it, by name, then in the order in which it was logged.
    package var metrics: [MetricPoint]
    /// Earlier runs of the same step, newest first.
    package var history: [RunDigest]
    /// The newest earlier run of the same step that ended well, where this one gives reason to compare.
    package var lastGood: Run?
    /// What earlier runs of the step printed although they ended well and left their outputs, by run: where this one gives reason to compare.
    package var habits: [Set<String>]
    /// The newest time stamp of any evidence in the store, or what `--as-of` says.
    package var now: Timestamp?
    package var coverage: RunCoverage

    package init(run: Run) {
        self.run = run
        logs = []
        code = []
        events = []
        computeEvents = []
        outputs = []
        metrics = []
        history = []
        habits = []
        coverage = RunCoverage()
    }
}

/// A declared output and what the listings show of it.
package struct OutputState: Hashable, Sendable {
    package enum Content: String, Sendable {
        case filled, empty
        /// No listing covers the place.
        case unknown
    }
    package var port: Port
    package var content: Content
    package var objects: [OutputObject]

    package init(port: Port, content: Content, objects: [OutputObject]) {
        self.port = port
        self.content = content
        self.objects = objects
    }

    package var bytes: Int64 { objects.reduce(0) { $0 + $1.bytes } }
    package var newest: Timestamp? { objects.compactMap(\.modified).max() }
}

/// A run of the same step, as far as it serves as a baseline.
package struct RunDigest: Hashable, Sendable {
    package var runID: String
    package var status: RunStatus?
    package var started: Timestamp?
    package var ended: Timestamp?
    package var logLines: Int?
    /// Longest silence between two lines of its user log, in seconds.
    package var longestSilence: Double?
    package var outputBytes: Int64?
    package var lastUserLine: String?
    /// The last value of every metric that it logged or printed, by name.
    package var metrics: [String: Double] = [:]
    /// Names of those that it logged through a client.
    package var loggedNames: Set<String> = []
    package var snapshotID: String?
    package var script: String?
    package var command: String?
    package var compute: String?

    package init(runID: String, status: RunStatus?, started: Timestamp?, ended: Timestamp?) {
        self.runID = runID
        self.status = status
        self.started = started
        self.ended = ended
    }

    package var seconds: Double? {
        guard let started, let ended else { return nil }
        return ended.seconds(since: started)
    }
}

/// Which kinds of evidence there are for a run: absence of evidence is not evidence of absence.
package struct RunCoverage: Hashable, Sendable {
    package var hasRunHistory = false
    package var hasUserLog = false
    package var hasSystemLogs = false
    package var hasStatusEvents = false
    package var hasJobEvents = false
    package var hasCode = false
    /// A blob listing shows outputs of runs like this one.
    package var hasOutputListing = false
    /// Time range that the status events, the job events, the activity log and the cluster events in the store cover. For what is said of
    /// gaps only: findings must not rest on it, since a family is not looked at again because the store covers another night.
    package var status: ClosedRange<Timestamp>?
    package var job: ClosedRange<Timestamp>?
    package var activity: ClosedRange<Timestamp>?
    package var cluster: ClosedRange<Timestamp>?
    /// Sources of this run that are damaged.
    package var damagedSources: [String] = []

    package init() {}
}

/// A root run with everything below it: the unit in which causes are ranked.
package struct RunFamily: Sendable {
    package var rootRunID: String
    /// The root first, then its descendants by creation time and id.
    package var members: [Dossier]

    package init(rootRunID: String, members: [Dossier]) {
        self.rootRunID = rootRunID
        self.members = members
    }
}
