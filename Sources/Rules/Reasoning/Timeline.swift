import Evidence

/// The moments of a run that matter, in order.
enum Timeline {
    static func of(_ file: CaseFile, _ findings: [Finding]) -> [TimelineEntry] {
        var entries: [TimelineEntry] = []
        let run = file.run
        if let created = run.created {
            entries.append(TimelineEntry(time: created, text: "created", location: run.citations[.record]?.location))
        }
        if let started = run.started {
            entries.append(TimelineEntry(time: started, text: "started", location: run.citations[.started]?.location))
        }
        for event in telling(file) {
            guard let time = event.time else { continue }
            switch event.kind {
            case .runStatus:
                if let status = event.status {
                    entries.append(TimelineEntry(time: time, text: "status \(status.rawValue)", location: event.quote.location))
                }
            case .job: entries.append(TimelineEntry(time: time, text: "job event \(event.name)", location: event.quote.location))
            case .stage:
                let text = "stage \(event.stage ?? ""): \(event.status?.rawValue ?? event.name)"
                entries.append(TimelineEntry(time: time, text: text, location: event.quote.location))
            default: break
            }
        }
        for event in file.dossier.computeEvents where event.kind == .activity {
            guard let time = event.time, ["delete", "stop", "restart"].contains(where: { event.name.lowercased().contains($0) }) else {
                continue
            }
            let operation = event.name.split(separator: "/").suffix(2).joined(separator: "/")
            let text = "activity \(operation)\(event.result.map { " (\($0))" } ?? "")\(event.caller.map { " by \($0)" } ?? "")"
            entries.append(TimelineEntry(time: time, text: text, location: event.quote.location))
        }
        for log in file.userLogs {
            if let first = log.firstTime {
                entries.append(TimelineEntry(time: first, text: "first line of the log", location: Location(source: log.source, line: 1)))
            }
            if let last = log.lastUserLine, let time = last.time ?? log.lastTime {
                entries.append(
                    TimelineEntry(time: time, text: "last line of the script", location: Location(source: log.source, line: last.number)))
            }
            if let silence = log.silences.first, silence.seconds >= 600, let time = silence.before.time {
                entries.append(
                    TimelineEntry(
                        time: time, text: "silent for \(readableDuration(seconds: silence.seconds))",
                        location: Location(source: log.source, line: silence.before.number)))
            }
        }
        // That a run never started is no moment; it would stand before what stopped it.
        for finding in findings where run.started != nil || finding.kind != .symptom {
            if let time = finding.effectiveTime {
                entries.append(TimelineEntry(time: time, text: finding.title, location: finding.evidence.first?.location))
            }
        }
        if let ended = run.ended {
            entries.append(
                TimelineEntry(time: ended, text: "ended: \(run.status?.rawValue ?? "unknown")", location: run.citations[.ended]?.location))
        }
        var seen: Set<String> = []
        let ordered = entries.sorted { ($0.time, $0.text, $0.location?.source ?? "") < ($1.time, $1.text, $1.location?.source ?? "") }
        let unique = ordered.filter { seen.insert("\($0.time.microseconds / 1_000_000)|\($0.text)").inserted }
        return unique.count <= limit ? unique : Array(unique.prefix(limit / 2) + unique.suffix(limit / 2))
    }

    /// Events that say more than created, started and ended do: a run that ran was queued before, and what ended well needs no second word.
    private static func telling(_ file: CaseFile) -> [Event] {
        let run = file.run
        let lastWait = file.dossier.events.last { $0.kind == .runStatus && $0.status?.isWaiting == true }
        return file.dossier.events.filter { event in
            switch (event.kind, event.status) {
            case (.runStatus, let status?) where status.isWaiting: return run.started == nil && event.quote == lastWait?.quote
            case (.runStatus, .running): return run.started == nil || file.dossier.events.contains { $0.status == .notResponding }
            case (.runStatus, .completed), (.runStatus, .failed), (.runStatus, .canceled):
                return run.ended == nil || event.status != run.status
            case (.job, _):
                return event.name.lowercased().contains("fail") || (event.name.lowercased().contains("succe") && run.ended == nil)
            default: return true
            }
        }
    }

    /// More moments than this tell a reader nothing.
    private static let limit = 40
}
