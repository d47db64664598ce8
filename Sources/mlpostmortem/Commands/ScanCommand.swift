import ArgumentParser
import Evidence
import Postmortem

extension FailOn: ExpressibleByArgument {}

/// `scan`: the nightly job.
struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Ingests, diagnoses, reports, and ends by severity: the nightly job.",
        discussion: """
            Ends with 1 where a finding is at or above --fail-on, else with 3 where bytes were lost. Everything asked for is written before. \
            With --new-only it speaks only of what no scan has reported before, says nothing on a night without news, and ends with 3 only \
            where bytes were lost of what was read now. Scans of one store wait for each other (--wait).

            Example:
              mlpostmortem scan exports/ --report-dir reports --new-only --fail-on error
            """)

    @Argument(help: ArgumentHelp("Files, folders and archives; - is standard input.", valueName: "path"), completion: .file())
    var paths: [String]

    @OptionGroup var sources: SourceOptions

    @Option(help: ArgumentHelp("Write the report in every form into this folder.", valueName: "folder"), completion: .directory)
    var reportDir: String?

    @Option(help: "Findings of this severity or worse make the exit code 1 (default: error).")
    var failOn: FailOn?

    @Flag(help: "Report only findings that no scan of this store has reported before.")
    var newOnly = false

    @Option(
        help: ArgumentHelp("Write one form of the report, too: \(Forms.ids.joined(separator: ", ")).", valueName: "form"),
        completion: .list(Forms.ids))
    var format: String?

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Where that goes: a file (default: standard output).", valueName: "file"),
        completion: .file())
    var output: String?

    @Flag(help: "Write the ingest's summary as JSON to standard output.")
    var json = false

    @OptionGroup var filters: FilterOptions

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let format { try Forms.check(format) }
        if json, format != nil || output != nil, output ?? "-" == "-" {
            throw ValidationError("--json and the report would both go to standard output; name a file with --output.")
        }
    }

    func run() async throws {
        var settings = try common.settings()
        settings.take(reportDir: reportDir, failOn: failOn)
        try filters.put(into: &settings)
        let folder = settings.reportDir.value
        let session = try common.session(creates: true, settings: settings)
        defer { session.close() }
        if let folder { try Artifact.makeFolder(folder) }
        let line = ProgressLine(common.progress, isQuiet: common.quiet)
        var filter = filters.filter(runIDs: [], isVerbose: common.verbose, settings: settings)
        filter.onlyNew = newOnly
        let result = try await session.scan(
            paths, options: sources.ingestOptions, filter: filter, asOf: filters.asOf?.time, progress: { line.show($0) },
            deliver: { report in
                var report = report
                report.generatedAt = filters.generatedAt
                if format != nil || output != nil {
                    try ReportCommand.deliver(report, as: format ?? "markdown", to: output, common)
                }
                if let folder { try deliver(report, into: folder) }
            })
        let isDamaged = newOnly ? result.summary.isDamagedAnew : result.summary.isDamaged
        // A quiet night makes no mail.
        if !newOnly || isDamaged || !result.report.findings.isEmpty || common.verbose {
            Notes.say(result.summary, common)
            say(result.report, folder)
        }
        if json { try Terminal.print(result.summary.json + "\n") }
        if result.report.findings.contains(where: { settings.failOn.value.isReached(by: $0.severity) }) { throw ExitStatus.findings }
        if isDamaged { throw ExitStatus.damage }
    }

    /// A page that must not be written over does not keep the other forms from being written; then it ends the scan.
    private func deliver(_ report: Report, into folder: String) throws {
        var refusal: (any Error)?
        for (form, name) in zip(Forms.ids, Forms.fileNames) {
            let path = folder + "/" + name
            do { try ReportCommand.deliver(report, as: form, to: path, common) } catch { refusal = refusal ?? error }
        }
        if let refusal { throw refusal }
    }

    private func say(_ report: Report, _ folder: String?) {
        let counts = Severity.allCases.reversed().compactMap { severity -> String? in
            let count = report.findings.count { $0.severity == severity }
            return count == 0 ? nil : "\(count) \(severity.rawValue)"
        }
        let findings = counts.isEmpty ? "no findings" : "findings: " + counts.joined(separator: ", ")
        let new = report.findings.count(where: \.isNew)
        common.note("\(report.runs.count) \(report.runs.count == 1 ? "run" : "runs"), \(findings); \(new) new.")
        if let folder { common.note("wrote \(Forms.fileNames.joined(separator: ", ")) in \(folder)") }
        if let worst = report.runs.first(where: { $0.verdict == .failed })?.run.id {
            common.suggest("show \(Terminal.shellWord(worst))")
        }
    }
}
