import Evidence

/// An excerpt of a source with its line numbers; context farther away has to be opened.
struct ExcerptView {
    let excerpt: Excerpt
    let hash: String?

    /// Frames of a traceback stand before the line that counts, so more is shown there.
    private static let shownBefore = 2
    private static let shownAfter = 1

    var html: HTMLText {
        var caption: HTMLText = PlaceView.place(excerpt.first.location)
        if let time = excerpt.first.time { caption.append(", \(time.readable)") }
        if let hash { caption.append(", <span title=\"\(hash)\">content \(HTMLText.code(String(hash.prefix(12))))</span>") }
        var body: HTMLText = ""
        var last: Int?
        for (index, block) in excerpt.blocks.enumerated() {
            if index > 0 {
                let next = block.lines.first?.number
                let skipped = last.flatMap { last in next.map { $0 - last - 1 } } ?? 0
                body.append("<div class=\"gap\">&#8942; \(skipped > 0 ? Wording.count(skipped, "line") : "")</div>\n")
            }
            body.append(lines(block.lines))
            last = block.lines.last?.number
        }
        return "<figure class=\"ex\"><figcaption>\(caption)</figcaption><div class=\"lines\">\n\(body)</div></figure>\n"
    }

    private func lines(_ lines: [Excerpt.Line]) -> HTMLText {
        let hits = lines.indices.filter { lines[$0].isHit }
        let isNear = lines.indices.map { index in
            hits.contains { index >= $0 - ExcerptView.shownBefore && index <= $0 + ExcerptView.shownAfter }
        }
        var output: HTMLText = ""
        var index = 0
        while index < lines.count {
            var end = index + 1
            while end < lines.count, isNear[end] == isNear[index] { end += 1 }
            let part = HTMLText.joined(lines[index..<end].map(line))
            // One line takes no more room than the words that would hide it.
            if isNear[index] || end - index == 1 {
                output.append(part)
            } else {
                output.append("<details><summary>\(Wording.count(end - index, "more line"))</summary>\n\(part)</details>\n")
            }
            index = end
        }
        return output
    }

    private func line(_ line: Excerpt.Line) -> HTMLText {
        let number: HTMLText = line.number.map { "\($0)" } ?? ""
        let kind: HTMLText = line.isHit ? "l h" : "l"
        return "<div class=\"\(kind)\"><span class=\"n\">\(number)</span><span>\(HTMLText.line(line.text))</span></div>\n"
    }
}
