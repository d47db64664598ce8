import ArgumentParser
import Evidence
import Foundation
import Postmortem

extension Severity: ExpressibleByArgument {}
extension Verdict: ExpressibleByArgument {}

/// A status in any vocabulary of Azure ML (`Failed`, `succeeded`, `Killed`).
struct StatusArgument: ExpressibleByArgument {
    let status: RunStatus

    init?(argument: String) {
        guard let status = RunStatus(text: argument) else { return nil }
        self.status = status
    }
}

/// Which part of the store is reported.
struct FilterOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only this pipeline, with everything below it.", valueName: "id"))
    var pipeline: String?

    @Option(help: ArgumentHelp("Only what was under way at or after this time (ISO 8601, UTC unless said).", valueName: "time"))
    var since: TimeArgument?

    @Option(help: ArgumentHelp("Only what was under way at or before this time.", valueName: "time"))
    var until: TimeArgument?

    @Option(help: ArgumentHelp("Only runs with this status.", valueName: "status"))
    var status: StatusArgument?

    @Option(help: "Only findings of this severity or worse (info, warning, error, critical).")
    var minSeverity: Severity?

    @Option(help: ArgumentHelp("Take this time for now instead of the newest evidence.", valueName: "time"))
    var asOf: TimeArgument?

    @Option(help: ArgumentHelp("Limits of metrics, declared in this file.", valueName: "file"))
    var thresholds: String?

    @Option(help: ArgumentHelp("Put this into the report as the time of its making; it is left out otherwise.", valueName: "text"))
    var generatedAt: String?

    func limits() throws -> [MetricLimit] { try thresholds.map(ThresholdFile.read) ?? [] }

    func filter(runIDs: [String], isVerbose: Bool) -> ReportFilter {
        var filter = ReportFilter()
        filter.runIDs = runIDs
        filter.pipelineID = pipeline
        filter.since = since?.time
        filter.until = until?.time
        filter.status = status?.status
        filter.minimumSeverity = minSeverity
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
            A Markdown report that is written to the same file again keeps what people wrote into it: the owners and dates of its actions, and every
            line between its blocks.

            Example:
              mlpostmortem report --since 2026-11-01 --min-severity error --output report.md
            """)

    @Option(
        name: .customLong("run"), help: ArgumentHelp("Only this run, with its whole pipeline; may be given several times.", valueName: "id")
    )
    var runIDs: [String] = []

    @OptionGroup var filters: FilterOptions

    @Option(help: ArgumentHelp("Form of the report: \(Forms.ids.joined(separator: ", ")).", valueName: "form"))
    var format = "markdown"

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the report to this file instead of standard output.", valueName: "file"))
    var output: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard Forms.ids.contains(format) else {
            throw ValidationError("There is no report form '\(format)'; there are \(Forms.ids.joined(separator: ", ")).")
        }
    }

    func run() async throws {
        let session = try common.session(creates: false)
        defer { session.close() }
        var report = try await session.report(
            filters.filter(runIDs: runIDs, isVerbose: common.verbose), asOf: filters.asOf?.time,
            thresholds: filters.limits())
        report.generatedAt = filters.generatedAt
        if let output, output != "-" {
            try Artifact.write(Forms.render(report, as: format, over: try Artifact.existing(at: output)) ?? "", to: output)
            common.note("wrote \(output)")
        } else {
            try Terminal.print(Forms.render(report, as: format) ?? "")
        }
    }
}
