import ArgumentParser
import Postmortem

/// Help for those who mistyped.
enum Advice {
    /// What to say where the first word, or the one behind `rules`, `store`, `config`, is no command; nil where it is one.
    ///
    /// The argument parser would only call it an unexpected argument.
    static func onUnknownCommand(_ arguments: some Collection<String>) -> String? {
        var parent: any ParsableCommand.Type = Root.self
        var path: [String] = []
        for word in arguments {
            guard !word.hasPrefix("-"), !parent.configuration.subcommands.isEmpty else { return nil }
            // `help` is the argument parser's own.
            if path.isEmpty, word == "help" { return nil }
            guard let next = parent.configuration.subcommands.first(where: { name(of: $0) == word }) else {
                let names = parent.configuration.subcommands.filter { $0.configuration.shouldDisplay }.map(name)
                let hint = Nearness.hint(for: word, among: names, otherwise: "There are \(names.joined(separator: ", ")).")
                let what = (path + [ShownText.line(word, limit: 60)]).joined(separator: " ")
                return "There is no command '\(what)'. \(hint)\nSee 'mlpostmortem \((path + ["--help"]).joined(separator: " "))'."
            }
            path.append(word)
            parent = next
        }
        return nil
    }

    static func name(of command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? "\(command)".lowercased()
    }
}
