import ArgumentParser
import Evidence
import Foundation
import Postmortem

extension Severity: ExpressibleByArgument {}
extension Verdict: ExpressibleByArgument {}

/// Which part of the store is reported.
struct FilterOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only this pipeline, with everything below it.", valueName: "id"))
    var pipeline: String?

    @Option(
        help: ArgumentHelp("Only what was under way at or after this time (ISO 8601, UTC unless said).", valueName: "time"),
        transform: TimeArgument.read)
    var since: TimeArgument?

    @Option(help: ArgumentHelp("Only what was under way at or before this time.", valueName: "time"), transform: TimeArgument.read)
    var until: TimeArgument?

    @Option(help: ArgumentHelp("Only runs with this status.", valueName: "status"), transform: StatusArgument.read)
    var status: StatusArgument?

    @Option(help: "Only findings of this severity or worse (info, warning, error, critical).")
    var minSeverity: Severity?

    @Option(help: ArgumentHelp("Take this time for now instead of the newest evidence.", valueName: "time"), transform: TimeArgument.read)
    var asOf: TimeArgument?

    @Option(
        help: ArgumentHelp("Limits of metrics, declared in this file beside those of the configuration.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var thresholds: String?

    @Option(help: ArgumentHelp("Put this into the report as the time of its making; it is left out otherwise.", valueName: "text"))
    var generatedAt: String?

    /// Puts what these options say over the configuration.
    func put(into settings: inout Settings) throws {
        settings.take(minSeverity: minSeverity)
        if let thresholds { try settings.take(limitsIn: thresholds) }
    }

    func filter(runIDs: [String], isVerbose: Bool, settings: Settings) -> ReportFilter {
        var filter = ReportFilter()
        filter.runIDs = runIDs
        filter.pipelineID = pipeline
        filter.since = since?.time
        filter.until = until?.time
        filter.status = status?.status
        filter.minimumSeverity = settings.minSeverity.value
        filter.minimumConfidence = settings.minConfidence.value
        filter.ignoredExperiments = settings.ignoredExperiments.value
        filter.prices = settings.prices.value
        filter.isVerbose = isVerbose
        return filter
    }
}

/// `report`: what is in the store, as a document.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Diagnoses what is in the store and writes a report.",
        discussion: """
            A Markdown report that is written to the same file again keeps what people wrote into it: the owners and dates of its \
            actions, and every line between its blocks. Into a page of notes that holds no report yet it is written below the notes. Files \
            of every other form are replaced.

            Example:
              mlpostmortem report --since 2026-10-01 --output report.md
              mlpostmortem report --run \(HelpExample.run) --format json
            """)

    @Option(
        name: .customLong("run"), help: ArgumentHelp("Only this run, with its whole pipeline; may be given several times.", valueName: "id")
    )
    var runIDs: [String] = []

    @OptionGroup var filters: FilterOptions

    @Option(
        help: ArgumentHelp("Form of the report: \(Forms.ids.joined(separator: ", ")).", valueName: "form"), completion: .list(Forms.ids))
    var format = "markdown"

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Write the report to this file instead of standard output.", valueName: "file"),
        completion: .file())
    var output: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        try Forms.check(format)
    }

    func run() async throws {
        var settings = try common.settings()
        try filters.put(into: &settings)
        let session = try common.session(creates: false, settings: settings)
        defer { session.close() }
        let filter = filters.filter(runIDs: runIDs, isVerbose: common.verbose, settings: settings)
        var report = try await session.report(filter, asOf: filters.asOf?.time)
        report.generatedAt = filters.generatedAt
        try ReportCommand.deliver(report, as: format, to: output, common)
        if let output, output != "-" {
            common.note("wrote \(output)")
            if let promised = Forms.form(promisedBy: output, insteadOf: format) {
                common.note("\(output) holds \(format), whatever its name says; --format \(promised) writes the other form.")
            }
            let worst = report.runs.first { $0.verdict == .failed }?.run.id
            common.suggest(worst.map { "show \(Terminal.shellWord($0))" } ?? "runs")
        }
    }

    /// Into the file, where what people wrote into an older report stays; to standard output where none or `-` is named.
    static func deliver(_ report: Report, as format: String, to output: String?, _ common: CommonOptions) throws {
        if let output, output != "-" {
            let document = try FormDocument(report, as: format) { try older(at: output, common) }
            try Artifact.write(to: output) { try document.write(to: $0) }
        } else {
            try FormDocument(report, as: format) { nil }.write(to: Terminal.print)
        }
    }

    /// The page that is to be written anew; says so where it is somebody's own.
    static func older(at path: String, _ common: CommonOptions) throws -> String? {
        let page = try Artifact.existing(at: path)
        if let page, Forms.isPeoples(page) {
            common.note("\(path) held other text than a report; it stays, and the report stands below it.")
        }
        return page
    }
}

extension Forms {
    /// Refuses what is no form, and names those that come close.
    static func check(_ format: String) throws {
        guard !ids.contains(format) else { return }
        let hint = Nearness.hint(for: format, among: ids, otherwise: "There are \(ids.joined(separator: ", ")).")
        throw ValidationError("There is no report form '\(ShownText.line(format))'. \(hint)")
    }
}
