import Evidence
import Foundation
import Rules
import Testing

@Suite("Patterns")
struct PatternTests {
    @Test("every pattern matches its own samples and ignores its near misses", arguments: RuleCatalogue.patterns.map(\.id))
    func samples(id: String) throws {
        let pattern = try #require(RuleCatalogue.patterns.first { $0.id == id })
        let regex = try NSRegularExpression(pattern: pattern.regex)
        #expect(!pattern.matches.isEmpty && !pattern.ignores.isEmpty, "a pattern needs a sample and a near miss")
        for sample in pattern.matches {
            #expect(pattern.literals.contains { sample.contains($0) }, "no literal of \(id) stands in its sample \(sample)")
            #expect(regex.firstMatch(in: sample, range: NSRange(sample.startIndex..., in: sample)) != nil, "\(id) does not match \(sample)")
        }
        for sample in pattern.ignores {
            #expect(regex.firstMatch(in: sample, range: NSRange(sample.startIndex..., in: sample)) == nil, "\(id) matches \(sample)")
        }
    }

    @Test("every capture that a pattern names is a group of its expression")
    func captures() {
        for pattern in RuleCatalogue.patterns {
            for name in pattern.captures { #expect(pattern.regex.contains("(?<\(name)>"), "\(pattern.id) has no group \(name)") }
        }
    }
}
