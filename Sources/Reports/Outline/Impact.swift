import Evidence

/// What the failures cost: runs, hours on compute, money where prices are known.
struct Impact: Sendable {
    /// Runs that did not do their work, pipelines not counted beside their steps.
    let lostRuns: [Run]
    /// Runs that never started because of others.
    let blocked: Int
    private let hasPipelines: Bool
    /// On compute: of the lost runs, of these in finalizing, and of attempts that were thrown away in whatever run.
    let before: Spent
    let finalizing: Spent
    let retries: Int
    let retried: Spent
    /// As the price table has it; empty without one.
    private let currency: String

    /// Time on compute, and its price as far as it has one.
    struct Spent: Hashable, Sendable {
        var seconds = 0.0
        var amount = 0.0
        /// Runs that it comes from, and those of them that have a price.
        var runs = 0
        var priced = 0

        /// `hour` is what one costs.
        mutating func add(_ more: Double?, hour: Double?) {
            guard let more, more > 0 else { return }
            seconds += more
            runs += 1
            guard let hour else { return }
            amount += more / 3_600 * hour
            priced += 1
        }
    }

    init(groups: [RunGroup], report: Report) {
        var lost: [Run] = []
        var (blocked, retries) = (0, 0)
        var (before, finalizing, retried) = (Spent(), Spent(), Spent())
        for group in groups {
            let parents = Set(group.members.compactMap(\.run.parentRunID))
            // A pipeline's time is that of its steps.
            for member in group.members where !parents.contains(member.run.id) {
                let hour = report.prices?.hour(on: member.run.compute, member.cost)
                retries += member.cost.retries
                retried.add(member.cost.retried, hour: hour)
                if member.verdict == .notRun { blocked += 1 }
                guard member.verdict.isTrouble || (member.verdict == .canceled && group.isFailing) else { continue }
                lost.append(member.run)
                before.add(Impact.seconds(of: member, now: report.now), hour: hour)
                finalizing.add(member.cost.finalizing, hour: hour)
            }
        }
        lostRuns = lost
        (self.before, self.finalizing, self.retried) = (before, finalizing, retried)
        (self.blocked, self.retries) = (blocked, retries)
        hasPipelines = groups.contains { $0.members.count > 1 }
        currency = report.prices?.currency ?? ""
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
            var text = Wording.count(lostRuns.count, "run") + " did not do " + (lostRuns.count == 1 ? "its" : "their") + " work"
            if hasPipelines { text += " (pipelines not counted beside their steps)" }
            if blocked > 0 { text += ", \(Wording.grouped(blocked)) more never started" }
            sentences.append(text + ".")
        } else if blocked > 0 {
            sentences.append(Wording.count(blocked, "run") + " never started.")
        }
        if before.seconds > 0 {
            var text = "\(readableDuration(seconds: before.seconds)) on compute bought nothing"
            if before.priced > 0 {
                text += ": \(money(before)) at the prices configured"
                let unpriced = before.runs - before.priced
                if unpriced > 0 { text += " (\(Wording.grouped(unpriced)) of the runs \(unpriced == 1 ? "has" : "have") no price)" }
            }
            sentences.append(text + ".")
        }
        // Some seconds of finalizing are part of every run.
        if finalizing.seconds >= 60 {
            sentences.append("\(readableDuration(seconds: finalizing.seconds)) of that\(priceAside(finalizing)) went by in finalizing.")
        }
        if retries > 0 {
            let time = retried.seconds > 0 ? " after \(readableDuration(seconds: retried.seconds)) on compute\(priceAside(retried))" : ""
            sentences.append("\(Wording.count(retries, "attempt")) had to be repeated\(time).")
        }
        return sentences
    }

    private func money(_ spent: Spent) -> String { "\(Impact.amount(spent.amount)) \(currency)" }

    private func priceAside(_ spent: Spent) -> String { spent.priced > 0 ? " (\(money(spent)))" : "" }

    /// `1,234.50`
    static func amount(_ value: Double) -> String {
        let hundredths = Int((min(max(0, value), 1e12) * 100).rounded())
        let rest = hundredths % 100
        return Wording.grouped(hundredths / 100) + "." + (rest < 10 ? "0" : "") + "\(rest)"
    }
}
