import Evidence
import Testing

@testable import Reports

@Suite("How a report is divided")
struct ReportOutlineTests {
    private func failure(_ id: String, _ mechanism: String, _ severity: Severity = .error) -> Finding {
        makeFinding(
            "unhandled-exception", .unhandledException, .cause, severity, 0.95, in: id, mechanism: mechanism,
            title: "\(mechanism) ended it",
            explanation: "It did."
        ) { $0.isRootCause = true }
    }

    private func failing(_ id: String, at minute: Int, _ cause: Finding?) -> RunReport {
        makeEntry(makeRun(id, id, kind: .job, status: .failed, from: moment(1, minute)), .failed, "It failed.", cause: cause)
    }

    @Test("a run belongs to its topmost known parent, or to the root that it names")
    func groups() {
        func entry(_ id: String, parent: String?, root: String?) -> RunReport {
            makeEntry(makeRun(id, id, parent: parent) { $0.rootRunID = root }, .succeeded, "It ended.")
        }
        let report = makeReport(
            [
                entry("p", parent: nil, root: "p"), entry("s", parent: "p", root: "p"), entry("deep", parent: "s", root: nil),
                entry("lost", parent: "gone", root: "absent"), entry("other", parent: "gone", root: "absent"),
                entry("x", parent: "y", root: nil), entry("y", parent: "x", root: nil),
            ], [], as: nil)
        let groups = ReportOutline(report: report).groups
        #expect(groups.map(\.rootID) == ["p", "absent", "y", "x"])
        #expect(groups.map { $0.members.map(\.run.id) } == [["p", "s", "deep"], ["lost", "other"], ["x"], ["y"]])
    }

    @Test("the same root cause makes one section, and unknown causes stay apart")
    func grouping() {
        let findings = [failure("a", "KeyError"), failure("b", "ValueError"), failure("c", "KeyError")]
        var runs = ["a", "b", "c"].enumerated().map { failing($0.element, at: $0.offset, findings[$0.offset]) }
        runs += [failing("d", at: 8, nil), failing("e", at: 9, nil)]
        let sections = ReportOutline(report: makeReport(runs, findings, as: nil)).sections
        #expect(sections.map { $0.groups.map(\.rootID) } == [["a", "c"], ["b"], ["d"], ["e"]])
    }

    @Test("what failed comes before what is only warned of, and the gravest first")
    func order() {
        let drift = makeFinding(
            "metric-drift", .metricAnomaly, .cause, .critical, 0.9, in: "warned", mechanism: "auc", title: "auc fell",
            explanation: "It did.")
        let findings = [drift, failure("mild", "KeyError"), failure("grave", "OSError", .critical)]
        let runs = [
            makeEntry(makeRun("warned", "warned"), .succeeded, "It ended."), failing("mild", at: 1, findings[1]),
            failing("grave", at: 2, findings[2]),
        ]
        let outline = ReportOutline(report: makeReport(runs, findings, as: nil))
        #expect(outline.sections.map(\.group.rootID) == ["grave", "mild", "warned"])
        #expect(outline.healthy.isEmpty)
    }

    @Test("a cancel by a person is no failure, one that another run brought about is")
    func cancels() {
        let info = makeFinding(
            "canceled-by-person", .blockedDependency, .outcome, .info, 0.9, in: "person", mechanism: "ada", title: "ada canceled it",
            explanation: "She did.")
        let blocked = makeFinding(
            "canceled-by-sibling", .blockedDependency, .symptom, .warning, 0.9, in: "victim", mechanism: "x", title: "A sibling failed",
            explanation: "It did.")
        let runs = ["person", "victim"].map { makeEntry(makeRun($0, $0, status: .canceled), .canceled, "It was canceled.") }
        let outline = ReportOutline(report: makeReport(runs, [info, blocked], as: nil))
        #expect(outline.sections.map(\.group.rootID) == ["victim"])
        #expect(outline.others.map(\.run.id) == ["person"])
    }

    @Test("25 sections are told in full, the others get a row each; a long table of healthy runs is cut")
    func limits() {
        let ids = (10..<40).map { "run-\($0)" }
        let findings = ids.map { failure($0, "Error\($0)") }
        var runs = zip(ids, findings).enumerated().map { failing($0.element.0, at: $0.offset, $0.element.1) }
        runs += (0..<103).map { makeEntry(makeRun("ok-\($0)", "ok", status: .completed), .succeeded, "It ended.") }
        let lines = ReportForm.markdown.render(makeReport(runs, findings, as: nil)).split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("## ") && $0.hasSuffix(": failed") }.count == 25)
        #expect(
            lines.filter { $0.hasPrefix("| `run-") }
                == (35..<40).map {
                    "| `run-\($0)` | failed | Errorrun-\($0) ended it (confirmed) | 2026-11-01 01:\($0 - 10):00 |"
                })
        #expect(lines.filter { $0.hasPrefix("| `ok` |") }.count == 100)
        #expect(lines.contains("… and 3 more."))
    }

    @Test("a cascade shows causes, and data flow only where no cause joins the two")
    func cascade() throws {
        let group = try #require(ReportOutline(report: Sample.brokenPipeline.report).sections.first).group
        let cascade = Cascade(group: group)
        #expect(cascade.runs.map(\.run.id) == ["p-11", "s-12", "s-13"])
        #expect(cascade.roots == ["s-12"])
        #expect(cascade.causes == [Cascade.Edge(from: "s-12", to: "p-11"), Cascade.Edge(from: "s-12", to: "s-13")])
        #expect(cascade.flows == [])
    }

    @Test("quotes of lines that follow each other are one passage")
    func passages() {
        func quote(_ line: Int?, in source: String = "a", before: [String] = [], after: [String] = []) -> Quote {
            Quote(location: Location(source: source, line: line), text: "\(line ?? 0)", before: before, after: after)
        }
        let passages = Passage.joining([
            quote(1), quote(2), quote(4), quote(5, in: "b"), quote(6, in: "b", before: ["x"]), quote(7, in: "b"), quote(nil), quote(nil),
        ])
        #expect(passages.map { $0.quotes.map(\.text) } == [["1", "2"], ["4"], ["5"], ["6", "7"], ["0"], ["0"]])
        #expect(passages[3].lines == ["  x", "> 6", "> 7"])
    }
}
