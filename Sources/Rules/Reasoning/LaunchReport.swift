package import Evidence

/// What launchers (torch's, DeepSpeed, MPI, Slurm, Lightning, Ray) say of the processes that they started.
package struct LaunchReport: Sendable {
    /// How one process ended, as its launcher saw it.
    package struct Death: Sendable {
        package let rank: Int?
        /// Negative for signals, as Python says it.
        package let code: Int?
        package let quote: Quote
        /// The launcher itself took it for the first.
        package let isNamedFirst: Bool

        /// The signal that ended it.
        package var signal: Int? { code.flatMap { ProcessEnding.normalized($0).signal } }
    }

    package let deaths: [Death]

    package init(_ logs: [LogEvidence]) {
        var deaths: [Death] = []
        for log in logs where log.role.isUserOutput || log.role == .system {
            let last = log.attemptStarts.count
            deaths += LaunchReport.rows(log.hits(of: Pattern.launcherTable.id).filter { $0.attempt == last })
            deaths += log.hits(of: Pattern.launcherReport.id).filter { $0.attempt == last && !$0.isWrapper }.map(LaunchReport.death)
        }
        self.deaths = deaths
    }

    /// The process whose death took the others down: the one the launcher names, else the first that no launcher had asked to end.
    package var first: Death? {
        deaths.first { $0.isNamedFirst } ?? deaths.first { $0.signal != 15 && $0.code != 0 } ?? deaths.first
    }

    /// A child that died by a signal of its own, which the launcher's own exit code hides.
    package var killedChild: (code: Int, signal: Int?, quote: Quote?)? {
        guard let death = first, let code = death.code, let signal = death.signal, signal != 15, signal != 2 else { return nil }
        return (code, signal, death.quote)
    }

    /// The rows of torch's table: rank, code and signal of one process stand on lines that follow each other.
    private static func rows(_ hits: [PatternHit]) -> [Death] {
        var result: [Death] = []
        var rank: Int?
        var isFirst = false
        for hit in hits {
            if hit.captures["root"] != nil {
                isFirst = true
            } else if let text = hit.captures["rank"] {
                rank = Int(text)
            } else if let code = hit.captures["code"].flatMap({ Int($0) }) {
                result.append(Death(rank: rank, code: code, quote: hit.quote, isNamedFirst: isFirst))
            }
        }
        return result
    }

    private static func death(_ hit: PatternHit) -> Death {
        func number(_ names: [String]) -> Int? { names.lazy.compactMap { hit.captures[$0].flatMap { Int($0) } }.first }
        let rank = number(["rank1", "rank3", "rank4", "rank5", "rank8"]) ?? hit.rank
        if let signal = number(["signal3"]) { return Death(rank: rank, code: -signal, quote: hit.quote, isNamedFirst: false) }
        if let name = hit.captures["name5"] ?? hit.captures["name7"] ?? hit.captures["word8"] {
            return Death(rank: rank, code: signal(named: name).map { -$0 }, quote: hit.quote, isNamedFirst: false)
        }
        return Death(
            rank: rank, code: number(["code1", "code2", "code4", "code5", "code6", "code8"]), quote: hit.quote, isNamedFirst: false)
    }

    private static func signal(named name: String) -> Int? {
        switch name {
        case "SIGKILL", "Killed": 9
        case "SIGSEGV", "Segmentation fault": 11
        case "SIGABRT", "Aborted": 6
        case "SIGBUS", "Bus error": 7
        case "SIGTERM", "Terminated": 15
        case "SIGINT": 2
        case "SIGFPE": 8
        case "SIGILL": 4
        default: nil
        }
    }
}
