extension ReportForm {
    /// The runs as JUnit suites, for CI servers: a run is a suite, a rule that had something to say of it is a case.
    package static let junit = ReportForm(id: "junit", fileName: "junit.xml") { report in
        JUnitDocument(report: report).text
    }
}
