import Evidence

/// A finding on its way through the ranking: the rule and conclusion it came from beside it.
struct Candidate {
    var finding: Finding
    let rule: Rule
    var conclusion: Conclusion
    /// Index of the candidate that explains it, or that it stands behind.
    var explainedBy: Int?
    /// It is explained by nothing, only weaker than another cause of the same run.
    var isRival = false
    /// What the findings that could explain it leave open.
    var unexplained = 1.0

    init(finding: Finding, rule: Rule, conclusion: Conclusion) {
        self.finding = finding
        self.rule = rule
        self.conclusion = conclusion
    }
}

/// Orders causes and effects: first within a run, then across the runs of a family, then marks one root cause in each cascade.
///
/// `score = confidence × unexplained × prior × reach × early` (see `RankingTerms`); its factors stay with the finding, so that a reader can
/// see why it ranks where it does.
enum Ranking {
    /// A runner-up within this factor of the best stays in the report as an alternative.
    private static let closeness = 1.5

    /// Findings under this confidence are for the verbose report only and explain nothing.
    static let threshold = 0.45

    /// An explanation is itself a guess: so much of its confidence goes over to what it explains.
    private static let edge = 0.9

    /// A cause is seen at most so many seconds after its effect: a platform writes down an eviction when it is over.
    private static let tolerance = 600.0

    static func ranked(_ candidates: [Candidate]) -> [Finding] {
        var all = candidates
        let byRun = Dictionary(grouping: all.indices, by: { all[$0].finding.runID }).mapValues { $0.sorted() }
        let runs = byRun.sorted { $0.key < $1.key }.map(\.value)
        for members in runs {
            explainWithin(members, &all)
            setTerms(members, &all)
        }
        explainAcross(byRun.mapValues { localRoot($0, all) }, &all)
        for members in runs { demoteRivals(members, &all) }
        for cascade in cascades(all) { setTerms(cascade, &all) }
        mark(&all)
        return all.map(\.finding)
    }

    /// Sets `explainedBy` inside one run. Only a cause that is sure enough explains anything, and only what did not come long before it.
    private static func explainWithin(_ members: [Int], _ all: inout [Candidate]) {
        for effect in members {
            let causes = members.filter { cause in
                cause != effect && all[cause].finding.confidence >= threshold
                    && all[cause].rule.explains.contains(all[effect].rule.id) && isInOrder(all[cause].finding, all[effect].finding)
            }
            all[effect].unexplained = causes.reduce(1) { $0 * (1 - edge * all[$1].finding.confidence) }
            // The strongest explanation: one that is itself unexplained before one that is only a link.
            all[effect].explainedBy = causes.max { strength(all[$0]) < strength(all[$1]) }
        }
        // A loop of explanations would leave no root: it is cut at the member that does best as one.
        for index in members {
            let loop = chain(from: index, all, stoppingAt: index)
            guard loop.count > 1, all[loop[loop.count - 1]].explainedBy == index else { continue }
            if let best = loop.max(by: { (strength(all[$0]), $1) < (strength(all[$1]), $0) }) {
                all[best].explainedBy = nil
                all[best].unexplained = 1
            }
        }
    }

    private static func isInOrder(_ cause: Finding, _ effect: Finding) -> Bool {
        if let permits = RankOrder.permits(cause, effect) { return permits }
        guard let began = cause.effectiveTime, let seen = effect.effectiveTime else { return true }
        return began.seconds(since: seen) <= tolerance
    }

    /// `index` and what explains it, one after another, each once.
    private static func chain(from index: Int, _ all: [Candidate], stoppingAt goal: Int? = nil) -> [Int] {
        var found = [index]
        var seen: Set<Int> = [index]
        var at = all[index].explainedBy
        while let next = at, next != goal, seen.insert(next).inserted {
            found.append(next)
            at = all[next].explainedBy
        }
        return found
    }

    /// The finding that stands for a run: its best unexplained cause, else its best finding.
    private static func localRoot(_ members: [Int], _ all: [Candidate]) -> Int? {
        // What is said about the evidence itself explains nobody's failure.
        let members = members.filter { all[$0].finding.kind == .cause || all[$0].rule.category != .evidence }
        let causes = openCauses(members, all)
        return (causes.isEmpty ? members : causes).max { (score(all[$0]), all[$1].finding.id) < (score(all[$1]), all[$0].finding.id) }
    }

