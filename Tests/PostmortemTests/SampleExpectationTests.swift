import Foundation
import Testing

@Suite("The comparison of a report with what the sample expects")
struct SampleExpectationTests {
    private static let expected = """
        {"damaged_sources": ["logs/r9/a.log.gz"],
         "findings": [
           {"run": "cause", "run_id": "r1", "accept_categories": ["swallowed-exception"], "accept_rules": ["swallowed-exception"],
            "root_cause": true, "caused_by": null, "evidence": [{"source": "logs/r1/std_log.txt.gz", "line": 3, "text": "Error"}]},
           {"run": "victim", "run_id": "r2", "accept_categories": ["blocked-dependency"], "accept_rules": ["cascade-from-upstream"],
            "root_cause": false, "caused_by": "r1", "evidence": []}],
         "healthy": [{"run": "well", "run_id": "r3"}]}
        """

    private static func document(line: Int = 3, cause: String = "r1", extra: String = "", damaged: String = "logs/r9/a.log.gz") -> String {
        """
        {"coverage": {"problems": [{"source": "\(damaged)"}]},
         "findings": [
           {"rule": "swallowed-exception", "category": "swallowed-exception", "severity": "critical", "run_id": "r1", "title": "t1",
            "root_cause": true, "caused_by": null, "evidence": [{"source": "logs/r1/std_log.txt", "line": \(line)}]},
           {"rule": "cascade-from-upstream", "category": "blocked-dependency", "severity": "warning", "run_id": "r2", "title": "t2",
            "root_cause": false, "caused_by": {"run_id": "\(cause)"}, "evidence": []}\(extra)]}
        """
    }

    private static func complaints(_ document: String) throws -> [String] {
        let expectation = try SampleExpectation.decode(SampleExpectation.self, from: Data(expected.utf8))
        return expectation.complaints(about: try SampleExpectation.decode(FindingsDocumentText.self, from: Data(document.utf8)))
    }

    @Test("has nothing to say about a document that is right")
    func acceptsRight() throws {
        #expect(try Self.complaints(Self.document()) == [])
    }

    @Test("names a wrong line, a wrong cause, a missing damage and a healthy run accused")
    func namesWrongs() throws {
        #expect(try Self.complaints(Self.document(line: 4)) == ["cause (r1): it cites logs/r1/std_log.txt:4, not logs/r1/std_log.txt.gz:3"])
        #expect(
            try Self.complaints(Self.document(cause: "r7")) == [
                "victim (r2): it is not said to be caused by r1. Said: cascade-from-upstream (blocked-dependency): t2"
            ])
        #expect(
            try Self.complaints(Self.document(damaged: "logs/r8/a.log.gz")) == [
                "The coverage does not name the damaged file logs/r9/a.log.gz."
            ])
        let accusation = """
            , {"rule": "native-crash", "category": "premature-exit", "severity": "error", "run_id": "r3", "title": "t3", "root_cause": true,
               "caused_by": null, "evidence": []}
            """
        #expect(try Self.complaints(Self.document(extra: accusation)) == ["well (r3) is healthy, but native-crash says: t3"])
    }

    @Test("names what was not found")
    func namesMissing() throws {
        let empty = #"{"coverage": {"problems": [{"source": "logs/r9/a.log"}]}, "findings": []}"#
        #expect(
            try Self.complaints(empty) == [
                "cause (r1): no finding by swallowed-exception. Said: ", "victim (r2): no finding by cascade-from-upstream. Said: ",
            ])
    }
}
