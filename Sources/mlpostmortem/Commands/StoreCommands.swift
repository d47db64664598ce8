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
              mlpostmortem sql "SELECT run_id, summary FROM runs" --format csv
              mlpostmortem sql "SELECT run_id, title FROM findings WHERE root_cause"
            """)

    @Argument(help: ArgumentHelp("One SELECT statement.", valueName: "query"))
    var query: String

    @Option(help: "Form of the answer.")
    var format: QueryForm = .table

    @Flag(help: "Print JSON: the same as --format json.")
    var json = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        let layout = Layout(ink: common.layout.ink)
        try Query(storePath: try common.settings().store.value).run(query, form: json ? .json : format, layout: layout) {
            try Terminal.print($0)
        }
    }
}

/// `store`: the store itself.
struct StoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Counts, checks, merges and rescans stores.", discussion: "Example:\n  mlpostmortem store info",
        subcommands: [Info.self, Verify.self, Merge.self, Dump.self, Rescan.self])

    struct Info: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "info", abstract: "What the store holds, and which times it covers.",
            discussion: "Example:\n  mlpostmortem store info\n  mlpostmortem store info --json")

        @Flag(help: "Print JSON.")
        var json = false

        @OptionGroup var common: CommonOptions

        func run() throws {
            let session = try common.session()
            defer { session.close() }
            if json { return try Terminal.print(try session.storeInfoJSON().text) }
            try Terminal.print("store: \(try common.settings().store.value)\n" + (try session.storeInfo(common.layout)))
            common.suggest("runs --verdict failed")
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Checks the store's integrity; ends with 2 where something is wrong.",
            discussion: "Example:\n  mlpostmortem store verify")

        @OptionGroup var common: CommonOptions

        func run() throws {
            let session = try common.session()
            defer { session.close() }
            let complaints = try session.verifyStore()
            guard complaints.isEmpty else {
                for complaint in complaints { Terminal.note(complaint) }
                throw CannotRun("The store \(try common.settings().store.value) is damaged. Delete it and ingest the exports again.")
            }
            try Terminal.print("The store is sound.\n")
            common.suggest("store info")
        }
    }

    struct Merge: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "merge", abstract: "Takes over what other stores hold.",
            discussion: """
                Afterwards the store holds what it would hold if all files had been ingested into it, whatever the order of merging. Of two \
                contents of one file the newer stays: the one that reaches later, then the longer. The other stores keep what they hold.

                Example:
                  mlpostmortem store merge team-a.sqlite team-b.sqlite --store all.sqlite
                """)

        @Argument(help: ArgumentHelp("Stores to take over.", valueName: "other"), completion: .file(extensions: ["sqlite"]))
        var others: [String]

        @OptionGroup var common: CommonOptions

        func run() throws {
            let session = try common.session(creates: true, settings: try common.settings())
            defer { session.close() }
            for other in others { common.note("\(other): \(try session.merge(storeAt: other))") }
            try session.finishMerge()
            common.suggest("report --output report.md")
        }
    }

    struct Dump: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dump", abstract: "Prints all that the store holds, one line a row, to compare two stores.",
            discussion: """
                Neither the order of ingesting nor how files were packed shows.

                Example:
                  mlpostmortem store dump --store a.sqlite > a.txt
                  mlpostmortem store dump --store b.sqlite | diff a.txt -
                """)

        @OptionGroup var common: CommonOptions

        func run() throws {
            let session = try common.session()
            defer { session.close() }
            try session.dump { try Terminal.print($0) }
        }
    }
}
