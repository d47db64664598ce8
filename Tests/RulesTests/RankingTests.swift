import Evidence
import Testing

@testable import Rules

@Suite("Ranking")
struct RankingTests {
    @Test("the oom kill explains the bare exit and keeps a score of which every factor is known")
    func explains() {
        let ranked = Ranking.ranked([candidate("mild", prior: 50), candidate("strong", prior: 80, explains: ["mild"])])
        #expect(ranked.map(\.isRootCause) == [false, true])
        #expect(ranked[0].causedBy == CauseLink(runID: "r1", finding: ranked[1].id))
        #expect(ranked[1].ranking == RankingTerms(confidence: 0.9, prior: 80, unexplained: 1, reach: 1, early: 1))
        #expect(abs((ranked[0].ranking?.unexplained ?? 0) - 0.19) < 1e-9)
    }

    @Test("what was seen long before cannot be the effect")
    func order() {
        let late = candidate("strong", prior: 80, explains: ["mild"], at: 10_000)
        let ranked = Ranking.ranked([candidate("mild", prior: 50, at: 0), late])
        #expect(ranked[0].ranking?.unexplained == 1)
        #expect(ranked[0].ranking?.early == 1)
        #expect(ranked[1].ranking?.early == 0.7)
        #expect(ranked[1].ranking?.reach == 0)
    }

    @Test("two findings that explain each other are cut at the better root")
    func loop() {
        let ranked = Ranking.ranked([
            candidate("mild", prior: 50, explains: ["strong"]), candidate("strong", prior: 80, explains: ["mild"]),
        ])
        #expect(ranked.map(\.isRootCause) == [false, true])
    }

    @Test("of two causes that do not know each other the better is the root, the close one an alternative, the far one neither")
    func rivals() {
        let ranked = Ranking.ranked([
            candidate("best", prior: 90), candidate("close", prior: 60), candidate("far", prior: 90, confidence: 0.5),
        ])
        #expect(ranked.map(\.isRootCause) == [true, false, false])
        #expect(ranked[0].alternatives == [ranked[1].id])
        #expect(ranked[0].ranking?.reach == 0)
        #expect(ranked.map(\.kind) == [.cause, .symptom, .symptom])
    }

    @Test("blame leads to the root of the other run, and a circle of blame ends")
    func blame() {
        let ranked = Ranking.ranked([
            candidate("victim", prior: 30, run: "r2", blames: ["r1"]), candidate("best", prior: 90, blames: ["r2"]),
        ])
        #expect(ranked[0].causedBy == CauseLink(runID: "r1", finding: ranked[1].id))
        #expect(ranked[1].isRootCause)
        #expect(ranked[1].ranking?.reach == 1)
    }

    private func candidate(
        _ id: String, prior: Int, explains: [String] = [], confidence: Double = 0.9, run: String = "r1", at seconds: Double? = nil,
        blames: [String] = []
    ) -> Candidate {
        let rule = Rule(
            id: id, category: .prematureExit, kind: .cause, severity: .error, title: id, why: id, remedy: [], prior: prior,
            explains: explains, conclude: { _ in [] })
        var conclusion = Conclusion(mechanism: id, confidence: confidence, title: id, explanation: id, evidence: [])
        conclusion.blames = blames
        var finding = Finding(
            rule: id, category: .prematureExit, kind: .cause, severity: .error, confidence: confidence, runID: run, fingerprint: id,
            title: id,
            explanation: id, evidence: [], remedy: [])
        finding.effectiveTime = seconds.map { Timestamp(microseconds: 0).adding(seconds: $0) }
        return Candidate(finding: finding, rule: rule, conclusion: conclusion)
    }
}
