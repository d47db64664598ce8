import Evidence

/// A collective operation that some ranks waited for in vain: since when, and who did not come.
struct CollectiveStall {
    struct Wait {
        let rank: Int
        let operation: String
        let sequence: Int?
        /// Elements in and out, as printed.
        let size: String
        let milliseconds: Int
        let hit: PatternHit
    }

    let waits: [Wait]
    /// Last enqueued operation by rank.
    let enqueued: [Int: Int]
    /// Ranks named as missing, or known of the run and without a time-out of their own.
    let missing: [Int]

    init(_ file: CaseFile) {
        waits = file.hits(.collectiveTimeout).compactMap { hit in
            guard let rank = hit.captures["rank"].flatMap({ Int($0) }) else { return nil }
            return Wait(
                rank: rank, operation: hit.captures["operation"] ?? "", sequence: hit.captures["sequence"].flatMap { Int($0) },
                size: (hit.captures["input"] ?? "") + "/" + (hit.captures["output"] ?? ""),
                milliseconds: hit.captures["ran"].flatMap { Int($0) } ?? 0, hit: hit)
        }
        var status: [Int: Int] = [:]
        for hit in file.hits(.collectiveStatus) {
            guard let rank = hit.captures["rank"].flatMap({ Int($0) }), let last = hit.captures["enqueued"].flatMap({ Int($0) }) else {
                continue
            }
            status[rank] = status[rank].map { min($0, last) } ?? last
        }
        enqueued = status
        let named = file.hits(.collectiveFailed).compactMap { $0.captures["missing"] }.last?.split(separator: ",").compactMap { word in
            Int(word.filter { $0.isNumber })
        }
        let waiting = Set(waits.map(\.rank))
        let known = Set(
            file.userLogs.compactMap(\.rank) + file.userLogs.flatMap(\.hits).compactMap(\.rank) + file.tracebacks.flatMap(\.ranks)
                + LaunchReport(file.userLogs).deaths.compactMap(\.rank))
        missing = named ?? (waiting.isEmpty ? [] : known.subtracting(waiting).sorted())
    }

    /// When the first rank began to wait: the message tells how long it waited.
    var began: Timestamp? {
        waits.compactMap { wait in wait.hit.quote.time?.adding(seconds: -Double(wait.milliseconds) / 1_000) }.min()
    }

    /// The same operation by number, but not the same by kind or size: the ranks took different paths.
    var isDiverged: Bool {
        let bySequence = Dictionary(grouping: waits.filter { $0.sequence != nil }, by: { $0.sequence ?? 0 })
        return bySequence.values.contains { group in Set(group.map { $0.operation + $0.size }).count > 1 }
    }

    /// The ranks that the others waited for, with the reason to think so.
    var culprit: (ranks: [Int], why: String)? {
        if isDiverged {
            let ranks = Set(waits.map(\.rank)).sorted()
            return (ranks, "The ranks wait in different operations under the same number, so their control flow diverged.")
        }
        if !missing.isEmpty, missing.count <= 8 {
            return (missing, "\(RankText.list(missing).capitalizedFirst) printed no time-out: it had ended, or was busy elsewhere.")
        }
        guard let least = enqueued.values.min(), let most = enqueued.values.max(), least < most else { return nil }
        let behind = enqueued.filter { $0.value == least }.keys.sorted()
        return (
            behind, "\(RankText.list(behind).capitalizedFirst) was behind: its last enqueued operation is \(least), others are at \(most)."
        )
    }
}

extension String {
    /// The first letter as a capital.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
