import Evidence

/// An exception group: its lines stand in a gutter and are read when the last of them was seen.
struct TracebackGroup {
    private(set) var lines: [TracebackLine]
    private(set) var isClosed = false
    private var blanks = 0
    private let header: TracebackLine
    private let source: String
    private let column: Int

    private static let maximumLines = 500
    /// Groups in groups; deeper ones are cut off, so that no input exhausts the stack.
    private static let maximumDepth = 16

    init(header: TracebackLine, source: String) {
        self.header = header
        self.source = source
        lines = [header]
        let text = TracebackText(header.text)
        column = text.indent
    }

    var lastLine: Int { lines.last?.number ?? header.number }

    /// True while lines stand in the gutter.
    mutating func feed(_ line: TracebackLine, _ text: TracebackText) -> TracebackStep {
        if isClosed { return .refused }
        guard text.body.first == UInt8(ascii: "|") || text.body.first == UInt8(ascii: "+") else {
            if text.isBlank {
                blanks += 1
                return blanks > 2 ? .refused : .taken
            }
            // Before Python 3.13 the further lines of a member's message stand outside the gutter.
            let isPlain = text.indent == 0 && !line.hadPrefix && TracebackHeader(text) == nil && text.chainLink == nil
            if isPlain, let last = lines.last, isMessage(last) {
                lines.append(line)
                return .taken
            }
            if let final = TracebackFinal(text), final.isStrong { return .refused }
            return TracebackHeader(text) != nil || text.isIntro || text.chainLink != nil ? .refused : .foreign
        }
        blanks = 0
        if lines.count < Self.maximumLines { lines.append(line) }
        if let rule = text.groupRule, rule.isEnd, rule.column <= column + 4 { isClosed = true }
        return .taken
    }

    /// A final line in the gutter, or what goes on from one.
    private func isMessage(_ line: TracebackLine) -> Bool {
        let text = TracebackText(line.text)
        guard text.body.first == UInt8(ascii: "|") else { return text.body.first != UInt8(ascii: "+") }
        return TracebackFinal(text.withoutGutter)?.isStrong == true && lines.count < Self.maximumLines
    }

    /// The group's block and, in it, its members.
    func block(link: TracebackBlock.Link) -> TracebackBlock? {
        let blocks = TracebackGroup.read(lines, source: source, depth: 0, isClosed: isClosed)
        guard var block = blocks.last else { return nil }
        block.link = link
        return block
    }

    private static func read(_ lines: [TracebackLine], source: String, depth: Int, isClosed: Bool) -> [TracebackBlock] {
        guard depth < maximumDepth else { return [] }
        var own: [TracebackLine] = []
        var members: [[TracebackLine]] = []
        var memberColumn: Int?
        for line in lines {
            let text = TracebackText(line.text)
            if let rule = text.groupRule, memberColumn == nil || rule.column == memberColumn {
                memberColumn = rule.column
                if !rule.isEnd { members.append([]) }
            } else if text.isTornRule {
                continue
            } else if let memberColumn {
                var inner = line
                inner.text = text.dropping(columns: memberColumn)
                if !members.isEmpty { members[members.count - 1].append(inner) }
            } else {
                var inner = line
                inner.text = text.groupBody
                own.append(inner)
            }
        }
        var blocks = TracebackGroup.blocks(of: own, source: source, isClosed: isClosed)
        guard let last = blocks.indices.last else { return [] }
        for member in members {
            blocks[last].members += TracebackGroup.member(member, source: source, depth: depth + 1, isClosed: isClosed)
        }
        return blocks
    }

    /// A member may be a chain, of which any part may be a group again.
    private static func member(_ lines: [TracebackLine], source: String, depth: Int, isClosed: Bool) -> [TracebackBlock] {
        guard let start = lines.lastIndex(where: { TracebackText($0.text).contains("Exception Group Traceback (most recent call last):") })
        else { return blocks(of: lines, source: source, isClosed: isClosed) }
        let inner = read(Array(lines[start...]), source: source, depth: depth, isClosed: isClosed)
        guard start > 0 else { return inner }
        let before = Array(lines[..<start])
        var link = TracebackBlock.Link.none
        for line in before { link = TracebackText(line.text).chainLink ?? link }
        return blocks(of: before, source: source, isClosed: isClosed)
            + inner.enumerated().map { index, block in
                var block = block
                if index == 0 { block.link = link }
                return block
            }
    }

    /// Lines whose gutter is gone: an ordinary traceback, or a final line alone.
    private static func blocks(of lines: [TracebackLine], source: String, isClosed: Bool) -> [TracebackBlock] {
        let lines = lines.filter { !$0.text.isEmpty || $0.number != lines.first?.number }
        guard var header = lines.first else { return [] }
        var rest = lines.dropFirst()
        let text = TracebackText(header.text)
        if text.contains("Exception Group Traceback") { header.text = "Traceback (most recent call last):" }
        if TracebackHeader(text) == nil {
            // No traceback of its own: the first line is the final one.
            guard TracebackFinal(text) != nil else { return [] }
            header.text = "Traceback (most recent call last):"
            rest = lines[...]
        }
        guard var parser = TracebackParser(header: header, preceding: [], source: source) else { return [] }
        parser.takesWholeMessage = true
        parser.mayBeCut = !isClosed
        for line in rest where !parser.feed(line) { break }
        return parser.finish()?.blocks ?? []
    }
}

extension TracebackText {
    /// `+-+---------------- 1 ----------------` and the rule that ends the members; the column is its last plus sign's.
    fileprivate var groupRule: (column: Int, isEnd: Bool)? {
        guard body.first == UInt8(ascii: "+") else { return nil }
        var index = body.startIndex
        if body.starts(with: "+-+") { index += 2 }
        let dashes = body[(index + 1)...].prefix { $0 == UInt8(ascii: "-") }
        guard dashes.count >= 10 else { return nil }
        let rest = body[dashes.endIndex...]
        if rest.isEmpty { return (index, true) }
        guard rest.first == UInt8(ascii: " "), rest.last == UInt8(ascii: "-") else { return nil }
        return (index, false)
    }

    /// A rule that was cut off, or damaged.
    fileprivate var isTornRule: Bool {
        groupRule == nil && body.first == UInt8(ascii: "+")
            && body.allSatisfy { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: " ") || $0.isTracebackDigit }
    }

    /// The line without the gutter of a group, or the header without its plus sign.
    fileprivate var groupBody: String {
        if body.starts(with: "+ ") { return body.dropFirst(2).text }
        return withoutGutter.isBlank || body.first == UInt8(ascii: "|") ? withoutGutter.string : string
    }

    /// The line as a member at that column sees it.
    fileprivate func dropping(columns: Int) -> String {
        guard indent >= columns else { return string }
        let rest = bytes[columns...]
        guard rest.first == UInt8(ascii: "|") else { return rest.text }
        return rest.dropFirst(rest.starts(with: "| ") ? 2 : 1).text
    }
}
