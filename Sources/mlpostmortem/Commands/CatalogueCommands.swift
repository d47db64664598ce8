import ArgumentParser
import Postmortem

/// `rules`: the catalogue.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "The catalogue of rules.", subcommands: [List.self, Explain.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists all rules.", discussion: "Example:\n  mlpostmortem rules list")

        @OptionGroup var common: CommonOptions

        func run() throws {
            try Terminal.print(Catalogues.rules.text)
        }
    }

    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain", abstract: "One rule's page: why it happens, how it is told, what to do.",
            discussion: "Example:\n  mlpostmortem rules explain swallowed-exception")

        @Argument(help: ArgumentHelp("The rule's id.", valueName: "id"))
        var ruleID: String

        @OptionGroup var common: CommonOptions

        func run() throws {
            try Terminal.print(try Catalogues.rulePage(ruleID))
        }
    }
}

/// `formats`: what can be read.
struct FormatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "formats", abstract: "Lists what can be read, and how to get such files.",
        discussion: "Example:\n  mlpostmortem formats")

    @OptionGroup var common: CommonOptions

    func run() throws {
        try Terminal.print(Catalogues.formats.text)
    }
}
