import Testing

@testable import Reports

@Suite("Nothing that is put together from dangerous pieces gets out of its code span")
struct InertTextFuzzTests {
    /// The same strings in every run.
    private struct Generator {
        var state: UInt64
        mutating func below(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
    }

    private static let fragments = [
        "`", "``", "\\", "|", "*", "_", "[", "](", ")", "<", ">", "<b>", "&lt;", "#", "- ", "1. ", "~~~", "$", "@a", "://", "http", "www.",
        ":", "tada", ".", "py", "!", " ", " ", " ", "'", "\"", "(", "x", "deadbeef", "7", "\n", "\t", "\u{1B}", "\u{202E}", "é", "+", "=",
        "^",
    ]

    private static func text(seed: Int) -> String {
        var generator = Generator(state: UInt64(seed))
        return (0..<(1 + generator.below(14))).map { _ in fragments[generator.below(fragments.count)] }.joined()
    }

    /// What a CommonMark reader sees outside code spans: a span ends at the next run of as many backticks.
    private static func outside(_ line: String) -> String? {
        var rest = Substring(line)
        var output = ""
        while let start = rest.firstIndex(of: "`") {
            output += rest[..<start]
            let fence = rest[start...].prefix { $0 == "`" }
            var search = rest[fence.endIndex...]
            var end: Substring.Index?
            while let next = search.firstIndex(of: "`") {
                let run = search[next...].prefix { $0 == "`" }
                if run.count == fence.count {
                    end = run.endIndex
                    break
                }
                search = search[run.endIndex...]
            }
            guard let end else { return nil }
            output += "\u{FFFC}"
            rest = rest[end...]
        }
        return output + rest
    }

    @Test("no markup, link, mention or hidden character outside code")
    func lines() throws {
        for seed in 1...20_000 {
            let text = Self.text(seed: seed)
            let line = MarkdownText.inert(text).line
            let outside = try #require(Self.outside(line), "\(text.debugDescription) leaves a span open: \(line)")
            let active = outside.contains { "*_{}[]<>#|~$&^@\\".contains($0) } || outside.contains("://") || outside.contains("www.x")
            let hidden = line.unicodeScalars.contains(where: VisibleText.isHidden)
            let opens = ["- ", "+ ", "1. ", "7. ", "="].contains { outside.hasPrefix($0) }
            #expect(!active && !hidden && !opens, "\(text.debugDescription) became \(line)")
        }
    }

    @Test("a row has as many cells as its table, whatever stands in them")
    func cells() {
        for seed in 1...20_000 {
            let text = Self.text(seed: seed)
            let cell = MarkdownText.inert(text).cell
            // A pipe is safe only behind one backslash that is not itself escaped.
            let bare = cell.replacing("\\|", with: "")
            #expect(!bare.contains("|") && !cell.contains("\\\\|"), "\(text.debugDescription) became \(cell)")
        }
    }
}
