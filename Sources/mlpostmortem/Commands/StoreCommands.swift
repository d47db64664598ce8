import ArgumentParser
import Postmortem

extension QueryForm: ExpressibleByArgument {}

/// `sql`: read-only questions to the store.
struct SQLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql",
        abstract: "Runs read-only SQL over the store's views.",
        discussion: """
            Views: \(Query.views.joined(separator: ", ")).

            Example:
              mlpostmortem sql "SELECT run_id, verdict, summary FROM runs WHERE verdict = 'failed'" --format csv
              mlpostmortem sql "SELECT run_id, step, value FROM metrics WHERE name = 'loss' ORDER BY run_id, step"
            """)

    @Argument(help: ArgumentHelp("One SELECT statement.", valueName: "query"))
    var query: String

    @Option(help: "Form of the answer.")
    var format: QueryForm = .table

    @OptionGroup var common: CommonOptions

    func run() throws {
        try Query(storePath: common.storePath).run(query, form: format) { try Terminal.print($0) }
    }
}

/// `store`: the store itself.
struct StoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Counts and checks of the store.", subcommands: [Info.self, Verify.self])

    struct Info: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "info", abstract: "What the store holds, and which times it covers.",
            discussion: "Example:\n  mlpostmortem store info")

        @OptionGroup var common: CommonOptions

        func run() throws {
            let session = try common.session(creates: false)
            defer { session.close() }
            try Terminal.print("store: \(common.storePath)\n" + (try session.storeInfo()))
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Checks the store's integrity; ends with 2 where something is wrong.",
            discussion: "Example:\n  mlpostmortem store verify")

        @OptionGroup var common: CommonOptions

        func run() throws {
            let session = try common.session(creates: false)
            defer { session.close() }
            let complaints = try session.verifyStore()
            guard complaints.isEmpty else {
                for complaint in complaints { Terminal.note(complaint) }
                throw CannotRun("The store \(common.storePath) is damaged. Delete it and ingest the exports again.")
            }
            try Terminal.print("The store is sound.\n")
        }
    }
}
