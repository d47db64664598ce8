import Evidence

/// What the failures cost: runs, hours on compute, money where prices are known.
struct Impact: Sendable {
    /// Runs that did not do their work, pipelines not counted beside their steps.
    let lostRuns: [Run]
    /// Runs that never started because of others.
    let blocked: Int
    let total: Int
    /// Seconds on compute of the lost runs, of finalizing, and of attempts that were thrown away.
    let before: Double
    let finalizing: Double
    let retries: Int
    let retried: Double
    /// Currency and amount, and how many of the runs it covers.
    let money: (currency: String, amount: Double, priced: Int)?

    init(groups: [RunGroup], report: Report) {
        var lost: [(run: Run, seconds: Double)] = []
        var (blocked, total, retries) = (0, 0, 0)
        var (finalizing, retried) = (0.0, 0.0)
        for group in groups {
            let parents = Set(group.members.compactMap(\.run.parentRunID))
            // A pipeline's time is that of its steps.
            for member in group.members where !parents.contains(member.run.id) {
                total += 1
                finalizing += member.cost.finalizing ?? 0
                retries += member.cost.retries
                retried += member.cost.retried ?? 0
                if member.verdict == .notRun { blocked += 1 }
                guard member.verdict.isTrouble || (member.verdict == .canceled && group.isFailing) else { continue }
                lost.append((member.run, Impact.seconds(of: member, now: report.now)))
            }
        }
        lostRuns = lost.map(\.run)
        before = lost.reduce(0) { $0 + $1.seconds }
        self.blocked = blocked
        self.total = total
        self.finalizing = finalizing
        self.retries = retries
        self.retried = retried
        money = report.prices.flatMap { prices in
            let priced = lost.compactMap { entry in prices.price(ofHourOn: entry.run.compute).map { $0 * entry.seconds / 3_600 } }
            return priced.isEmpty ? nil : (prices.currency, priced.reduce(0, +), priced.count)
        }
    }

    /// A run that is stuck costs until now.
    private static func seconds(of member: RunReport, now: Timestamp?) -> Double {
        if let seconds = member.run.seconds { return max(0, seconds) }
        guard member.verdict == .stuck, let started = member.run.started, let now else { return 0 }
        return max(0, now.seconds(since: started))
    }

    /// One each; none where nothing was lost.
    var sentences: [String] {
        var sentences: [String] = []
        if !lostRuns.isEmpty {
            let who = lostRuns.count == total ? "" : " of \(Wording.grouped(total))"
            var text = Wording.grouped(lostRuns.count) + who + " " + (lostRuns.count == 1 && who.isEmpty ? "run" : "runs")
            text += " did not do " + (lostRuns.count == 1 ? "its" : "their") + " work"
            if blocked > 0 { text += ", \(Wording.grouped(blocked)) more never started" }
            sentences.append(text + ".")
        } else if blocked > 0 {
            sentences.append(Wording.count(blocked, "run") + " never started.")
        }
        if before > 0 {
            sentences.append("\(readableDuration(seconds: before)) on compute " + (finalizing > 0 ? "in all " : "") + "bought nothing.")
        }
        if finalizing >= 60 { sentences.append("\(readableDuration(seconds: finalizing)) of that went by in finalizing.") }
        if retries > 0 {
            let time = retried > 0 ? ", \(readableDuration(seconds: retried)) in all" : ""
            sentences.append("\(Wording.count(retries, "attempt")) had to be repeated\(time).")
        }
        if let money {
            let part =
                money.priced == lostRuns.count ? "" : " (\(Wording.grouped(lostRuns.count - money.priced)) of the runs have no price)"
            sentences.append("At the prices configured that is \(Impact.amount(money.amount)) \(money.currency)\(part).")
        }
        return sentences
    }

    /// `1,234.50`
    static func amount(_ value: Double) -> String {
        let hundredths = Int((min(max(0, value), 1e12) * 100).rounded())
        let rest = hundredths % 100
        return Wording.grouped(hundredths / 100) + "." + (rest < 10 ? "0" : "") + "\(rest)"
    }
}
