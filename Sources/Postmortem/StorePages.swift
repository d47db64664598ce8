import Evidence
import Rules
import Store

extension Session {
    /// Counts and coverage as JSON.
    package func storeInfoJSON() throws -> JSONTree {
        try CannotRun.translating {
            try store.refresh()
            let info = try store.info()
            let count = { (pair: (name: String, count: Int)) in (pair.name.replacing(" ", with: "_"), JSONTree.count(pair.count)) }
            return .object([
                ("version", .count(info.version)), ("counts", .object(info.counts.map(count))),
                ("files_read", .count(info.coverage.filesRead)), ("files_damaged", .count(info.coverage.filesDamaged)),
                ("files_skipped", .count(info.coverage.filesSkipped)), ("newest_evidence", .time(try store.newestTime())),
                ("formats", .object(info.formats.map(count))),
                (
                    "times_covered",
                    .list(
                        info.coverage.ranges.map {
                            .object([
                                ("kind", .string($0.kind)), ("files", .count($0.sources)), ("first", .time($0.first)),
                                ("last", .time($0.last)),
                            ])
                        })
                ),
                (
                    "problems",
                    .list(
                        info.coverage.problems.map {
                            .object([
                                ("source", .string($0.source)), ("line", .count($0.line)), ("reason", .string($0.reason)),
                                ("is_damage", .bool($0.isDamage)),
                            ])
                        })
                ),
            ])
        }
    }

    /// Counts and coverage in plain text.
    package func storeInfo(_ layout: Layout = .plain) throws -> String {
        let text = try CannotRun.translating {
            try store.refresh()
            let info = try store.info()
            var lines = ["store version \(info.version)"]
            for (name, count) in info.counts { lines.append("\(name): \(count)") }
            lines.append(
                "files read: \(info.coverage.filesRead), damaged: \(info.coverage.filesDamaged), skipped: \(info.coverage.filesSkipped)")
            if let newest = try store.newestTime() { lines.append("newest evidence: \(newest.rfc3339)") }
            lines += ["", "Formats"] + info.formats.map { "  \($0.name): \($0.count)" }
            lines += ["", "Times covered (UTC)"]
            lines += info.coverage.ranges.map { range in
                let span = range.first.flatMap { first in range.last.map { "\(first.readable) to \($0.readable)" } } ?? "no times"
                return "  \(range.kind): \(span), \(range.sources) \(range.sources == 1 ? "file" : "files")"
            }
            if !info.coverage.problems.isEmpty {
                lines += ["", "Problems"]
                lines += info.coverage.problems.map { problem in
                    let line = problem.line.map { ":\($0)" } ?? ""
                    return "  \(ShownText.line(problem.source))\(line): \(ShownText.line(problem.reason))"
                }
            }
            lines += try evidenceLines()
            return lines.joined(separator: "\n") + "\n"
        }
        return PagePainter(layout: layout).text(text)
    }

    /// As many failing runs are told of here; reports tell of all.
    private static let namedRuns = 50

    /// What there is of each failing run.
    private func evidenceLines() throws -> [String] {
        let all = try store.failingRunIDs()
        guard !all.isEmpty else { return [] }
        var lines = ["", "Evidence of failing runs"]
        for id in all.prefix(Session.namedRuns) {
            guard let root = try store.rootRunID(of: id) else { continue }
            let family = try store.family(rootRunID: root)
            guard let dossier = family.members.first(where: { $0.run.id.lowercased() == id.lowercased() }) else { continue }
            lines.append("  " + ShownText.line(id))
            lines += EvidenceLine.states(EvidenceInventory(dossier).items).map { "    " + $0 }
        }
        if all.count > Session.namedRuns { lines.append("  ... and \(all.count - Session.namedRuns) more; the report tells of all.") }
        return lines
    }

    /// What is wrong with the store; empty where all is well.
    package func verifyStore() throws -> [String] {
        try CannotRun.translating { try store.verify() }
    }

    /// Takes over what another store holds; says in one line what that was. `finishMerge` puts the runs together.
    package func merge(storeAt path: String) throws -> String {
        try CannotRun.translating {
            let summary = try store.merge(storeAt: path)
            let noun = summary.sources == 1 ? "source" : "sources"
            return "\(summary.sources) \(noun): \(summary.added) new, \(summary.replaced) newer, \(summary.kept) known."
        }
    }

    package func finishMerge() throws {
        try CannotRun.translating { try store.refresh() }
    }

    /// All that the store holds, line by line, in an order that does not show how it got there.
    package func dump(write: (String) throws -> Void) throws {
        try CannotRun.translating {
            try store.refresh()
            try store.dump { line in try write(ShownText.line(String(line.dropLast())) + "\n") }
        }
    }
}
