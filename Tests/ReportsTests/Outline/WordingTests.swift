import Evidence
import Testing

@testable import Reports

@Suite("Counts and confidence in words")
struct WordingTests {
    @Test(
        "a count agrees with its noun",
        arguments: [(0, "no entries"), (1, "1 entry"), (2, "2 entries"), (1_234_567, "1,234,567 entries")])
    func counts(number: Int, expected: String) {
        #expect(Wording.count(number, "entry", "entries") == expected)
    }

    @Test(
        "sizes have one decimal where it is not zero",
        arguments: [
            (0, "no bytes"), (1, "1 byte"), (999, "999 bytes"), (1_000, "1 kB"), (1_250, "1.3 kB"), (999_960, "1 MB"),
            (48_311_204, "48.3 MB"),
            (2_000_000_000, "2 GB"), (5_000_000_000_000, "5 TB"),
        ] as [(Int64, String)])
    func bytes(count: Int64, expected: String) {
        #expect(Wording.bytes(count) == expected)
    }

    @Test("lists end with and", arguments: [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
    func lists(items: [String], expected: String) {
        #expect(Wording.list(items) == expected)
    }

    @Test(
        "the band fits the number that stands beside it",
        arguments: [
            (0.99, "confirmed 0.99"), (0.895, "confirmed 0.90"), (0.894, "likely 0.89"), (0.7, "likely 0.70"), (0.694, "possible 0.69"),
            (0.45, "possible 0.45"), (0.44, "doubtful 0.44"), (.nan, "doubtful 0.00"), (7, "confirmed 1.00"),
        ])
    func bands(confidence: Double, expected: String) {
        #expect("\(ConfidenceBand(confidence).rawValue) \(ConfidenceBand.number(confidence))" == expected)
    }

    @Test("every verdict has a predicate for one and for several")
    func predicates() {
        #expect(
            Verdict.allCases.map { "It " + Wording.predicate($0) + ", they " + Wording.predicate($0, plural: true) } == [
                "It failed, they failed", "It succeeded, they succeeded",
                "It reports success against the evidence, they report success against the evidence", "It is stuck, they are stuck",
                "It was canceled, they were canceled", "It is still running, they are still running",
                "It never started, they never started",
                "It ended in a way the evidence does not tell, they ended in a way the evidence does not tell",
            ])
    }
}
