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
              mlpostmortem runs --status Completed --json
            """)

    @Option(help: ArgumentHelp("Only runs with this status.", valueName: "status"), transform: StatusArgument.read)
    var status: StatusArgument?

    @Option(help: "Only runs with this verdict.")
    var verdict: Verdict?

    @Option(help: ArgumentHelp("Only runs under way at or after this time.", valueName: "time"), transform: TimeArgument.read)
    var since: TimeArgument?

    @Option(help: ArgumentHelp("Only runs under way at or before this time.", valueName: "time"), transform: TimeArgument.read)
    var until: TimeArgument?

    @Option(help: ArgumentHelp("Only runs of this experiment.", valueName: "name"))
    var experiment: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let session = try common.session()
        defer { session.close() }
        var filter = RunListFilter()
        filter.status = status?.status
        filter.verdict = verdict
        filter.since = since?.time
        filter.until = until?.time
        filter.experiment = experiment
        let list = try await session.runList(filter)
        if list.isEmpty { common.note("no runs") }
        try Terminal.print(json ? list.json.text : list.table.text(common.layout))
        if let worst = list.worst { common.suggest("show \(Terminal.shellWord(worst))") }
    }
}

/// `show`: all about one run.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows one run: witnesses, findings, timeline, logs, outputs.",
        discussion: """
            Example:
              mlpostmortem show \(HelpExample.run)
              mlpostmortem show \(HelpExample.run) --json
            """)

    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var runID: String

    @Option(help: ArgumentHelp("Take this time for now instead of the newest evidence.", valueName: "time"), transform: TimeArgument.read)
    var asOf: TimeArgument?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        let session = try common.session()
        defer { session.close() }
        let page = try session.show(runID: runID, asOf: asOf?.time, isVerbose: common.verbose, layout: common.layout)
        try Terminal.print(json ? page.json.text : page.text)
        common.suggest("report --run \(Terminal.shellWord(runID)) --output report.md")
    }
}
