import Evidence

/// Ranks in words.
enum RankText {
    /// `rank 3`, `ranks 0 and 3`, `ranks 0 to 7`.
    static func list(_ ranks: [Int]) -> String {
        let sorted = Set(ranks).sorted()
        guard let first = sorted.first, let last = sorted.last else { return "no rank" }
        if sorted.count == 1 { return "rank \(first)" }
        if sorted.count > 2, last - first == sorted.count - 1 { return "ranks \(first) to \(last)" }
        let shown = sorted.prefix(8).map(String.init)
        if sorted.count > 8 { return "ranks " + shown.joined(separator: ", ") + " and \(sorted.count - 8) others" }
        return "ranks " + shown.dropLast().joined(separator: ", ") + " and \(last)"
    }
}

extension JudgedTraceback {
    /// The ranks that printed this traceback: those of the lines, else that of the file.
    var ranks: [Int] {
        if let ranks = traceback.ranks, !ranks.isEmpty { return ranks }
        return [traceback.rank ?? log.rank].compactMap { $0 }
    }
}

extension CaseFile {
    /// Ranks that show the same exception, over all logs of the run.
    func ranks(of block: TracebackBlock) -> [Int] {
        let same = tracebacks.filter { other in
            let own = other.decisive
            return own.type == block.type && TextScan.masked(own.message) == TextScan.masked(block.message)
        }
        return Set(same.flatMap(\.ranks)).sorted()
    }
}
