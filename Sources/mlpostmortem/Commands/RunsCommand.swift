import ArgumentParser
import Evidence
import Postmortem

/// `runs`: one line a run.
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "Lists runs: status, verdict, duration, root cause in one line.",
        discussion: """
            Example:
              mlpostmortem runs --verdict failed --since 2026-11-01
            """)

    @Option(help: ArgumentHelp("Only runs with this status.", valueName: "status"))
    var status: StatusArgument?

    @Option(help: "Only runs with this verdict.")
    var verdict: Verdict?

    @Option(help: ArgumentHelp("Only runs under way at or after this time.", valueName: "time"))
    var since: TimeArgument?

    @Option(help: ArgumentHelp("Only runs under way at or before this time.", valueName: "time"))
    var until: TimeArgument?

    @Option(help: ArgumentHelp("Only runs of this experiment.", valueName: "name"))
    var experiment: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let session = try common.session(creates: false)
        defer { session.close() }
        var filter = RunListFilter()
        filter.status = status?.status
        filter.verdict = verdict
        filter.since = since?.time
        filter.until = until?.time
        filter.experiment = experiment
        let table = try await session.runList(filter)
        if table.isEmpty { common.note("no runs") }
        try Terminal.print(table.text)
    }
}

/// `show`: all about one run.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows one run: witnesses, findings, timeline, logs, outputs.",
        discussion: """
            Example:
              mlpostmortem show brave_ant_12ab34cd56
            """)

    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var runID: String

    @Option(help: ArgumentHelp("Take this time for now instead of the newest evidence.", valueName: "time"))
    var asOf: TimeArgument?

    @OptionGroup var common: CommonOptions

    func run() throws {
        let session = try common.session(creates: false)
        defer { session.close() }
        try Terminal.print(try session.show(runID: runID, asOf: asOf?.time, isVerbose: common.verbose))
    }
}
