import ArgumentParser
import Postmortem

/// `rules`: the catalogue.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "The catalogue of rules.",
        discussion: "Example:\n  mlpostmortem rules list",
        subcommands: [List.self, Explain.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists all rules.",
            discussion: "Example:\n  mlpostmortem rules list\n  mlpostmortem rules list --json")

        @Flag(help: "Print JSON.")
        var json = false

        @OptionGroup var common: CommonOptions

        func run() throws {
            try Terminal.print(json ? Catalogues.rulesJSON.text : Catalogues.rules.text(common.layout))
            common.suggest("rules explain \(Catalogues.ruleIDs.first ?? "ID")")
        }
    }

    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain", abstract: "One rule's page: why it happens, how it is told, what to do.",
            discussion: "Example:\n  mlpostmortem rules explain swallowed-exception")

        @Argument(help: ArgumentHelp("The rule's id.", valueName: "id"), completion: .list(Catalogues.ruleIDs))
        var ruleID: String

        @Flag(help: "Print JSON.")
        var json = false

        @OptionGroup var common: CommonOptions

        func run() throws {
            try Terminal.print(json ? Catalogues.ruleJSON(ruleID).text : Catalogues.rulePage(ruleID))
            common.suggest("sql \"SELECT run_id, title FROM findings WHERE rule = '\(ruleID)'\"")
        }
    }
}

/// `formats`: what can be read.
struct FormatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "formats", abstract: "Lists what can be read, and how to get such files.",
        discussion: "Example:\n  mlpostmortem formats")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        try Terminal.print(json ? Catalogues.formatsJSON.text : Catalogues.formats.text(common.layout))
        common.suggest("ingest PATH")
    }
}
