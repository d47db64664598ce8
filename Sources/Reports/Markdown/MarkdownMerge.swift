/// Writes a report into one that exists, so that nothing is lost that people wrote: between our blocks, after them, and within them.
enum MarkdownMerge {
    private typealias Item = ManagedText.Item

    /// Whether a text is people's alone: a page of notes that no report was written into yet.
    static func isForeign(_ existing: String) -> Bool {
        let items = ManagedText.items(of: existing)
        return !items.isEmpty && !items.contains { $0.id != nil }
    }

    /// `fresh` in the place of what this program wrote into `existing`; behind it, where that is people's alone.
    static func merged(fresh: String, existing: String) -> String {
        let old = ManagedText.items(of: existing)
        let new = ManagedText.items(of: fresh)
        guard old.contains(where: { $0.id != nil }) else { return old.isEmpty ? fresh : ManagedText.text(of: old + new) }
        let freshByID = Dictionary(new.compactMap { item in item.id.map { ($0, item) } }) { first, _ in first }
        let told = Set(freshByID.keys.map(subject))
        let kept = subjectsWorthKeeping(old)
        var result: [Item] = []
        for item in old {
            switch item {
            case .free: result.append(item)
            case .block(let id, _, let lines):
                if let fresh = freshByID[id] {
                    result.append(fresh)
                    if item.isEdited { result += strays(lines, fresh) }
                } else if !told.contains(subject(id)), kept.contains(subject(id)) {
                    result.append(item)
                } else if item.isEdited {
                    result += strays(lines, nil)
                }
            case .seed(let id, _, _, _):
                if let fresh = freshByID[id] {
                    result.append(item.isEdited ? grown(item, by: fresh) : fresh)
                } else if item.isEdited || kept.contains(subject(id)) {
                    result.append(item)
                }
            }
        }
        return ManagedText.text(of: inserting(new, into: result, known: Set(old.compactMap(\.id))))
    }

    /// What a block is about: a failure has several, which come and go together.
    private static func subject(_ id: String) -> String {
        id.split(separator: "-").last.map(String.init) ?? id
    }

    /// Failures that the report does not tell of any more, but of which somebody wrote something.
    private static func subjectsWorthKeeping(_ items: [Item]) -> Set<String> {
        var kept: Set<String> = []
        var current: String?
        for item in items {
            if let id = item.id { current = subject(id) }
            if item.isEdited, let current { kept.insert(current) }
        }
        return kept
    }

    /// The lines that somebody wrote into a block: those that it does not have any more. Some may be old lines of ours; better one line
    /// too many than one lost.
    private static func strays(_ lines: [String], _ fresh: Item?) -> [Item] {
        var ours: Set<String> = []
        if case .block(_, _, let lines) = fresh { ours = Set(lines.map(trimmed)) }
        let strays = lines.filter { !ManagedText.isBlank($0) && !ours.contains(trimmed($0)) }
        return strays.isEmpty ? [] : [.free(strays)]
    }

    private static func trimmed(_ line: String) -> String {
        String(line.reversed().drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace))
    }

    /// A table that somebody filled in, with the rows that it never had. Rows that were taken out stay out.
    private static func grown(_ item: Item, by fresh: Item) -> Item {
        guard case .seed(let id, let hash, let rows, var lines) = item, case .seed(_, _, let freshRows, let freshLines) = fresh,
            let last = lines.lastIndex(where: { $0.hasPrefix("|") })
        else { return item }
        let missing = zip(freshRows, ManagedText.rows(of: freshLines)).filter { !rows.contains($0.0) }
        lines.insert(contentsOf: missing.map(\.1), at: last + 1)
        return .seed(id: id, hash: hash, rows: rows + missing.map(\.0), lines: lines)
    }

    /// Adds the blocks that are new, each behind the one that it follows in the fresh report and behind what people wrote there.
    private static func inserting(_ new: [Item], into old: [Item], known: Set<String>) -> [Item] {
        var result = old
        let knownSubjects = Set(known.map(subject))
        var previous: String?
        for item in new {
            guard let id = item.id else { continue }
            defer { previous = result.contains { $0.id == id } ? id : previous }
            guard !known.contains(id) else { continue }
            // A table that somebody took out of a section stays out.
            if case .seed = item, knownSubjects.contains(subject(id)) { continue }
            var at = previous.flatMap { previous in result.firstIndex { $0.id == previous } }.map { $0 + 1 }
            while let index = at, index < result.count, result[index].id == nil { at = index + 1 }
            result.insert(item, at: at ?? result.firstIndex { $0.id != nil } ?? result.count)
        }
        return result
    }
}
