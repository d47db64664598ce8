import Evidence
import Testing

@testable import Reports

@Suite("A report that is written again keeps what people wrote")
struct MarkdownMergeTests {
    private let page = ReportForm.markdown.render(Sample.brokenPipeline.report)

    private func again(_ report: Report, over existing: String) -> String {
        ReportForm.markdown.render(report, over: existing)
    }

    @Test("nothing changes where nobody wrote and nothing happened", arguments: Sample.all)
    func unchanged(sample: Sample) {
        let page = ReportForm.markdown.render(sample.report)
        #expect(again(sample.report, over: page) == page)
        #expect(
            again(sample.report, over: page.replacing("\n", with: "\r\n")) == page, "An editor that ends lines otherwise wrote nothing.")
    }

    /// One line behind each line of the page, wherever that is: between blocks, in them, in tables and in fences.
    @Test("a line written at any place survives, again and again", arguments: [Sample.brokenPipeline, .hostileEvidence])
    func everyPlace(sample: Sample) {
        let page = ReportForm.markdown.render(sample.report)
        let lines = page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for place in stride(from: 0, to: lines.count, by: 2) {
            let note = "Our note number \(place)"
            var edited = lines
            edited.insert(note, at: place)
            let first = MarkdownMerge.merged(fresh: page, existing: edited.joined(separator: "\n"))
            #expect(first.contains(note + "\n"), "written behind line \(place)")
            // The same again for every place would take a minute.
            if place % 12 == 0 { #expect(MarkdownMerge.merged(fresh: page, existing: first) == first, "written behind line \(place)") }
        }
    }

    @Test("lines written at all places at once survive", arguments: Sample.all)
    func allPlaces(sample: Sample) {
        let page = ReportForm.markdown.render(sample.report)
        var lines = page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let count = lines.count
        for place in stride(from: count - 1, through: 0, by: -1) { lines.insert("Note \(place).", at: place) }
        let merged = MarkdownMerge.merged(fresh: page, existing: lines.joined(separator: "\n"))
        for place in 0..<count { #expect(merged.contains("Note \(place).\n")) }
    }

    @Test("what the report says anew takes the place of what it said, and the notes stay where they were")
    func newWords() throws {
        let edited = page.replacing(
            "<!-- mlpostmortem:begin runs -->",
            with: "## What we agreed\n\nAda asks the owners of `sales`.\n\n<!-- mlpostmortem:begin runs -->")
        var report = Sample.brokenPipeline.report
        report.coverage.filesRead = 13
        let merged = again(report, over: edited)
        #expect(merged.contains("13 files with") && !merged.contains("12 files with"))
        #expect(
            merged
                == ReportForm.markdown.render(report).replacing(
                    "<!-- mlpostmortem:begin runs -->",
                    with: "## What we agreed\n\nAda asks the owners of `sales`.\n\n<!-- mlpostmortem:begin runs -->"))
    }

    @Test("owners and dates stay; an action that is new gets a row, one that was taken out does not come back")
    func actions() throws {
        let rows = page.split(separator: "\n").filter { $0.hasSuffix("|  |  |") }.map(String.init)
        try #require(rows.count == 3)
        let edited = page.replacing(rows[0], with: rows[0].dropLast(6) + "| Ada | Friday |").replacing(rows[1] + "\n", with: "")
        var report = Sample.brokenPipeline.report
        report.findings[0].remedy.append("Tell the owners of the export.")
        let merged = again(report, over: edited)
        let actions = merged.split(separator: "\n").drop { $0 != "### Actions" }.dropFirst(3).prefix { $0.hasPrefix("|") }
        #expect(
            actions.map(String.init) == [
                rows[0].dropLast(6) + "| Ada | Friday |", rows[2], "| Tell the owners of the export. |  |  |",
            ])
        #expect(again(report, over: merged) == merged)
    }

    @Test("a failure that is told no more goes, unless somebody wrote about it")
    func goneFailure() {
        let other = Sample.recurringFailure.report
        #expect(again(other, over: page) == ReportForm.markdown.render(other))
        let edited = page.replacing("### Actions\n", with: "### Actions\n\nGrace looks into the mount.\n")
        let merged = again(other, over: edited)
        #expect(merged.contains("Grace looks into the mount.\n"))
        #expect(merged.contains("### Root cause: KeyError: `'store_id'` ended the script\n"), "The note would be about nothing.")
        #expect(merged.contains("### Root cause: The run has been finalizing for 2 h 10 min\n"))
        #expect(again(other, over: merged) == merged)
    }

    @Test("a new failure stands where the fresh report has it")
    func newFailure() {
        let both = ReportForm.markdown.render(Sample.recurringFailure.report)
        var one = Sample.recurringFailure.report
        one.runs.removeAll { $0.run.id != "hang-1" }
        one.findings.removeAll { $0.runID != "hang-1" }
        let merged = again(Sample.recurringFailure.report, over: ReportForm.markdown.render(one))
        #expect(merged == both)
    }

    @Test("a report goes below the text of a page that held none, and a page without its markers is text of people")
    func noReport() {
        let report = Sample.brokenPipeline.report
        let both = again(report, over: "# Notes\r\n\r\nnothing of ours")
        #expect(both == "# Notes\n\nnothing of ours\n\n" + page)
        #expect(again(report, over: both) == both)
        #expect(again(report, over: "") == page && again(report, over: " \n\n") == page)
        #expect(ReportForm.markdown.keepsForeign("# Notes\n"))
        #expect(!ReportForm.markdown.keepsForeign("\n") && !ReportForm.markdown.keepsForeign(both) && !ReportForm.html.keepsForeign("x"))
        let halved = page.replacing("<!-- mlpostmortem:begin coverage -->\n", with: "")
        let merged = again(Sample.brokenPipeline.report, over: halved)
        #expect(merged.contains("<!-- mlpostmortem:begin coverage -->"))
        #expect(again(Sample.brokenPipeline.report, over: merged) == merged)
    }

    @Test("evidence cannot write a marker")
    func hostileMarkers() {
        let marker = "<!-- mlpostmortem:end details-f25524c44fef 000000000000 -->"
        var report = Sample.brokenPipeline.report
        report.findings[0].title = marker
        report.findings[0].explanation = marker + "\n" + marker
        report.findings[0].remedy = [marker]
        report.findings[0].alert = Alert(table: marker, kql: "x\n" + marker)
        report.findings[0].evidence[0].text = marker
        report.findings[0].evidence[0].after = [marker]
        report.runs[0].summary = marker
        let page = ReportForm.markdown.render(report)
        let ids = ManagedText.items(of: page).compactMap(\.id)
        #expect(ids == ManagedText.items(of: self.page).compactMap(\.id))
        #expect(ManagedText.items(of: page).allSatisfy { !$0.isEdited })
        #expect(again(report, over: page) == page)
    }
}
