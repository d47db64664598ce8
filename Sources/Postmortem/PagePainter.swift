/// Lays a page of plain text out for a terminal: folds long lines at words, and gives headings, severities and places their tint.
///
/// It reads the page's own structure (what stands at the margin is a heading, what stands behind `>` is quoted), so that pages are written
/// without a thought of colours.
struct PagePainter {
    let layout: Layout

    func text(_ page: String) -> String {
        guard layout.ink.isOn || layout.width != nil else { return page }
        var lines = page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let endsWithLine = lines.last?.isEmpty == true
        if endsWithLine { lines.removeLast() }
        return lines.map(painted).joined(separator: "\n") + (endsWithLine ? "\n" : "")
    }

    private func painted(_ line: String) -> String {
        folded(line).enumerated().map { index, part in
            guard layout.ink.isOn else { return part }
            let indent = String(part.prefix { $0 == " " })
            let rest = String(part.dropFirst(indent.count))
            let first = rest.split(separator: " ", maxSplits: 1).first.map(String.init) ?? ""
            if line.hasPrefix("    > ") { return indent + layout.ink.paint(rest, index == 0 ? .place : .faint) }
            guard index == 0 else { return part }
            if indent.isEmpty { return layout.ink.paint(part, .strong) }
            if indent.count == 2, ["critical", "error", "warning", "info"].contains(first) {
                return indent + layout.ink.paint(first, Ink.tint(of: first))
                    + layout.ink.paint(String(rest.dropFirst(first.count)), .strong)
            }
            if let colon = rest.firstIndex(of: ":"), ["verdict", "status"].contains(rest[..<colon]) {
                let value = rest[rest.index(after: colon)...].drop { $0 == " " }
                return indent + rest[...colon] + " " + layout.ink.paint(String(value), Ink.tint(of: String(value)))
            }
            return part
        }.joined(separator: "\n")
    }

    /// The line in pieces that fit; those that follow stand two columns further in.
    private func folded(_ line: String) -> [String] {
        guard let width = layout.width, DisplayWidth.of(line) > width else { return [line] }
        let indent = line.prefix { $0 == " " }.count
        let hang = String(repeating: " ", count: min(indent + 2, width / 2))
        var pieces: [String] = []
        var piece = String(repeating: " ", count: indent)
        var isEmpty = true
        for word in line.dropFirst(indent).split(separator: " ", omittingEmptySubsequences: false) {
            if !isEmpty, DisplayWidth.of(piece) + 1 + DisplayWidth.of(String(word)) > width {
                pieces.append(piece)
                piece = hang
                isEmpty = true
            }
            piece += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        pieces.append(piece)
        return pieces.map { piece in
            var piece = piece[...]
            while piece.last == " " { piece.removeLast() }
            return String(piece)
        }
    }
}
