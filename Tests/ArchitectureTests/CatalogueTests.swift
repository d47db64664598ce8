import Foundation
import Testing

@Suite("The catalogue lists every rule file")
struct CatalogueTests {
    @Test("each file of Sources/Rules/Rules is listed in RuleCatalogue.swift, and nothing else is")
    func filesAndListAgree() throws {
        let repository = Repository()
        let files = try repository.swiftFiles(in: "Sources/Rules/Rules")
        try #require(!files.isEmpty)
        // A file that only extends a rule of another file (its patterns, its examples) declares no rule.
        let declared = Set(files.flatMap { declaredRules(in: $0) })
        let listed = try listedRules(in: repository.text(of: "Sources/Rules/RuleCatalogue.swift"))
        #expect(declared.subtracting(listed).sorted() == [], "declared, but not listed")
        #expect(listed.subtracting(declared).sorted() == [], "listed, but not declared")
    }

    @Test("each rule stands in the file that is named for it")
    func filesAreNamedForTheirRule() throws {
        var misplaced: [String] = []
        for file in try Repository().swiftFiles(in: "Sources/Rules/Rules") {
            let name = file.path.split(separator: "/").last?.dropLast(".swift".count) ?? ""
            let expected = name.prefix(1).lowercased() + name.dropFirst()
            misplaced += declaredRules(in: file).filter { $0 != expected }.map { "\(file.path) declares \($0)" }
        }
        #expect(misplaced == [])
    }

    /// Names of the rules that a file declares: `static let oomHostKilled = Rule(`, whatever the access word.
    private func declaredRules(in file: SourceText) -> [String] {
        file.code.compactMap { _, line in
            guard let declaration = line.range(of: "static let ") else { return nil }
            let rest = line[declaration.upperBound...]
            let name = rest.prefix { $0.isLetter || $0.isNumber }
            let after = rest.dropFirst(name.count)
            return after.hasPrefix(" = Rule(") || after.hasPrefix(": Rule = ") || after.hasPrefix(": Rule {") ? String(name) : nil
        }
    }

    /// Names listed as `.oomHostKilled` or `Rule.oomHostKilled` in the array of the catalogue.
    private func listedRules(in text: String) throws -> Set<String> {
        var names: Set<String> = []
        for (_, line) in SourceText(path: "", text: text).code {
            for element in line.split(whereSeparator: { $0 == "," || $0 == "[" || $0 == "]" || $0 == " " }) {
                let name = element.hasPrefix("Rule.") ? element.dropFirst(5) : element.hasPrefix(".") ? element.dropFirst(1) : ""
                if let first = name.first, first.isLowercase, name.allSatisfy({ $0.isLetter || $0.isNumber }) { names.insert(String(name)) }
            }
        }
        return names
    }
}
