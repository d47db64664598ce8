import Foundation
import Testing

@testable import mlpostmortem

@Suite("Help")
struct HelpTests {
    @Test("every command's help has an example, and each runs over the sample workspace")
    func examplesRun() throws {
        let program = try Program()
        defer { program.remove() }
        // What the examples speak of: a folder of exports, one night, files of one's own, stores of others.
        try FileManager.default.createDirectory(at: program.folder.appendingPathComponent("exports"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: program.folder.appendingPathComponent("exports/2026-11-01").path, withDestinationPath: Program.sample)
        try program.write("[]", to: "activity-log.json")
        try program.write("{\"runId\": \"one\", \"status\": \"Completed\"}", to: "job.json")
        #expect(try program.run(["ingest", "exports/2026-11-01"]).code == 3)
        for name in ["a", "b", "team-a", "team-b"] {
            try FileManager.default.copyItem(
                at: program.folder.appendingPathComponent("postmortem.sqlite"), to: program.folder.appendingPathComponent("\(name).sqlite"))
        }
        var count = 0
        for entry in [Manual.Entry(words: [], type: Root.self)] + Manual.entries {
            let examples = Self.examples(in: Manual.help(entry.type))
            #expect(!examples.isEmpty, "\(entry.words)")
            for example in examples {
                // A narrow terminal would break a longer line in two.
                #expect(example.count <= 78, "\(example)")
                let outcome = try program.shell(example)
                // `scan` ends with 1 where it found something, both it and `ingest` with 3 where the sample is damaged.
                let expected: Set<Int32> = example.contains(" scan ") ? [0, 1] : example.contains(" ingest ") ? [0, 3] : [0]
                #expect(expected.contains(outcome.code), "\(example): \(outcome.code) \(outcome.err)")
                count += 1
            }
        }
        #expect(count >= 20)
    }

    /// The lines below `Example:`.
    private static func examples(in help: String) -> [String] {
        let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { $0.hasPrefix("Example:") }) else { return [] }
        return lines[(start + 1)...].prefix { $0.hasPrefix("  ") }.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    @Test("the pages of the commands are what the program says")
    func pages() throws {
        let folder = Program.repository.appendingPathComponent("docs/commands")
        var wanted = ["README.md": Manual.index]
        for entry in Manual.entries {
            let page = Manual.page(of: entry)
            wanted[page.name] = page.text
        }
        if Golden.isUpdating {
            try? FileManager.default.removeItem(at: folder)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (name, text) in wanted { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
        }
        let found = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(found) == Set(wanted.keys))
        for (name, text) in wanted {
            #expect(try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8) == text, "docs/commands/\(name)")
        }
    }

    @Test("the man page is what the program says, and no line of it is a request of roff by accident")
    func man() throws {
        try Golden.expect(Manual.roff, is: "mlpostmortem.1")
        let requests: Set<String> = [".TH", ".SH", ".SS", ".TP", ".B", ".I", ".nf", ".fi"]
        for line in Manual.roff.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
            #expect(requests.contains(String(line.split(separator: " ")[0])), "\(line)")
        }
    }

    @Test("completions for every shell name the commands", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let program = try Program()
        defer { program.remove() }
        let outcome = try program.run(["--generate-completion-script", shell])
        #expect(outcome.code == 0)
        for word in ["ingest", "report-dir", "new-only", "explain"] { #expect(outcome.out.contains(word), "\(word)") }
    }

    @Test(
        "a mistyped word is answered with the one meant, and exit code 64",
        arguments: [
            (["reprot"], "There is no command 'reprot'. Did you mean report?"),
            (["store", "inof"], "There is no command 'store inof'. Did you mean info?"),
            (["runs", "--status", "Faild"], "There is no status 'Faild'. Did you mean Failed?"),
            (["report", "--format", "markdwon"], "There is no report form 'markdwon'. Did you mean markdown?"),
            (["ingest", ".", "--as", "run-histroy"], "There is no format 'run-histroy'. Did you mean run-history?"),
            (["scan", ".", "--repot-dir", "x"], "Unknown option '--repot-dir'. Did you mean '--report-dir'?"),
            (["report", "--since", "yesterday"], "'yesterday' is no time; write 2026-11-01"),
        ])
    func mistyped(arguments: [String], answer: String) throws {
        let program = try Program()
        defer { program.remove() }
        let outcome = try program.run(arguments)
        #expect(outcome.code == 64)
        #expect(outcome.err.contains(answer), "\(outcome.err)")
    }
}

/// Texts that are accepted with `scripts/update-goldens`.
enum Golden {
    static var isUpdating: Bool { ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] != nil }

    static func expect(_ text: String, is name: String) throws {
        let url = Program.repository.appendingPathComponent("Tests/CommandTests/Goldens/\(name)")
        if isUpdating { try Data(text.utf8).write(to: url) }
        #expect(try String(contentsOf: url, encoding: .utf8) == text, "\(name)")
    }
}
