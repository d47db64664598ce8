import Evidence
import Foundation
import Testing

@testable import Reports

@Suite("SARIF")
struct SARIFTests {
    @Test("every sample fits the schema of the standard", arguments: Sample.all)
    func schema(sample: Sample) throws {
        #expect(try validator().faults(of: Document(text: ReportForm.sarif.render(sample.report))) == [])
    }

    @Test("a log with a fault is refused, and the fault is named")
    func faults() throws {
        let valid = try Document(text: ReportForm.sarif.render(Sample.brokenPipeline.report))
        let wrong: [(String, (inout Document) -> Void)] = [
            ("$.version: not in the enumeration", { $0["version"] = .string("2.0.0") }),
            ("$.runs[0].results[0]: message is missing", { $0["runs"]?[0]?["results"]?[0]?["message"] = nil }),
            ("$.runs[0].results[0].level: not in the enumeration", { $0["runs"]?[0]?["results"]?[0]?["level"] = .string("fatal") }),
            ("$.runs[0].results[0].rank: above the maximum", { $0["runs"]?[0]?["results"]?[0]?["rank"] = .number(101) }),
            (
                "$.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri: no URI",
                { $0["runs"]?[0]?["results"]?[0]?["locations"]?[0]?["physicalLocation"]?["artifactLocation"]?["uri"] = .string("a b") }
            ),
            (
                "$.runs[0].results[0].partialFingerprints.x: not of type string",
                { $0["runs"]?[0]?["results"]?[0]?["partialFingerprints"] = .object(["x": .number(1)]) }
            ),
            (
                "$.runs[0].results[0].codeFlows[0].threadFlows: too few items",
                {
                    $0["runs"]?[0]?["results"]?[0]?["codeFlows"]?[0]?["threadFlows"] = .array([])
                }
            ),
        ]
        let validator = try validator()
        for (fault, change) in wrong {
            var document = valid
            change(&document)
            #expect(try validator.faults(of: document) == [fault])
        }
    }

    private func validator() throws -> SchemaValidator {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/sarif/sarif-schema-2.1.0.json")
        return SchemaValidator(root: try Document(text: String(contentsOf: file.standardizedFileURL, encoding: .utf8)))
    }

    @Test("every result points to its rule by name and by number", arguments: Sample.all)
    func rules(sample: Sample) throws {
        let run = try run(of: sample.report)
        for (index, finding) in sample.report.findings.enumerated() {
            let result = run["results"]?[index]
            #expect(result?["ruleId"] == .string(finding.rule))
            guard case .number(let number) = result?["ruleIndex"] else { continue }
            #expect(run["tool"]?["driver"]?["rules"]?[Int(number)]?["id"] == .string(finding.rule))
        }
    }

    @Test("a victim's code flow leads from the root cause to it, and the root cause's to each victim")
    func codeFlows() throws {
        let report = Sample.brokenPipeline.report
        let run = try run(of: report)
        let root = try #require(report.findings.firstIndex { $0.isRootCause })
        let victim = try #require(report.findings.firstIndex { $0.rule == "step-never-started" })
        let titles = ["KeyError: 'store_id' ended the script.", "The step register never started, because train failed."]
        #expect(messages(run["results"]?[victim]?["codeFlows"]?[0]) == titles)
        #expect(messages(run["results"]?[root]?["codeFlows"]?[1]) == titles)
        #expect(messages(run["results"]?[root]?["codeFlows"]?[0]) == [titles[0], "The process ended with exit code 1."])
    }

    @Test("findings that form a ring do not make a code flow without end")
    func ring() throws {
        var report = Sample.brokenPipeline.report
        report.findings[0].causedBy = CauseLink(runID: "s-13", finding: report.findings[2].id)
        let flows = try run(of: report)["results"]?[0]?["codeFlows"]
        #expect(messages(flows?[0]).count == 2)
    }

    @Test("what was reported before is unchanged, what was not is new")
    func baseline() throws {
        let run = try run(of: Sample.recurringFailure.report)
        let states = (0..<4).map { run["results"]?[$0]?["baselineState"] }
        #expect(states == [.string("unchanged"), .string("unchanged"), .string("new"), .string("new")])
        #expect(
            run["results"]?[0]?["partialFingerprints"]?["mlpostmortem/failure/v1"]
                == run["results"]?[1]?["partialFingerprints"]?["mlpostmortem/failure/v1"])
        #expect(
            run["results"]?[0]?["partialFingerprints"]?["mlpostmortem/finding/v1"]
                != run["results"]?[1]?["partialFingerprints"]?["mlpostmortem/finding/v1"])
    }

    @Test(
        "a path is a relative URI, whatever stands in it",
        arguments: [
            ("logs/a b.txt", "logs/a%20b.txt"), ("a.zip!b/c", "a.zip!b/c"), ("http://x/y", "http%3A//x/y"), ("//host/x", "%2F%2Fhost/x"),
            ("a?b#c%d", "a%3Fb%23c%25d"), ("é\u{1B}", "%C3%A9%1B"), ("", ""),
        ])
    func uris(path: String, expected: String) {
        #expect(ArtifactURI.of(path) == expected)
    }

    @Test("a message from evidence holds no link and no hidden character")
    func hostile() throws {
        let run = try run(of: Sample.hostileEvidence.report)
        let message = run["results"]?[0]?["message"]?["text"]
        #expect(
            message
                == .string(
                    "# <script>alert(1)</script> [click] (http://evil.example) **bold** | cell. - see https://evil.example/a?b=1 and @everyone in "
                        + "#12\\n# heading $x$ :tada: ![i] (http://evil.example/i.png)."))
    }

    @Test("lines that cannot be are no region")
    func regions() throws {
        var report = Sample.brokenPipeline.report
        report.findings[0].evidence = [
            Quote(location: Location(source: "a", line: 0), text: "x"),
            Quote(location: Location(source: "a", line: 2), text: "x", before: ["1", "2", "3"]),
            Quote(location: Location(source: "a", offset: 7), text: "xy"),
        ]
        let result = try run(of: report)["results"]?[0]
        #expect(result?["locations"]?[0]?["physicalLocation"]?["region"] == nil)
        let related = result?["relatedLocations"]
        #expect(related?[0]?["physicalLocation"]?["region"]?["startLine"] == .number(2))
        #expect(related?[0]?["physicalLocation"]?["contextRegion"] == nil)
        #expect(related?[1]?["physicalLocation"]?["region"] == .object(["byteOffset": .number(7), "byteLength": .number(2)]))
    }

    private func run(of report: Report) throws -> Document {
        let document = try Document(text: ReportForm.sarif.render(report))
        return try #require(document["runs"]?[0])
    }

    private func messages(_ flow: Document?) -> [String] {
        guard case .array(let steps) = flow?["threadFlows"]?[0]?["locations"] else { return [] }
        return steps.compactMap { if case .string(let text) = $0["location"]?["message"]?["text"] { text } else { nil } }
    }
}
