import Reports

extension Forms {
    /// Whether a page that stands in a report's place is people's alone: it then stays, above the report.
    package static func isPeoples(_ page: String) -> Bool { ReportForm.all.contains { $0.keepsForeign(page) } }

    /// The form that a file's ending promises, if that is another than the one that is written into it: a page called `report.html` that is
    /// Markdown is a mistake.
    package static func form(promisedBy path: String, insteadOf id: String) -> String? {
        func ending(_ name: String) -> Substring? {
            name.split(separator: "/").last.flatMap { $0.contains(".") ? $0.split(separator: ".").last : nil }
        }
        guard let wanted = ending(path)?.lowercased() else { return nil }
        let promised = ReportForm.all.filter { ending($0.fileName)?.lowercased() == wanted }
        return promised.contains { $0.id == id } ? nil : promised.first?.id
    }
}
