import ArgumentParser
import Postmortem

/// The pages made from the commands' own help: `docs/commands` and the man page.
enum Manual {
    /// A command with its words: `store info`.
    struct Entry {
        let words: [String]
        let type: any ParsableCommand.Type
    }

    /// Every command, each followed by those below it.
    static var entries: [Entry] {
        func below(_ type: any ParsableCommand.Type, _ words: [String]) -> [Entry] {
            type.configuration.subcommands.filter { $0.configuration.shouldDisplay }.flatMap { command -> [Entry] in
                let path = words + [Advice.name(of: command)]
                return [Entry(words: path, type: command)] + below(command, path)
            }
        }
        return below(Root.self, [])
    }

    /// What `--help` prints, on 100 columns.
    static func help(_ type: any ParsableCommand.Type) -> String {
        let text = Root.helpMessage(for: type, columns: 100)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var line = line
            while line.last == " " { line.removeLast() }
            return String(line)
        }
        return lines.joined(separator: "\n").trimmingNewlines + "\n"
    }

    // MARK: Markdown

    /// `docs/commands/store-info.md`
    static func page(of entry: Entry) -> (name: String, text: String) {
        let name = entry.words.joined(separator: "-") + ".md"
        let command = "mlpostmortem " + entry.words.joined(separator: " ")
        let text = "# \(command)\n\n\(entry.type.configuration.abstract)\n\n```text\n\(help(entry.type))```\n"
        return (name, text)
    }

    /// `docs/commands/README.md`
    static var index: String {
        var lines = [
            "# The commands", "",
            "Made from what `--help` prints. Each example in these pages is run by the tests over the sample workspace.", "",
            "| command | what it does |", "| --- | --- |",
        ]
        for entry in entries {
            let words = entry.words.joined(separator: " ")
            lines.append("| [\(words)](\(page(of: entry).name)) | \(entry.type.configuration.abstract) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: roff

    /// The man page, section 1.
    static var roff: String {
        var lines = [
            ".TH MLPOSTMORTEM 1 \"\" \"mlpostmortem \(Session.toolVersion)\" \"User Commands\"", ".SH NAME",
            "mlpostmortem \\- " + escaped(Root.configuration.abstract), ".SH SYNOPSIS", ".B mlpostmortem", ".I command",
            "[\\fIargument\\fR ...]", ".SH DESCRIPTION", ".nf",
        ]
        lines += block(help(Root.self)) + [".fi", ".SH COMMANDS"]
        for entry in entries {
            lines += [".SS mlpostmortem " + escaped(entry.words.joined(separator: " ")), ".nf"] + block(help(entry.type)) + [".fi"]
        }
        lines += [".SH ENVIRONMENT"]
        for (name, use) in environment { lines += [".TP", ".B " + name, escaped(use)] }
        lines += [".SH FILES", ".TP", ".I mlpostmortem.yaml", "The configuration of the folder in which the program is started.", ".TP"]
        lines += [".I postmortem.sqlite", "The store, where none is named.", ".SH EXIT STATUS"]
        for (code, meaning) in exitCodes { lines += [".TP", ".B " + code, escaped(meaning)] }
        return lines.joined(separator: "\n") + "\n"
    }

    static let environment: [(String, String)] = [
        ("MLPOSTMORTEM_STORE", "The store."), ("MLPOSTMORTEM_CONFIG", "The configuration file."),
        ("MLPOSTMORTEM_JOBS", "Tasks that work side by side."), ("MLPOSTMORTEM_WAIT", "Seconds to wait for another process."),
        ("MLPOSTMORTEM_REPORT_DIR", "The folder of --report-dir."), ("MLPOSTMORTEM_FAIL_ON", "The severity of --fail-on."),
        ("NO_COLOR, CLICOLOR, CLICOLOR_FORCE", "Whether colours are used."), ("COLUMNS", "The width of tables and pages."),
    ]

    private static let exitCodes: [(String, String)] = [
        ("0", "Done; for scan: nothing at or above --fail-on."), ("1", "scan only: findings at or above --fail-on."),
        ("2", "Could not run: no such path, no usable store, bad configuration."), ("3", "ingest and scan: done, but bytes were lost."),
        ("64", "Wrong usage."), ("70", "A fault of the program itself."), ("130, 143", "Interrupted; the store is consistent."),
    ]

    private static func block(_ text: String) -> [String] {
        text.trimmingNewlines.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) }
    }

    /// As roff takes it for text: no escapes, no requests, plain dashes and quotes.
    private static func escaped(_ text: String) -> String {
        let safe = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("'", with: "\\(aq").replacing("`", with: "\\(ga")
        return safe.hasPrefix(".") ? "\\&" + safe : safe
    }
}

extension String {
    /// Without line feeds at its end.
    fileprivate var trimmingNewlines: String {
        var text = self[...]
        while text.last == "\n" { text.removeLast() }
        return String(text)
    }
}
