import Evidence

/// Gathers what a log says about the run that it belongs to.
struct HintCollector {
    /// A log names its own run first; more names than this are other runs.
    private static let maximumIDs = 8
    /// Services print the id on every line: enough is enough.
    private static let maximumLooks = 2_000

    private(set) var hints = BindingHints()
    private var looks = 0

    init(explicitRunID: String?) {
        hints.explicitRunID = explicitRunID
    }

    @inline(__always)
    var isFull: Bool { looks >= Self.maximumLooks }

    /// The literal with this meaning begins at `start` and ends at `end`.
    mutating func look(_ line: LineBytes, trigger: LineTriggers, start: Int, end: Int, role: LogRole) {
        looks += 1
        switch trigger {
        case .runUUID:
            guard let uuid = token(line, at: end, { $0.isDigit || (97...102).contains($0) }), uuid.utf8.count == 32 else { return }
            add(uuid, to: \.runUUIDs)
        case .runFolder: folder(line, at: end)
        case .runID where !role.isUserOutput: named(line, start: start, end: end)
        default: break
        }
    }

    /// `<ws>/azureml/<id>/` after `/LS_root/jobs/`; the same id stands further on in its own upper and lower case.
    private mutating func folder(_ line: LineBytes, at start: Int) {
        guard let slash = line.first(UInt8(ascii: "/"), in: start..<min(line.count, start + 100)), line.has("/azureml/", at: slash),
            let id = token(line, at: slash + 9, isIDByte)
        else { return }
        var best = id
        var at = slash + 9
        let end = min(line.count, at + 400)
        while let next = line.find("/azureml/", in: at..<max(at, end)) {
            at = next + 9
            if let again = token(line, at: at, isIDByte), again.lowercased() == id.lowercased() { best = again }
        }
        add(best, to: \.runIDs)
    }

    /// `'run_id': 'x'`, `'correlation_id': 'x'`, `RunId:[x]`, `RunId is x`; not `ParentRunId:[` or `root_run_id`.
    private mutating func named(_ line: LineBytes, start: Int, end: Int) {
        guard !line.at(start - 1).isWord else { return }
        var at = end
        while at - end < 5, [32, 34, 39, 58, 61].contains(line.at(at)) { at += 1 }
        if let id = token(line, at: at, isIDByte), id != "None", id != "null" { add(id, to: \.runIDs) }
    }

    private func isIDByte(_ byte: UInt8) -> Bool {
        byte.isWord || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    private func token(_ line: LineBytes, at start: Int, _ isPart: (UInt8) -> Bool) -> String? {
        var end = start
        while end - start < 256, isPart(line.at(end)) { end += 1 }
        // A full stop ends a sentence, not an id.
        if end > start, line.at(end - 1) == UInt8(ascii: ".") { end -= 1 }
        return end - start >= 3 ? line.text(start..<end) : nil
    }

    private mutating func add(_ id: String, to list: WritableKeyPath<BindingHints, [String]>) {
        // Paths write a run id in lower case first; the form with its own capitals is the better one.
        if let index = hints[keyPath: list].firstIndex(of: id.lowercased()) {
            hints[keyPath: list][index] = id
            return
        }
        guard !hints[keyPath: list].contains(where: { $0.lowercased() == id }) else { return }
        guard hints[keyPath: list].count < Self.maximumIDs, !hints[keyPath: list].contains(id) else { return }
        hints[keyPath: list].append(id)
    }
}
