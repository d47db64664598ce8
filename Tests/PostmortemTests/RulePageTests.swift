import Foundation
import Postmortem
import Rules
import Testing

@Suite("Rule pages")
struct RulePageTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/rules").standardized
    private static let accepts = ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1"

    @Test("the page of a rule is what the rule says of itself", arguments: RuleCatalogue.all.map(\.id))
    func page(id: String) throws {
        let rule = try #require(RuleCatalogue.rule(id))
        try compare(RulePages.page(of: rule), with: "\(id).md")
    }

    @Test("the index lists every rule")
    func index() throws {
        try compare(RulePages.index(), with: "README.md")
    }

    @Test("no page is left of a rule that is gone")
    func leftovers() throws {
        let pages = try FileManager.default.contentsOfDirectory(atPath: RulePageTests.folder.path).filter { $0 != "README.md" }.sorted()
        #expect(pages == RuleCatalogue.all.map { "\($0.id).md" }.sorted())
    }

    private func compare(_ text: String, with name: String) throws {
        let file = RulePageTests.folder.appending(path: name)
        if RulePageTests.accepts {
            try FileManager.default.createDirectory(at: RulePageTests.folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let golden = try String(contentsOf: file, encoding: .utf8)
        #expect(text == golden)
    }
}
