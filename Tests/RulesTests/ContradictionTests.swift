import Evidence
import Rules
import Testing

@Suite("Records that contradict each other")
struct ContradictionTests {
    @Test("two different ends are both named, with their places")
    func twoEnds() {
        let unknowns = Self.unknowns([("Failed", "a.json"), ("Completed", "b.json")])
        let expected =
            "Two records of it contradict each other: one says Failed (`a.json`, line 3), another Completed (`b.json`, line 3). The report follows "
            + "the first."
        #expect(unknowns.first == expected)
    }

    @Test("an earlier export that still says Running contradicts nothing")
    func earlierExport() {
        #expect(!Self.unknowns([("Running", "a.json"), ("Failed", "b.json")]).contains { $0.contains("contradict") })
    }

    private static func unknowns(_ said: [(status: String, source: String)]) -> [String] {
        let statements = said.map { status, source in
            var statement = RunStatement(runID: "r1")
            statement.status = RunStatus(text: status)
            // The later end wins, so that the order is fixed.
            statement.ended = Timestamp(microseconds: status == "Failed" ? 2_000_000 : 1_000_000)
            let quote = Quote(location: Location(source: source, line: 3), text: status)
            statement.citations = [.record: quote, .status: quote]
            return statement
        }
        let family = RunFamily(rootRunID: "r1", members: [Dossier(run: Run(statements: statements))])
        return Diagnosis.diagnose(family).runs.first?.unknowns ?? []
    }
}
