import ArgumentParser
import Postmortem

/// `config`: what is configured.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "What is configured, and where each value comes from.",
        discussion: "Example:\n  mlpostmortem config show", subcommands: [Show.self])

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows every value with its origin: a flag, the environment, a line of the file, or the default.",
            discussion: """
                A flag wins over the environment, the environment over the file, the file over the default. A key that is not known, or a value \
                of the wrong type, is an error that names the line. docs/configuration.md explains every key.

                Example:
                  mlpostmortem config show
                  mlpostmortem config show --store all.sqlite --json
                """)

        @Flag(help: "Print JSON.")
        var json = false

        @OptionGroup var common: CommonOptions

        func run() throws {
            let list = try common.settings().list
            if json {
                let items = list.map { item in
                    JSONTree.object([("key", .string(item.key)), ("value", .text(item.value)), ("origin", .string(item.origin))])
                }
                return try Terminal.print(JSONTree.list(items).text)
            }
            var table = TextTable(columns: ["key", "value", "origin"])
            for item in list { table.add([item.key, item.value, item.origin]) }
            try Terminal.print(table.text(common.layout))
            common.suggest("ingest PATH")
        }
    }
}
