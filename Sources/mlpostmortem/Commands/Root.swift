import ArgumentParser
import Postmortem

/// `mlpostmortem` itself: only its commands do something.
struct Root: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mlpostmortem",
        abstract: "Reads exported Azure ML logs and diagnostics and says which run failed, why, and what to do.",
        discussion: """
            Example:
              mlpostmortem ingest exports/2026-11-01
              mlpostmortem report --output report.md

            Nothing is sent anywhere: the program never opens a network connection.

            Exit codes: 0 done; 1 scan found something at or above --fail-on; 2 could not run; 3 done, but bytes were lost; 64 wrong usage; \
            70 a fault of the program; 130 and 143 interrupted, the store is consistent.
            """,
        version: Session.toolVersion,
        subcommands: [
            IngestCommand.self, ReportCommand.self, ScanCommand.self, RunsCommand.self, ShowCommand.self, RulesCommand.self,
            FormatsCommand.self, SQLCommand.self, StoreCommand.self, ConfigCommand.self, ManualCommand.self,
        ])
}
