import Evidence

/// A finding on its way through the ranking: the rule and conclusion it came from beside it.
struct Candidate {
    var finding: Finding
    let rule: Rule
    let conclusion: Conclusion
    /// Index of the candidate that explains it.
    var explainedBy: Int?
}

/// Orders causes and effects: first within a run, then across the runs of a family, then marks one root cause in each cascade.
enum Ranking {
    /// A runner-up within this factor of the best stays in the report as an alternative.
    private static let closeness = 1.5

    /// Findings under this confidence are for the verbose report only and explain nothing.
    static let threshold = 0.45

    static func ranked(_ candidates: [Candidate]) -> [Finding] {
        var all = candidates
        let byRun = Dictionary(grouping: all.indices, by: { all[$0].finding.runID })
        for indices in byRun.values { explainWithin(indices.sorted(), &all) }
        let roots = byRun.mapValues { indices in localRoot(indices.sorted(), all) }
        explainAcross(roots, &all)
        demoteRivals(byRun, &all)
        mark(&all)
        return all.map(\.finding)
    }

    /// Sets `explainedBy` inside one run. Only a cause that is sure enough explains anything.
    private static func explainWithin(_ indices: [Int], _ all: inout [Candidate]) {
        for effect in indices {
            let causes = indices.filter { cause in
                cause != effect && all[cause].finding.confidence >= threshold
                    && all[cause].rule.explains.contains(all[effect].rule.id)
                    && RankOrder.permits(all[cause].finding, all[effect].finding)
            }
            // The strongest explanation: one that is itself unexplained before one that is only a link.
            all[effect].explainedBy = causes.max { score(all[$0]) < score(all[$1]) }
        }
        // A loop of explanations would leave no root: it is cut at the member with the best score.
        for index in indices where isInLoop(index, all) { all[index].explainedBy = nil }
    }

    private static func isInLoop(_ start: Int, _ all: [Candidate]) -> Bool {
        var at = all[start].explainedBy
        var steps = 0
        while let next = at, steps < all.count {
            if next == start { return true }
            at = all[next].explainedBy
            steps += 1
        }
        return false
    }

    /// The finding that stands for a run: its best unexplained cause, else its best finding.
    private static func localRoot(_ indices: [Int], _ all: [Candidate]) -> Int? {
        let causes = indices.filter {
            all[$0].explainedBy == nil && all[$0].finding.kind == .cause && all[$0].finding.confidence >= threshold
        }
        return (causes.isEmpty ? indices : causes).max { (score(all[$0]), all[$1].finding.id) < (score(all[$1]), all[$0].finding.id) }
    }

    /// Follows blame to other runs: the blamed run's own root becomes the explanation.
    private static func explainAcross(_ roots: [String: Int?], _ all: inout [Candidate]) {
        for index in all.indices {
            for runID in all[index].conclusion.blames {
                guard let target = roots[runID] ?? nil, target != index, !leads(from: target, to: index, all) else { continue }
                all[index].explainedBy = target
                break
            }
        }
    }

    private static func leads(from start: Int, to goal: Int, _ all: [Candidate]) -> Bool {
        var at: Int? = start
        var steps = 0
        while let next = at, steps <= all.count {
            if next == goal { return true }
            at = all[next].explainedBy
            steps += 1
        }
        return false
    }

    /// In a run with several unexplained causes the best is the root; what is far behind it becomes a symptom, what is close an alternative.
    private static func demoteRivals(_ byRun: [String: [Int]], _ all: inout [Candidate]) {
        for indices in byRun.values {
            let open = indices.sorted().filter {
                all[$0].explainedBy == nil && all[$0].finding.kind == .cause && all[$0].finding.confidence >= threshold
            }
            guard let best = localRoot(open, all), open.count > 1 else { continue }
            for other in open where other != best {
                if score(all[other]) * closeness >= score(all[best]) { all[best].finding.alternatives.append(all[other].finding.id) }
                all[other].explainedBy = best
            }
            all[best].finding.alternatives.sort()
        }
    }

    /// Sets kind, root mark and link of every finding from the explanations.
    private static func mark(_ all: inout [Candidate]) {
        for index in all.indices {
            guard all[index].explainedBy != nil else {
                all[index].finding.isRootCause = all[index].finding.kind == .cause && all[index].finding.confidence >= threshold
                continue
            }
            var at = index
            var steps = 0
            while let next = all[at].explainedBy, steps <= all.count {
                at = next
                steps += 1
            }
            all[index].finding.kind = .symptom
            all[index].finding.isRootCause = false
            all[index].finding.causedBy = CauseLink(runID: all[at].finding.runID, finding: all[at].finding.id)
        }
    }

    /// Confidence × prior: how well a finding would do as the root, before it is known what it explains.
    private static func score(_ candidate: Candidate) -> Double {
        candidate.finding.confidence * (0.5 + 0.5 * Double(candidate.rule.prior) / 100) * (candidate.finding.kind == .cause ? 1 : 0.5)
    }
}
