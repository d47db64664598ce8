import Evidence
import Testing

@testable import Reports

@Suite("What forms draw and count")
struct DrawingTests {
    private func quote(_ source: String, _ line: Int?, _ text: String, before: [String] = [], after: [String] = []) -> Quote {
        Quote(location: Location(source: source, line: line), text: text, before: before, after: after)
    }

    @Test("quotes of one source become one excerpt, each line once and in order")
    func excerpts() throws {
        let excerpts = Excerpt.joining([
            quote("log", 10, "ten", before: ["eight", "nine"]), quote("code", 3, "x = 1"), quote("log", 9, "nine", after: ["ten"]),
            quote("log", 40, "forty"),
        ])
        #expect(excerpts.map(\.source) == ["log", "code"])
        let log = try #require(excerpts.first)
        #expect(log.blocks.map { $0.lines.map(\.number) } == [[8, 9, 10], [40]])
        #expect(log.blocks[0].lines.map(\.isHit) == [false, true, true])
        #expect(log.first.location.line == 10)
    }

    @Test("context that cannot stand where it says has no numbers")
    func loose() {
        let excerpt = Excerpt.joining([quote("log", 1, "hit", before: ["a", "b"]), quote("log", nil, "whole")])[0]
        #expect(excerpt.blocks.map { $0.lines.map(\.number) } == [[nil, nil, 1], [nil]])
    }

    @Test("every step stands below those that feed it, and a ring ends")
    func layout() {
        func edge(_ from: String, _ to: String) -> Cascade.Edge { Cascade.Edge(from: from, to: to) }
        let plain = GraphLayout(nodes: ["c", "a", "b", "d"], edges: [edge("a", "b"), edge("b", "c"), edge("a", "c"), edge("x", "a")])
        #expect(plain.rows == [["a", "d"], ["b"], ["c"]])
        #expect(plain.edges.count == 3)
        let ring = GraphLayout(nodes: ["a", "b"], edges: [edge("a", "b"), edge("b", "a"), edge("a", "a")])
        #expect(ring.rows.flatMap { $0 }.sorted() == ["a", "b"])
        #expect(GraphLayout(nodes: [], edges: []).rows == [])
    }

    @Test("the impact counts steps and not their pipeline, prices what has a price, and says nothing of what cost nothing")
    func impact() {
        let report = Sample.brokenPipeline.report
        let groups = ReportOutline(report: report).sections.flatMap(\.groups)
        #expect(
            Impact(groups: groups, report: report).sentences == [
                "1 run did not do its work (pipelines not counted beside their steps), 1 more never started.",
                "37 min 20 s on compute bought nothing: 1.12 EUR at the prices configured.",
                "1 attempt had to be repeated after 1 min 35 s on compute (0.05 EUR).",
            ])
        var cheap = report
        cheap.prices = PriceTable(currency: "EUR", perHour: ["gpu": 30])
        #expect(
            Impact(groups: groups, report: cheap).sentences[1...] == [
                "37 min 20 s on compute bought nothing.", "1 attempt had to be repeated after 1 min 35 s on compute.",
            ])
        cheap.prices?.otherwise = 1_000
        #expect(
            Impact(groups: groups, report: cheap).sentences[1]
                == "37 min 20 s on compute bought nothing: 622.22 EUR at the prices configured.")
        #expect(Impact(groups: [], report: report).sentences == [])
    }

    @Test("amounts of money have two decimals and groups", arguments: [(0, "0.00"), (1_234.5, "1,234.50"), (0.005, "0.01"), (-3, "0.00")])
    func amounts(value: Double, expected: String) {
        #expect(Impact.amount(value) == expected)
    }
}
