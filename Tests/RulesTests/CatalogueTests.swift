import Evidence
import Foundation
import Rules
import Testing

@Suite("Rule catalogue")
struct CatalogueTests {
    @Test("ids are unique, lower-case words joined by hyphens")
    func ids() {
        #expect(Set(RuleCatalogue.all.map(\.id)).count == RuleCatalogue.all.count)
        for rule in RuleCatalogue.all {
            #expect(rule.id.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(rule.id)")
        }
    }

    @Test("every rule has an example that finds, a near miss, and one with damaged evidence")
    func examples() {
        for rule in RuleCatalogue.all {
            let finds = rule.examples.contains { if case .finds = $0.expectation { !$0.isDamaged } else { false } }
            let silent = rule.examples.contains { if case .staysSilent = $0.expectation { !$0.isDamaged } else { false } }
            #expect(finds, "\(rule.id) has no example that finds")
            #expect(silent, "\(rule.id) has no near miss")
            let damaged = rule.examples.filter(\.isDamaged)
            #expect(!damaged.isEmpty, "\(rule.id) has no example with damaged evidence")
        }
    }

    @Test("every rule says why, what to do, and what is harmless")
    func texts() {
        for rule in RuleCatalogue.all {
            #expect(rule.why.count > 80 && !rule.remedy.isEmpty && !rule.harmless.isEmpty && !rule.title.hasSuffix("."), "\(rule.id)")
        }
    }

    @Test("a rule explains only rules that exist, and never itself")
    func explanations() {
        let ids = Set(RuleCatalogue.all.map(\.id))
        for rule in RuleCatalogue.all {
            #expect(Set(rule.explains).subtracting(ids) == [] && !rule.explains.contains(rule.id), "\(rule.id)")
        }
    }

    @Test("every rule file is listed and every listed rule has its file")
    func folder() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/Rules/Rules").standardized
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        #expect(files.count == RuleCatalogue.all.count, "files: \(files.sorted())")
        let texts = try files.map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
        for rule in RuleCatalogue.all {
            #expect(texts.filter { $0.contains("id: \"\(rule.id)\"") }.count == 1, "\(rule.id) is not the rule of exactly one file")
        }
    }
}
