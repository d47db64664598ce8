import Evidence

/// The places that a section cited, as numbered footnotes with the content that they were read from.
struct NotesText {
    let hashes: [String: String]

    func write(to page: inout MarkdownPage) {
        let notes = page.takeNotes()
        guard !notes.isEmpty else { return }
        page.heading(3, "Evidence cited")
        page.numbered(
            notes.map { location in
                // Here the path stands in full: it is what one looks for in the export.
                var text: MarkdownText = .code(location.source)
                if let line = location.line {
                    text.append(", line \(line)")
                } else if let offset = location.offset {
                    text.append(", byte \(Wording.grouped(offset))")
                }
                if let hash = hashes[location.source] { text.append(", content \(code: hash)") }
                return text
            })
    }
}
