import Evidence
import Foundation
import Testing

@testable import Reports

@Suite("Whatever stands in the evidence, every form stays what it is")
struct HostileFuzzTests {
    /// The same texts in every run.
    private struct Generator {
        var state: UInt64
        mutating func below(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        mutating func text() -> String {
            (0..<(1 + below(8))).map { _ in HostileFuzzTests.fragments[below(HostileFuzzTests.fragments.count)] }.joined()
        }
    }

    private static let fragments = [
        "<", ">", "</", "<b onclick=x>", "</script>", "</style>", "-->", "]]>", "<![CDATA[", "&", "&lt;", "\"", "'", "`", "```", "=", "+1",
        "@x", "-",
        ";", ",", "|", "\\", "\n", "\r\n", "\t", "\u{0}", "\u{1B}[31m", "\u{1B}]8;;http://x\u{7}", "\u{202E}", "\u{2066}", "\u{FEFF}",
        "\u{FFFF}",
        "\u{2028}", "\u{E0001}", "é", "👩‍💻", "[a](http://x)", "](", "{{x}}", "${x}", "<!-- mlpostmortem:end summary 0 -->", " ", "x", "%",
        "#", "$x$", "~~~",
    ]

    /// The sample with the most in it, with another text in every place that takes one.
    private func report(seed: Int) -> Report {
        var generator = Generator(state: UInt64(seed))
        var report = Sample.brokenPipeline.report
        report.runs[2].series = [
            ReportedSeries(name: "m", points: [.init(value: 1), .init(value: .nan, isCited: true), .init(value: -1e300)])
        ]
        report.generatedAt = generator.text()
        for index in report.findings.indices {
            report.findings[index].title = generator.text()
            report.findings[index].explanation = generator.text()
            report.findings[index].rule = generator.text()
            report.findings[index].fingerprint = generator.text()
            report.findings[index].remedy = [generator.text(), generator.text()]
            report.findings[index].exception = ExceptionSummary(
                type: generator.text(), message: generator.text(), file: generator.text(), line: generator.below(9),
                function: generator.text())
            report.findings[index].alert = Alert(table: generator.text(), kql: generator.text())
            report.findings[index].evidence = (0..<3).map { _ in
                Quote(
                    location: Location(source: generator.text(), line: generator.below(5), offset: generator.below(9)), time: moment(1, 20),
                    text: generator.text(), before: [generator.text(), generator.text()], after: [generator.text()])
            }
        }
        for index in report.runs.indices {
            report.runs[index].summary = generator.text()
            report.runs[index].run.merged.displayName = generator.text()
            report.runs[index].run.merged.experiment = generator.text()
            report.runs[index].run.merged.compute = generator.text()
            report.runs[index].unknowns = [generator.text()]
            report.runs[index].witnesses = [Witness(name: generator.text(), statement: generator.text())]
            report.runs[index].timeline = [
                TimelineEntry(time: moment(1, 30), text: generator.text(), location: Location(source: generator.text(), line: 1))
            ]
            report.runs[index].evidence = [EvidenceItem(.userLog, .damaged, detail: generator.text())]
            for series in report.runs[index].series.indices { report.runs[index].series[series].name = generator.text() }
            for silence in report.runs[index].silences.indices { report.runs[index].silences[silence].quote.text = generator.text() }
        }
        report.coverage.problems = [Problem(source: generator.text(), reason: generator.text(), recoveredBytes: 1)]
        report.coverage.rulesSkipped = [SkippedRule(rule: generator.text(), runID: "s-12", reason: generator.text())]
        report.rules = []
        report.sourceHashes = [report.findings[0].evidence[0].location.source: "00112233445566778899aabbccddeeff"]
        return report
    }

    private func isInert(_ text: String, allowing: Set<Unicode.Scalar> = ["\n"]) -> Bool {
        !text.unicodeScalars.contains { VisibleText.isHidden($0) && !allowing.contains($0) }
    }

    @Test("HTML: the elements and attributes are ours, each closed, and no character hides", arguments: 1...25)
    func html(seed: Int) {
        let clean = MarkupReader(ReportForm.html.render(Sample.brokenPipeline.report))
        let page = ReportForm.html.render(report(seed: seed))
        let reader = MarkupReader(page)
        #expect(reader.faults == [])
        #expect(reader.elements.subtracting(clean.elements.union(["h5", "circle"])) == [])
        #expect(reader.attributes.subtracting(clean.attributes.union(["r", "viewBox", "preserveAspectRatio", "text-anchor"])) == [])
        #expect(isInert(page, allowing: ["\n", "\t"]))
    }

    @Test("JSON and SARIF: they parse, and SARIF still fits its schema", arguments: 1...25)
    func json(seed: Int) throws {
        let report = report(seed: seed)
        let findings = try Document(text: ReportForm.json.render(report))
        #expect(findings["findings"]?[0]?["title"] == .string(report.findings[0].title))
        let sarif = ReportForm.sarif.render(report)
        #expect(isInert(sarif))
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/sarif/sarif-schema-2.1.0.json")
        let schema = try Document(text: String(contentsOf: file.standardizedFileURL, encoding: .utf8))
        #expect(try SchemaValidator(root: schema).faults(of: Document(text: sarif)) == [])
    }

    @Test("Markdown: the blocks are those of the clean report, and writing it again changes nothing", arguments: 1...25)
    func markdown(seed: Int) {
        let report = report(seed: seed)
        let page = ReportForm.markdown.render(report)
        let ids = ManagedText.items(of: page).compactMap(\.id)
        #expect(ids == ManagedText.items(of: ReportForm.markdown.render(Sample.brokenPipeline.report)).compactMap(\.id))
        #expect(ReportForm.markdown.render(report, over: page) == page)
        #expect(isInert(page, allowing: ["\n", "\t"]))
    }

    @Test("JUnit and CSV: no character hides", arguments: 1...25)
    func lines(seed: Int) {
        let report = report(seed: seed)
        #expect(isInert(ReportForm.junit.render(report)))
        #expect(isInert(ReportForm.csv.render(report), allowing: ["\r", "\n"]))
        #expect(MarkupReader(String(ReportForm.junit.render(report).split(separator: "\n", maxSplits: 1)[1])).faults == [])
    }
}
