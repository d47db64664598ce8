import Evidence
import Foundation
import Reports
import Testing

@Suite("The findings JSON and its schema")
struct FindingsSchemaTests {
    private let validator: SchemaValidator
    private let valid: Document

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/findings.schema.json")
        validator = SchemaValidator(root: try Document(text: String(contentsOf: file.standardizedFileURL, encoding: .utf8)))
        valid = try Document(text: ReportForm.json.render(Sample.brokenPipeline.report))
    }

    @Test("every sample fits the schema", arguments: Sample.all)
    func samples(sample: Sample) throws {
        #expect(try validator.faults(of: Document(text: ReportForm.json.render(sample.report))) == [])
    }

    @Test("every value of the vocabularies fits the schema")
    func vocabularies() throws {
        var report = Sample.brokenPipeline.report
        let finding = report.findings[0]
        let entry = report.runs[0]
        report.findings = Category.allCases.flatMap { category in
            zip(Severity.allCases, FindingKind.allCases + [.cause]).map { severity, kind in
                var changed = finding
                (changed.category, changed.severity, changed.kind) = (category, severity, kind)
                return changed
            }
        }
        let kinds: [RunKind] = [.pipeline, .step, .job, .sweep, .automl, .child]
        report.runs = Verdict.allCases.flatMap { verdict in
            RunStatus.allCases.enumerated().map { index, status in
                var changed = entry
                changed.verdict = verdict
                changed.run.merged.status = status
                changed.run.merged.kind = kinds[index % kinds.count]
                return changed
            }
        }
        #expect(try validator.faults(of: Document(text: ReportForm.json.render(report))) == [])
    }

    @Test("a document with a fault is refused, and the fault is named")
    func wrongDocuments() throws {
        let wrong: [(String, (inout Document) -> Void)] = [
            ("$.schema: not the constant", { $0["schema"] = .string("mlpostmortem.findings/2") }),
            ("$: coverage is missing", { $0["coverage"] = nil }),
            ("$: extra is not allowed", { $0["extra"] = .null }),
            ("$.runs: not of type array", { $0["runs"] = .null }),
            ("$.as_of: fits none of anyOf", { $0["as_of"] = .string("2026-11-01 04:30:00") }),
            ("$.generated_at: of none of the types", { $0["generated_at"] = .number(1) }),
            ("$.findings[0].confidence: above the maximum", { $0["findings"]?[0]?["confidence"] = .number(1.01) }),
            ("$.findings[0].confidence: below the minimum", { $0["findings"]?[0]?["confidence"] = .number(-0.1) }),
            ("$.findings[0].severity: not in the enumeration", { $0["findings"]?[0]?["severity"] = .string("fatal") }),
            ("$.findings[0].id: pattern", { $0["findings"]?[0]?["id"] = .string("f-XYZ") }),
            ("$.findings[0].occurrences: not of type integer", { $0["findings"]?[0]?["occurrences"] = .number(1.5) }),
            ("$.findings[0].evidence[0].source: pattern", { $0["findings"]?[0]?["evidence"]?[0]?["source"] = .string("/tmp/log") }),
            ("$.findings[0].exception: fits none of anyOf", { $0["findings"]?[0]?["exception"] = .string("KeyError") }),
            ("$.sources[0].content_hash: pattern", { $0["sources"]?[0]?["content_hash"] = .string("sha1:xyz") }),
            ("$.runs[2].witnesses[0]: statement is missing", { $0["runs"]?[2]?["witnesses"]?[0]?["statement"] = nil }),
            ("$.runs[2].timeline[0].time: not of type string", { $0["runs"]?[2]?["timeline"]?[0]?["time"] = .null }),
            ("$.runs[2].unknowns[0]: not of type string", { $0["runs"]?[2]?["unknowns"]?[0] = .null }),
            ("$.coverage.problems[0].reason: not of type string", { $0["coverage"]?["problems"]?[0]?["reason"] = .null }),
        ]
        for (fault, change) in wrong {
            var document = valid
            change(&document)
            #expect(try validator.faults(of: document) == [fault])
        }
    }

    @Test("a keyword that the validator does not know is no pass")
    func unknownKeyword() {
        let schema = Document.object(["minLength": .number(1)])
        #expect(throws: SchemaValidator.UnknownKeyword.self) { try SchemaValidator(root: schema).faults(of: .string("x")) }
    }

    @Test("the wall clock enters only where it is given")
    func generatedAt() throws {
        var report = Sample.brokenPipeline.report
        #expect(try Document(text: ReportForm.json.render(report))["generated_at"] == .null)
        report.generatedAt = "2026-11-02T06:00:00Z"
        #expect(try Document(text: ReportForm.json.render(report))["generated_at"] == .string("2026-11-02T06:00:00Z"))
    }
}
