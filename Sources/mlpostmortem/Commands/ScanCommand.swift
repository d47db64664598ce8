import ArgumentParser
import Evidence
import Postmortem

/// From which severity on `scan` ends with 1.
enum FailOn: String, CaseIterable, ExpressibleByArgument {
    case critical, error, warning, never

    func isReached(by severity: Severity) -> Bool {
        switch self {
        case .critical: severity >= .critical
        case .error: severity >= .error
        case .warning: severity >= .warning
        case .never: false
        }
    }
}

/// `scan`: the nightly job.
struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Ingests, diagnoses, reports, and ends by severity: the nightly job.",
        discussion: """
            Ends with 1 where a finding is at or above --fail-on, else with 3 where bytes were lost. Everything asked for is written before.

            Example:
              mlpostmortem scan exports/ --report-dir reports --new-only --fail-on error
            """)

    @Argument(help: ArgumentHelp("Files, folders and archives; - is standard input.", valueName: "path"))
    var paths: [String]

    @OptionGroup var sources: SourceOptions

    @Option(help: ArgumentHelp("Write the report in every form into this folder.", valueName: "folder"))
    var reportDir: String?

    @Option(help: "Findings of this severity or worse make the exit code 1.")
    var failOn: FailOn = .error

    @Flag(help: "Report only findings that no scan of this store has reported before.")
    var newOnly = false

    @Flag(help: "Write the ingest's summary as JSON to standard output.")
    var json = false

    @OptionGroup var filters: FilterOptions

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let session = try common.session(creates: true)
        defer { session.close() }
        if let reportDir { try Artifact.makeFolder(reportDir) }
        let line = ProgressLine(common.progress, isQuiet: common.quiet)
        var filter = filters.filter(runIDs: [], isVerbose: common.verbose)
        filter.onlyNew = newOnly
        let result = try await session.scan(
            paths, options: sources.ingestOptions, filter: filter, asOf: filters.asOf?.time, thresholds: filters.limits(),
            progress: { line.show($0) },
            deliver: { report in
                var report = report
                report.generatedAt = filters.generatedAt
                guard let reportDir else { return }
                let existing = try Dictionary(
                    uniqueKeysWithValues: Forms.fileNames.map { ($0, try Artifact.existing(at: reportDir + "/" + $0)) })
                for file in Forms.files(of: report, existing: { existing[$0] ?? nil }) {
                    try Artifact.write(file.text, to: reportDir + "/" + file.name)
                }
            })
        Notes.say(result.summary, common)
        say(result.report)
        if json { try Terminal.print(result.summary.json + "\n") }
        if result.report.findings.contains(where: { failOn.isReached(by: $0.severity) }) { throw ExitStatus.findings }
        if result.summary.isDamaged { throw ExitStatus.damage }
    }

    private func say(_ report: Report) {
        let counts = Severity.allCases.reversed().compactMap { severity -> String? in
            let count = report.findings.count { $0.severity == severity }
            return count == 0 ? nil : "\(count) \(severity.rawValue)"
        }
        let findings = counts.isEmpty ? "no findings" : "findings: " + counts.joined(separator: ", ")
        let new = report.findings.count(where: \.isNew)
        common.note("\(report.runs.count) \(report.runs.count == 1 ? "run" : "runs"), \(findings); \(new) new.")
        if let reportDir { common.note("wrote \(Forms.fileNames.joined(separator: ", ")) in \(reportDir)") }
    }
}
