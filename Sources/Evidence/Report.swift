/// Everything a report form shows, computed once; forms only lay it out.
package struct Report: Sendable {
    package var toolVersion: String
    package var rulesVersion: String
    /// The moment the report speaks of: the newest evidence, or `--as-of`.
    package var now: Timestamp?
    package var coverage: Coverage
    /// Roots by creation time and id, each followed by its descendants.
    package var runs: [RunReport]
    /// By run order, then root cause first, severity, confidence, id.
    package var findings: [Finding]
    /// Given by `--generated-at` only.
    package var generatedAt: String?
    /// Every rule that was asked, in the catalogue's order.
    package var rules: [RuleSummary] = []
    /// Hash of the content of each source that the findings cite.
    package var sourceHashes: [String: String] = [:]
    /// What compute costs, where that is configured.
    package var prices: PriceTable?

    package init(
        toolVersion: String, rulesVersion: String, now: Timestamp?, coverage: Coverage, runs: [RunReport], findings: [Finding]
    ) {
        self.toolVersion = toolVersion
        self.rulesVersion = rulesVersion
        self.now = now
        self.coverage = coverage
        self.runs = runs
        self.findings = findings
    }
}

/// What was read, and what could not be.
package struct Coverage: Sendable {
    package var filesRead = 0
    package var filesDamaged = 0
    package var filesSkipped = 0
    package var bytes: Int64 = 0
    package var records = 0
    package var problems: [Problem] = []
    package var rulesSkipped: [SkippedRule] = []
    /// Kinds of evidence with the time range they cover, in a fixed order.
    package var ranges: [CoverageRange] = []

    package init() {}
}

/// A rule that could not be decided for want of evidence.
package struct SkippedRule: Hashable, Sendable {
    package var rule: String
    package var runID: String
    package var reason: String

    package init(rule: String, runID: String, reason: String) {
        self.rule = rule
        self.runID = runID
        self.reason = reason
    }
}

/// A kind of evidence and when it speaks of.
package struct CoverageRange: Hashable, Sendable {
    package var kind: String
    package var sources: Int
    package var first: Timestamp?
    package var last: Timestamp?

    package init(kind: String, sources: Int, first: Timestamp?, last: Timestamp?) {
        self.kind = kind
        self.sources = sources
        self.first = first
        self.last = last
    }
}

/// How a run ended, judged from all witnesses.
package enum Verdict: String, Sendable, CaseIterable, Codable {
    case failed, succeeded, suspicious, stuck, canceled, running
    case notRun = "not-run"
    case unknown
}

/// One run as a report shows it.
package struct RunReport: Sendable {
    package var run: Run
    package var verdict: Verdict
    package var rootCauseFinding: String?
    package var rootCauseRunID: String?
    /// One sentence.
    package var summary: String
    package var witnesses: [Witness]
    package var timeline: [TimelineEntry]
    /// What could not be decided, and which evidence would.
    package var unknowns: [String]
    /// Which of the expected evidence there is.
    package var evidence: [EvidenceItem]
    /// The longest silences of its own log, by time.
    package var silences: [ReportedSilence] = []
    /// Metrics that its findings speak of.
    package var series: [ReportedSeries] = []
    package var cost = RunCost()

    package init(run: Run, verdict: Verdict, summary: String) {
        self.run = run
        self.verdict = verdict
        self.summary = summary
        witnesses = []
        timeline = []
        unknowns = []
        evidence = []
    }
}

/// One source's word on how a run ended.
package struct Witness: Hashable, Sendable {
    /// `run history`, `error object`, `exit code`, `driver log`, `diagnostics`, `compute events`, `outputs` ...
    package var name: String
    /// What it says, in a few words: `Failed`, `exit code 137`, `no listing`.
    package var statement: String
    package var quote: Quote?
    /// It speaks against the verdict.
    package var contradicts: Bool

    package init(name: String, statement: String, quote: Quote? = nil, contradicts: Bool = false) {
        self.name = name
        self.statement = statement
        self.quote = quote
        self.contradicts = contradicts
    }
}

/// A moment in the life of a run.
package struct TimelineEntry: Hashable, Sendable {
    package var time: Timestamp
    package var text: String
    package var location: Location?

    package init(time: Timestamp, text: String, location: Location? = nil) {
        self.time = time
        self.text = text
        self.location = location
    }
}
