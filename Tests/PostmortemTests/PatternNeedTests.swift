import Evidence
import Testing

@testable import Rules

/// A pattern that no example needs is not tested: taken away, one of its rule's examples must fail.
@Suite("Patterns that rules need")
struct PatternNeedTests {
    @Test("with any pattern of a rule removed, an example of that rule fails; and a rule lists every pattern that its examples need")
    func everyPatternIsNeeded() async throws {
        let all = try await ExampleFamily.all()
        let byRule = Dictionary(grouping: all) { $0.rule.id }
        // Exit codes and end markers are every rule's: how the process ended is known before any rule speaks.
        let shared = Set((Pattern.exits + Pattern.ends).map(\.id))
        // Shown as a witness of the end; no rule decides by it alone.
        let shown: Set = [Pattern.processCompleted.id]
        var complaints: [String] = []
        var needed: Set<String> = []
        for rule in RuleCatalogue.all {
            let listed = Set(rule.patterns.map(\.id))
            let own = byRule[rule.id] ?? []
            // An example that fails as it is proves nothing of any pattern.
            let examples = own.filter { $0.isAsExpected($0.findings(without: nil)) }
            for example in own where !examples.contains(where: { $0.example.name == example.example.name }) {
                complaints.append("\(rule.id): the example “\(example.example.name)” fails as it is.")
            }
            for pattern in RuleCatalogue.patterns {
                let hit = examples.filter { $0.isHit(by: pattern.id) }
                let failing = hit.filter { !$0.isAsExpected($0.findings(without: pattern.id)) }
                if !failing.isEmpty { needed.insert(pattern.id) }
                if failing.isEmpty && listed.contains(pattern.id) {
                    let tried = hit.isEmpty ? "no example of it is hit" : "its examples hold without"
                    complaints.append("\(rule.id) lists \(pattern.id), but \(tried).")
                }
                // A cascade rule hears of the other rules' causes, so their patterns matter to it.
                if !failing.isEmpty && !listed.contains(pattern.id) && !shared.contains(pattern.id) && !rule.isCascade {
                    complaints.append("\(rule.id) needs \(pattern.id) for “\(failing[0].example.name)”, but does not list it.")
                }
            }
        }
        for pattern in shared.subtracting(needed).subtracting(shown).sorted() {
            complaints.append("No example of any rule needs \(pattern).")
        }
        #expect(complaints == [], "\(complaints.joined(separator: "\n"))")
    }
}
