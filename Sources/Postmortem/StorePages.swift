import Evidence
import Store

extension Session {
    /// Counts and coverage in plain text.
    package func storeInfo() throws -> String {
        try CannotRun.translating {
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
            return lines.joined(separator: "\n") + "\n"
        }
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
            try store.dump(write: write)
        }
    }
}
