import Evidence
import Foundation
import Reports
import Testing

@Suite("Report forms")
struct ReportFormTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    @Test("the list names one form for each file in Forms")
    func listMatchesFolder() throws {
        let forms = Self.folder.appending(path: "../../Sources/Reports/Forms").standardizedFileURL
        let files = try FileManager.default.contentsOfDirectory(atPath: forms.path()).filter { $0.hasSuffix(".swift") }
        #expect(files.map { $0.dropLast(6).lowercased() }.sorted() == ReportForm.all.map(\.id).sorted())
        #expect(Set(ReportForm.all.map(\.fileName)).count == ReportForm.all.count)
    }

    @Test("each form writes each sample as its golden has it", arguments: ReportForm.all.map(\.id), Sample.all)
    func golden(form id: String, sample: Sample) throws {
        let form = try #require(ReportForm.all.first { $0.id == id })
        let file = Self.folder.appending(path: "Goldens/\(sample.name)/\(form.fileName)")
        let text = form.render(sample.report)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let golden = try #require(
            try? String(contentsOf: file, encoding: .utf8), "\(sample.name)/\(form.fileName) is missing: UPDATE_GOLDENS=1 writes it")
        #expect(text == golden)
    }

    @Test("every golden belongs to a sample and a form")
    func noStrayGoldens() throws {
        let goldens = Self.folder.appending(path: "Goldens")
        let names = try FileManager.default.contentsOfDirectory(atPath: goldens.path()).sorted()
        #expect(names == Sample.all.map(\.name).sorted())
        for name in names {
            let files = try FileManager.default.contentsOfDirectory(atPath: goldens.appending(path: name).path()).sorted()
            #expect(files == ReportForm.all.map(\.fileName).sorted(), "\(name)")
        }
    }
}
