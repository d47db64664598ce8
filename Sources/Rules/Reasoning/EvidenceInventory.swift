package import Evidence

/// Which of the files and exports that one expects of a run are there.
package struct EvidenceInventory: Sendable {
    private let dossier: Dossier
    private let damaged: Set<String>

    package init(_ dossier: Dossier) {
        self.dossier = dossier
        damaged = Set(dossier.coverage.damagedSources)
    }

    /// In a fixed order; kinds that a run of this sort does not have are left out.
    package var items: [EvidenceItem] {
        var items = [runHistory, events(.statusEvents, .runStatus, dossier.coverage.status)]
        guard dossier.run.kind != .pipeline else { return items }
        items.append(events(.jobEvents, .job, dossier.coverage.job))
        if hasStarted { items += logs }
        items.append(range(.activityLog, dossier.coverage.activity))
        items.append(range(.clusterEvents, dossier.coverage.cluster))
        if hasStarted { items.append(EvidenceItem(.outputListing, dossier.coverage.hasOutputListing ? .present : .missing)) }
        items.append(item(.code, sources: dossier.code.map(\.source)))
        return items
    }

    /// A run that never got so far has neither logs nor outputs.
    private var hasStarted: Bool {
        if dossier.run.started != nil || !dossier.logs.isEmpty { return true }
        return dossier.status?.isWaiting != true && dossier.status != .bypassed && dossier.status != .notStarted
    }

    // MARK: Records

    private var runHistory: EvidenceItem {
        guard dossier.coverage.hasRunHistory else { return EvidenceItem(.runHistory, .missing) }
        let sources = dossier.run.statements.compactMap { $0.citations[.record]?.location.source }
        guard let lost = sources.first(where: damaged.contains) else { return EvidenceItem(.runHistory, .present) }
        return EvidenceItem(.runHistory, .damaged, detail: lost)
    }

    private func events(_ kind: EvidenceItem.Kind, _ wanted: EventKind, _ range: ClosedRange<Timestamp>?) -> EvidenceItem {
        let events = dossier.events.filter { $0.kind == wanted }
        let times = events.compactMap(\.time)
        if let first = times.min(), let last = times.max() {
            let lost = events.map(\.quote.location.source).first(where: damaged.contains)
            return EvidenceItem(kind, lost == nil ? .present : .damaged, detail: lost, first: first, last: last)
        }
        if !events.isEmpty { return EvidenceItem(kind, .present) }
        var item = self.range(kind, range)
        if item.state == .present {
            item.state = .missing
            item.detail = "others of that time are there"
        }
        return item
    }

    /// Evidence that speaks of no single run: it has to reach over the run's life.
    private func range(_ kind: EvidenceItem.Kind, _ range: ClosedRange<Timestamp>?) -> EvidenceItem {
        guard let range else { return EvidenceItem(kind, .missing) }
        var item = EvidenceItem(kind, .present, first: range.lowerBound, last: range.upperBound)
        guard let life else { return item }
        if range.lowerBound > life.lowerBound || range.upperBound < life.upperBound {
            item.state = .notCovering
            item.detail = "it reaches from \(range.lowerBound.readable) to \(range.upperBound.readable)"
        }
        return item
    }

    private var life: ClosedRange<Timestamp>? {
        let run = dossier.run
        guard let begin = run.created ?? run.started ?? run.ended else { return nil }
        let end = run.ended ?? (run.status?.isTerminal == true ? begin : dossier.now ?? begin)
        return begin...max(begin, end)
    }

    // MARK: Files

    private func item(_ kind: EvidenceItem.Kind, sources: [String]) -> EvidenceItem {
        guard !sources.isEmpty else { return EvidenceItem(kind, .missing) }
        let lost = Set(sources.filter(damaged.contains)).sorted()
        guard let first = lost.first else { return EvidenceItem(kind, .present) }
        return EvidenceItem(kind, .damaged, detail: lost.count == 1 ? first : "\(first) and \(lost.count - 1) more")
    }

    private func item(_ kind: EvidenceItem.Kind, logs: [LogEvidence]) -> EvidenceItem {
        var item = item(kind, sources: logs.map(\.source))
        item.first = logs.compactMap(\.firstTime).min()
        item.last = logs.compactMap(\.lastTime).max()
        return item
    }

    /// The common runtime and the older one before it leave different files; without any of either only the user's log is expected.
    private var logs: [EvidenceItem] {
        var items = [item(.userLog, logs: dossier.logs.filter(\.role.isUserOutput))]
        let roles: [(EvidenceItem.Kind, LogRole, isExpected: Bool)] = [
            (.executionWrapper, .executionWrapper, isCommonRuntime), (.lifecycler, .lifecycler, isCommonRuntime),
            (.jobPreparation, .jobPreparation, isOlderRuntime), (.jobRelease, .jobRelease, isOlderRuntime),
        ]
        for (kind, role, isExpected) in roles {
            let logs = dossier.logs.filter { $0.role == role }
            if isExpected || !logs.isEmpty { items.append(item(kind, logs: logs)) }
        }
        return items
    }

    private var isCommonRuntime: Bool {
        dossier.logs.contains { log in
            log.role == .executionWrapper || log.role == .lifecycler || hasFolder("user_logs", log) || hasFolder("system_logs", log)
        }
    }

    private var isOlderRuntime: Bool {
        dossier.logs.contains { log in
            log.role == .driver || log.role == .jobPreparation || log.role == .jobRelease || hasFolder("azureml-logs", log)
        }
    }

    private func hasFolder(_ name: String, _ log: LogEvidence) -> Bool {
        log.source.utf8.split(whereSeparator: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "!") }).dropLast()
            .contains { $0.elementsEqual(name.utf8) }
    }
}
