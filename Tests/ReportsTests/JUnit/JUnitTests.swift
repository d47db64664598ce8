import Evidence
import Foundation
import Testing

@testable import Reports

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("JUnit")
struct JUnitTests {
    @Test("the counts of every suite are those of its cases", arguments: Sample.all)
    func counts(sample: Sample) throws {
        let reader = XMLReader(ReportForm.junit.render(sample.report))
        try #require(reader.isWellFormed)
        #expect(reader.suites.map(\.runID) == sample.report.runs.map { VisibleText.of($0.run.id) })
        for suite in reader.suites {
            #expect([suite.tests, suite.failures, suite.skipped] == [suite.cases, suite.failedCases, suite.skippedCases].map(String.init))
        }
    }

    @Test("text from evidence is text, in every attribute and every body")
    func hostile() throws {
        let reader = XMLReader(ReportForm.junit.render(Sample.hostileEvidence.report))
        try #require(reader.isWellFormed)
        let names: Set<String> = ["testsuites", "testsuite", "properties", "property", "testcase", "failure", "skipped", "system-out"]
        #expect(reader.elements.subtracting(names) == [])
        #expect(reader.messages.contains("# <script>alert(1)</script> [click](http://evil.example) **bold** | cell"))
        #expect(!reader.text.unicodeScalars.contains { VisibleText.isHidden($0) && $0 != "\n" })
    }

    @Test(
        "what XML cannot hold is made visible",
        arguments: [("a<b>&\"'", "a&lt;b&gt;&amp;&quot;&apos;"), ("\u{0}\u{FFFF}\u{1B}", "\\u{0}\\u{FFFF}\\u{1B}"), ("]]>", "]]&gt;")])
    func escapes(text: String, expected: String) {
        #expect(XMLText.escaped(text) == expected)
    }

    @Test("a warning passes with its text, because JUnit knows no warnings")
    func warnings() throws {
        let text = ReportForm.junit.render(Sample.suspiciousSuccess.report)
        #expect(
            text.contains(
                """
                    <testcase classname="train" name="metric-drift">
                      <system-out>warning, possible (0.50): auc fell from 0.91 to 0.83
                """))
    }
}

/// Counts what a JUnit document holds.
private final class XMLReader: NSObject, XMLParserDelegate {
    struct Suite {
        var runID = ""
        var tests = ""
        var failures = ""
        var skipped = ""
        var cases = 0
        var failedCases = 0
        var skippedCases = 0
    }
    private(set) var suites: [Suite] = []
    private(set) var elements: Set<String> = []
    private(set) var messages: [String] = []
    private(set) var text = ""
    private(set) var isWellFormed = false

    init(_ document: String) {
        super.init()
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = self
        isWellFormed = parser.parse()
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        elements.insert(name)
        text += attributes.values.joined()
        if let message = attributes["message"] { messages.append(message) }
        if name == "testsuite" {
            suites.append(
                Suite(tests: attributes["tests"] ?? "", failures: attributes["failures"] ?? "", skipped: attributes["skipped"] ?? ""))
        }
        guard let last = suites.indices.last else { return }
        switch name {
        case "property" where attributes["name"] == "run_id": suites[last].runID = attributes["value"] ?? ""
        case "testcase": suites[last].cases += 1
        case "failure": suites[last].failedCases += 1
        case "skipped": suites[last].skippedCases += 1
        default: break
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
