import Evidence

extension Rule {
    /// The step spends its time in retries.
    package static let retryStorm = Rule(
        id: "retry-storm", category: .hungExternalCall, kind: .cause, severity: .warning, title: "The run spends its time trying again",
        why: """
            The same call to something outside is repeated again and again, without a bound or with one far too high. Each try looks like \
            progress to whoever watches the log, but the work stands still until the limit of the run ends it.
            """,
        harmless: ["A handful of retries.", "Retries that ended in success and took little of the run's time."],
        remedy: [
            "Bound the retries in number and in time, wait longer each time with some jitter, and honour `Retry-After`.",
            "Find out why the service refuses: a status of 429 or 503 asks for fewer calls, not for more tries.",
        ],
        alert: .runningTooLong, prior: 50, explains: ["time-limit-exceeded", "hang-no-progress", "hang-external-call", "sigterm-shutdown"],
        needs: [.userLog], patterns: [.retry],
        examples: [
            RuleExample(
                "tries until the limit ends the run",
                files: [
                    "run.json": ExampleFiles.run("Canceled"),
                    ExampleFiles.log: (1...12).map {
                        "2026-03-02T08:\(String(10 + $0)):00 attempt \($0): 503 Service Unavailable; trying again\n"
                    }
                    .joined(),
                ],
                expectation: .finds(
                    title: "12 lines show the same call tried again, over 11 min", source: ExampleFiles.log, line: 1)),
            RuleExample(
                "three retries, then success",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log: "retry 1/5\nretry 2/5\nretry 3/5\n40 rows loaded\ndone\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "a log without time stamps that is cut", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Canceled"),
                    ExampleFiles.log: (1...11).map { "Retrying upload in 30 seconds (\($0))\n" }.joined() + "Retrying up",
                ],
                expectation: .finds(title: "11 lines show the same call tried again", source: ExampleFiles.log, line: 1)),
        ],
        conclude: { file in
            guard file.ending.state != .succeeded || file.status != .completed else { return wasted(file) }
            guard file.status != .completed else { return wasted(file) }
            return storm(file).map { [$0.conclusion(file, share: nil)] } ?? []
        })

    /// A run that ended well is told of its retries only where they took a good part of its time.
    private static func wasted(_ file: CaseFile) -> [Conclusion] {
        guard let storm = storm(file), let seconds = storm.seconds, let total = file.run.seconds, total > 0 else { return [] }
        // Three tenths of the time: less is the price of a bad network.
        let share = seconds / total
        return share >= 0.3 && seconds >= 600 ? [storm.conclusion(file, share: share)] : []
    }

    private struct Storm {
        let count: Int
        let first: PatternHit
        let last: PatternHit
        /// Between the first and the last try.
        let seconds: Double?
        /// The run's last words are tries.
        let isLast: Bool

        func conclusion(_ file: CaseFile, share: Double?) -> Conclusion {
            var weights = Weights()
            weights.add(.log, isLast ? 0.8 : 0.6)
            if share != nil || file.status == .canceled { weights.add(.history, 0.4) }
            let span = seconds.map { $0 >= 60 ? ", over \(readableDuration(seconds: $0))" : "" } ?? ""
            return Conclusion(
                mechanism: TextScan.masked(first.text), severity: .warning, confidence: weights.confidence(textOnly: share == nil),
                title: "\(count) lines show the same call tried again\(span)",
                explanation:
                    "The first of them stands at line \(first.quote.location.line ?? 0), the last at line \(last.quote.location.line ?? 0)"
                    + (isLast ? ", and nothing but tries stands behind it." : ".")
                    + (share.map { " They span \(Int($0 * 100)) % of the run's time." } ?? ""),
                evidence: [first.quote, last.quote] + (file.statusQuote.map { [$0] } ?? []), effectiveTime: first.quote.time)
        }
    }

    /// Ten tries: a bounded retry with growing waits has three to six.
    private static let many = 10

    private static func storm(_ file: CaseFile) -> Storm? {
        for log in file.userLogs {
            let hits = log.hits(of: Pattern.retry.id).filter { !$0.isWrapper && $0.attempt >= log.attemptStarts.count }
            // One target: the most frequent text without its numbers.
            let kinds = Dictionary(grouping: hits) { String(TextScan.masked($0.text).prefix(40)) }
            guard let kind = kinds.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) })?.value, let first = kind.first,
                let last = kind.last
            else { continue }
            let isCapped = hits.count >= 100
            let count = isCapped && kinds.count == 1 ? max(kind.count, log.counts[Pattern.retry.id] ?? 0) : kind.count
            guard count >= many else { continue }
            var seconds: Double?
            if let begin = first.quote.time, let end = last.quote.time { seconds = end.seconds(since: begin) }
            let end = log.lastUserLine?.number ?? log.lineCount
            return Storm(
                count: count, first: first, last: last, seconds: seconds, isLast: end - (last.quote.location.line ?? 0) <= 3)
        }
        return nil
    }
}
