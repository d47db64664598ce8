import Evidence

extension Sample {
    /// Texts that want to be markup, in every place a text can stand.
    static let hostileEvidence = Sample(
        name: "hostile-evidence",
        report: {
            let finding = makeFinding(
                "odd|rule", .unhandledException, .cause, .error, 0.9, in: "bad`run|id", mechanism: "x",
                title: "# <script>alert(1)</script> [click](http://evil.example) **bold** | cell",
                explanation: "- see https://evil.example/a?b=1 and @everyone in #12\n# heading $x$ :tada: ![i](http://evil.example/i.png)",
                evidence: [
                    Quote(
                        location: Location(source: "logs/a`b|c<d>.txt", line: 7, offset: 70), time: moment(1),
                        text: "```\n</details><img src=x onerror=alert(1)> \u{1B}[2J\u{202E}txt.exe ````",
                        before: ["~~~", "</code></pre>"], after: ["| a | b |", "\u{2028}---"])
                ], remedy: ["1. <b>do</b>\n## now \u{1B}[31mred", "`unbalanced"]
            ) {
                $0.isRootCause = true
                $0.exception = ExceptionSummary(type: "E`r|r", message: "a|b\\|c\n`d`", file: "x|y.py", line: 3, function: "<lambda>")
                $0.alert = Alert(table: "T</summary>", kql: "T | where x == \"```\"\n</details>")
            }
            let end = "end\"];click r1 \"javascript:alert(1)\" %% `x`"
            let victim = makeFinding(
                "victim", .blockedDependency, .symptom, .warning, 1, in: "v", mechanism: "y", title: "* * *", explanation: "=== 1) x"
            ) { $0.causedBy = CauseLink(runID: "bad`run|id", finding: finding.id) }
            var coverage = makeCoverage(read: 2)
            coverage.problems = [Problem(source: "a|b.zip!c`d", reason: "<i>broken</i> | at _once_", recoveredBytes: 0)]
            coverage.rulesSkipped = [SkippedRule(rule: "r`1", runID: "v", reason: "no [log](x) & &lt;none&gt;")]
            var report = makeReport(
                [
                    makeEntry(
                        makeRun("bad`run|id", "name <b> | \u{202E}x", kind: .pipeline, status: .failed, from: moment(1), to: moment(2)),
                        .failed, "<h1>x</h1> www.evil.example", cause: finding
                    ) {
                        $0.witnesses = [Witness(name: "a|b", statement: "c\\|d `e`", contradicts: true)]
                        $0.timeline = [TimelineEntry(time: moment(1), text: "a|b <br> \u{7}", location: Location(source: "f|g"))]
                        $0.evidence = [
                            EvidenceItem(.userLog, .damaged, detail: "logs/a`b|c<d>.txt"),
                            EvidenceItem(.activityLog, .notCovering, detail: "<u>it</u> | reaches"),
                        ]
                        $0.unknowns = ["> quoted *x* ~y~"]
                    },
                    makeEntry(
                        makeRun("v", end, parent: "bad`run|id", status: .notStarted), .notRun, "| x |\n| - |", cause: finding),
                    makeEntry(
                        makeRun("ok|1", "fine `|` \\", kind: .job, status: .completed, from: moment(1), to: moment(2)), .succeeded, "ok"),
                    makeEntry(
                        makeRun("=cmd|' /C calc'!A0", "@SUM(1+1)*cmd", kind: .job, status: .failed, from: moment(1), to: moment(2)),
                        .failed, "-2+3;=1+1"
                    ) {
                        $0.series = [
                            ReportedSeries(name: "</title><b>", points: [.init(value: .infinity), .init(value: -1e308, isCited: true)])
                        ]
                        $0.silences = [
                            ReportedSilence(
                                from: moment(1), to: moment(1, 30),
                                quote: Quote(
                                    location: Location(source: "\"><img src=x onerror=alert(1)>", line: -3), text: "\u{FFFE}&#x1b;"))
                        ]
                    },
                ], [finding, victim], as: moment(4, 30), coverage: coverage)
            report.rules = [
                RuleSummary(
                    id: "odd|rule", title: "<b>odd</b>", category: .unhandledException, kind: .cause, severity: .error,
                    why: "]]> --> </script>", remedy: ["\u{202E}x"])
            ]
            return report
        }())
}