    private static func openCauses(_ members: [Int], _ all: [Candidate]) -> [Int] {
        members.filter { all[$0].explainedBy == nil && all[$0].finding.kind == .cause && all[$0].finding.confidence >= threshold }
    }

    /// Follows blame to other runs: the blamed run's own root becomes the explanation.
    private static func explainAcross(_ roots: [String: Int?], _ all: inout [Candidate]) {
        for index in all.indices {
            for runID in all[index].conclusion.blames {
                guard let target = roots[runID] ?? nil, target != index, !chain(from: target, all).contains(index) else { continue }
                all[index].explainedBy = target
                all[index].unexplained *= 1 - edge * all[target].finding.confidence
                break
            }
        }
    }

    /// In a run with several unexplained causes the best is the root; what is far behind it becomes a symptom, what is close an alternative.
    private static func demoteRivals(_ members: [Int], _ all: inout [Candidate]) {
        let open = openCauses(members, all)
        guard let best = localRoot(open, all), open.count > 1 else { return }
        for other in open where other != best {
            if score(all[other]) * closeness >= score(all[best]) { all[best].finding.alternatives.append(all[other].finding.id) }
            all[other].explainedBy = best
            all[other].isRival = true
        }
        all[best].finding.alternatives.sort()
    }

    /// Sets kind, root mark and link of every finding from the explanations.
    private static func mark(_ all: inout [Candidate]) {
        for index in all.indices {
            guard all[index].explainedBy != nil else {
                all[index].finding.isRootCause = all[index].finding.kind == .cause && all[index].finding.confidence >= threshold
                continue
            }
            let root = chain(from: index, all).last ?? index
            all[index].finding.kind = .symptom
            all[index].finding.isRootCause = false
            all[index].finding.causedBy = CauseLink(runID: all[root].finding.runID, finding: all[root].finding.id)
        }
    }

    /// Groups of findings that lead to the same root.
    private static func cascades(_ all: [Candidate]) -> [[Int]] {
        Dictionary(grouping: all.indices, by: { chain(from: $0, all).last ?? $0 }).sorted { $0.key < $1.key }.map(\.value)
    }

    /// Writes down the factors of each member's score, seen among these members.
    private static func setTerms(_ members: [Int], _ all: inout [Candidate]) {
        let grave = Set(members.filter { all[$0].finding.severity >= .error })
        var followers: [Int: Int] = [:]
        for index in grave {
            // A rival stands behind the best cause without following from it.
            var at = index
            for next in chain(from: index, all).dropFirst() {
                if all[at].isRival { break }
                followers[next, default: 0] += 1
                at = next
            }
        }
        let times = Set(members.compactMap { all[$0].finding.effectiveTime }).sorted()
        let places = Dictionary(uniqueKeysWithValues: times.enumerated().map { ($1, $0) })
        for index in members {
            let others = grave.count - (grave.contains(index) ? 1 : 0)
            var terms = RankingTerms(confidence: all[index].finding.confidence, prior: all[index].rule.prior)
            terms.unexplained = all[index].unexplained
            terms.reach = others == 0 ? 0 : Double(followers[index] ?? 0) / Double(others)
            if times.count > 1, let time = all[index].finding.effectiveTime, let place = places[time] {
                terms.early = 1 - 0.3 * Double(place) / Double(times.count - 1)
            }
            all[index].finding.ranking = terms
        }
    }

    /// How well a finding would do as the root of its run.
    private static func score(_ candidate: Candidate) -> Double {
        (candidate.finding.ranking?.score ?? strength(candidate)) * (candidate.finding.kind == .cause ? 1 : 0.5)
    }

    /// Confidence × prior: the score before it is known what explains what.
    private static func strength(_ candidate: Candidate) -> Double {
        RankingTerms(confidence: candidate.finding.confidence, prior: candidate.rule.prior).score
            * (candidate.finding.kind == .cause ? 1 : 0.5)
    }
}
