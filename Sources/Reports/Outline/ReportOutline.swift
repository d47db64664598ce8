import Evidence

/// How a report for people is divided: sections, repeats, and the runs that a table covers. Forms only lay it out.
struct ReportOutline: Sendable {
    /// A group told in full, and the later ones with the same root cause.
    struct Section: Sendable {
        let group: RunGroup
        let repeats: [RunGroup]
        var groups: [RunGroup] { [group] + repeats }
    }

    /// Every pipeline and stand-alone run, in the report's order.
    let groups: [RunGroup]
    /// The gravest and widest first.
    let sections: [Section]
    /// Members of groups without a section, by what one has to know of them.
    let healthy: [RunReport]
    let running: [RunReport]
    let others: [RunReport]
    private let findingsByID: [String: Finding]

    init(report: Report) {
        let byID = Dictionary(report.findings.map { ($0.id, $0) }) { first, _ in first }
        findingsByID = byID
        groups = ReportOutline.groups(of: report, findingsByID: byID)
        sections = ReportOutline.sections(of: groups.filter(\.needsSection))
        let rest = groups.filter { !$0.needsSection }.flatMap(\.members)
        healthy = rest.filter { $0.verdict == .succeeded }
        running = rest.filter { $0.verdict == .running }
        others = rest.filter { $0.verdict != .succeeded && $0.verdict != .running }
    }

    func finding(_ id: String) -> Finding? { findingsByID[id] }

    private static func groups(of report: Report, findingsByID: [String: Finding]) -> [RunGroup] {
        let parents = Dictionary(report.runs.map { ($0.run.id, $0.run.parentRunID) }) { first, _ in first }
        var order: [String] = []
        var members: [String: [RunReport]] = [:]
        for entry in report.runs {
            let root = rootID(of: entry.run, parents: parents)
            if members[root] == nil { order.append(root) }
            members[root, default: []].append(entry)
        }
        let findings = Dictionary(grouping: report.findings, by: \.runID)
        return order.map { root in
            let own = members[root] ?? []
            let ordered = own.filter { $0.run.id == root } + own.filter { $0.run.id != root }
            var seen: Set<String> = []
            // A run listed twice would show its findings twice.
            let ids = ordered.map(\.run.id).filter { seen.insert($0).inserted }
            let theirs = ids.flatMap { findings[$0] ?? [] }
            return RunGroup(
                rootID: root, members: ordered, findings: theirs, rootCauses: rootCauses(ordered, theirs, findingsByID: findingsByID))
        }
    }

    /// Follows the parents that the report knows; a run may name its root even where the root is not in the evidence.
    private static func rootID(of run: Run, parents: [String: String?]) -> String {
        var id = run.id
        var visited: Set<String> = [id]
        while let parent = parents[id] ?? nil, visited.insert(parent).inserted { id = parent }
        let isTop = id == run.id || !parents.keys.contains(id)
        return isTop ? run.rootRunID ?? id : id
    }

    /// Those of the members' own findings, and those of other pipelines that the members point to.
    private static func rootCauses(_ members: [RunReport], _ findings: [Finding], findingsByID: [String: Finding]) -> [Finding] {
        var causes = findings.filter(\.isRootCause)
        for id in members.compactMap(\.rootCauseFinding) where !causes.contains(where: { $0.id == id }) {
            if let cause = findingsByID[id] { causes.append(cause) }
        }
        return causes.enumerated().sorted {
            ($1.element.severity, $1.element.confidence, $0.offset) < ($0.element.severity, $0.element.confidence, $1.offset)
        }.map(\.element)
    }

    private static func sections(of groups: [RunGroup]) -> [Section] {
        var order: [String] = []
        var byFailure: [String: [RunGroup]] = [:]
        for group in groups {
            // Without a known root cause nothing says that two failures are the same.
            let key = group.rootCauses.isEmpty ? "run " + group.rootID : group.rootCauses.map(\.fingerprint).joined(separator: "\u{1F}")
            if byFailure[key] == nil { order.append(key) }
            byFailure[key, default: []].append(group)
        }
        let sections = order.compactMap { key in
            byFailure[key].map { Section(group: $0[0], repeats: Array($0.dropFirst())) }
        }
        return sections.enumerated().sorted { left, right in
            let (a, b) = (weight(left.element), weight(right.element))
            return a == b ? left.offset < right.offset : a > b
        }.map(\.element)
    }

    /// Failing before merely warned of, then by severity, then by how many runs it cost.
    private static func weight(_ section: Section) -> (Int, Int, Int) {
        let severity = section.groups.map(\.severity).max() ?? .info
        let lost = section.groups.reduce(0) { $0 + $1.members.filter { $0.verdict != .succeeded }.count }
        return (section.groups.contains(where: \.isFailing) ? 1 : 0, Severity.allCases.firstIndex(of: severity) ?? 0, lost)
    }
}
