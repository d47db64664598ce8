import Evidence
import Testing

@testable import Reports

@Suite("CSV")
struct FindingsTableTests {
    @Test(
        "a field is quoted where it must be, and never a formula",
        arguments: [
            ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("two\r\nlines", "two\\r\\nlines"),
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "\\t=1"), (" =1", " '=1"),
            ("\"=1", "\"\"\"'=1\""), ("a;=1", "\"a;'=1\""), ("\u{FF1D}1", "'\u{FF1D}1"), ("a-b=c", "a-b=c"), ("\u{1B}[31m", "\\u{1B}[31m"),
            ("\u{202E}x", "\\u{202E}x"), ("", ""), ("|calc", "'|calc"),
        ])
    func fields(text: String, expected: String) {
        #expect(CSVField.escaped(text) == expected)
    }

    @Test("every row of every sample has the columns of the header, and its fields come back", arguments: Sample.all)
    func rows(sample: Sample) throws {
        let rows = parsed(ReportForm.csv.render(sample.report))
        #expect(rows.first == FindingsTable.columns)
        #expect(rows.allSatisfy { $0.count == FindingsTable.columns.count })
        let title = try #require(FindingsTable.columns.firstIndex(of: "title"))
        let told = rows.dropFirst().map { $0[title] }.filter { !$0.isEmpty }
        #expect(told.sorted() == sample.report.findings.map { VisibleText.of($0.title) }.sorted())
    }

    @Test("no cell of any sample is a formula, whichever character divides the cells", arguments: Sample.all)
    func formulas(sample: Sample) {
        for row in parsed(ReportForm.csv.render(sample.report)) {
            for cell in row.flatMap({ $0.split(separator: ";") }) {
                #expect(!"=+-@|%".contains(cell.first { $0 != " " && $0 != "\"" } ?? "x"), "\(cell)")
            }
        }
    }

    /// RFC 4180, and nothing more lenient.
    private func parsed(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field = ""
        var isQuoted = false
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\"" where isQuoted && scalars.first == "\"":
                field += "\""
                scalars.removeFirst()
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                row.append(field)
                field = ""
            case "\r" where !isQuoted && scalars.first == "\n":
                scalars.removeFirst()
                rows.append(row + [field])
                (row, field) = ([], "")
            default: field.unicodeScalars.append(scalar)
            }
        }
        #expect(field.isEmpty && row.isEmpty && !isQuoted, "the last line has no end")
        return rows
    }
}
