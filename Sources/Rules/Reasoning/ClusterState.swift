import Evidence

/// Somebody or something took nodes from the run's compute at the moment at which the run broke off.
struct ScaleDown: Sendable {
    let event: Event
    /// `stopped`, `restarted`, `scaled down from 2 working nodes to 0`.
    let what: String

    /// Ten minutes before the run's last word to ten minutes after its end: a stop takes minutes to arrive.
    private static let slack = 600.0

    init?(_ file: CaseFile) {
        guard let word = file.lastOutputTime ?? file.dossier.time(of: .notResponding) ?? file.run.ended else { return nil }
        let latest = [file.dossier.time(of: .notResponding), file.run.ended, word].compactMap { $0 }.max() ?? word
        let near = file.dossier.computeEvents.filter { event in
            guard let time = event.time else { return false }
            return time >= word.adding(seconds: -ScaleDown.slack) && time <= latest.adding(seconds: ScaleDown.slack)
        }
        if let told = near.last(where: { ScaleDown.verb($0) != nil }), let verb = ScaleDown.verb(told) {
            event = told
            what = verb
            return
        }
        // Fewer nodes wanted than are at work, and some of them on their way out: idle nodes leave without that.
        let shrunk = near.last { event in
            guard event.kind == .cluster, let target = event.count("targetNodeCount"), let running = event.count("runningNodeCount") else {
                return false
            }
            return target < running && (event.count("leavingNodeCount") ?? 0) > 0
        }
        guard let shrunk, let target = shrunk.count("targetNodeCount"), let running = shrunk.count("runningNodeCount") else { return nil }
        event = shrunk
        what = "scaled down from \(running) working node\(running == 1 ? "" : "s") to \(target)"
    }

    /// What an operation of the activity log does to a compute; nil for what failed and for what takes nothing away.
    private static func verb(_ event: Event) -> String? {
        guard event.kind == .activity, !(event.result ?? "").lowercased().hasPrefix("fail") else { return nil }
        let name = event.name.lowercased()
        if name.hasSuffix("/computes/stop/action") { return "stopped" }
        if name.hasSuffix("/computes/restart/action") { return "restarted" }
        return nil
    }
}

/// What the events of a cluster say while a run waits for it.
struct ClusterWait: Sendable {
    /// The event that says most: a refusal, else one that shows nodes missing or all of them taken.
    let event: Event
    let reason: String
    let isRefusal: Bool

    /// Twenty minutes: the first start of a day takes that long at most.
    static let patience = 1_200.0

    init?(_ file: CaseFile, since: Timestamp) {
        let events = file.dossier.computeEvents.filter {
            $0.kind == .cluster && ($0.time.map { $0 >= since.adding(seconds: -60) } ?? false)
        }
        if let refused = events.last(where: { event in
            CapacityWords.refuse(event.message ?? "") || event.detail.values.contains { CapacityWords.refuse($0) }
        }) {
            let words = [refused.message].compactMap { $0 } + refused.detail.sorted { $0.key < $1.key }.map(\.value)
            event = refused
            reason = words.first(where: CapacityWords.refuse).map { String($0.prefix(120)) } ?? refused.name
            isRefusal = true
            return
        }
        isRefusal = false
        let lacking = events.filter { ($0.count("targetNodeCount") ?? 0) > ($0.count("currentNodeCount") ?? 0) }
        let end = file.run.ended ?? file.now
        if let first = lacking.first, let last = lacking.last, let from = first.time, let to = last.time ?? end,
            max(to, end ?? to).seconds(since: from) > ClusterWait.patience, events.last == last
        {
            event = last
            reason = "\(last.count("targetNodeCount") ?? 0) nodes are wanted and \(last.count("currentNodeCount") ?? 0) are there"
            return
        }
        guard let last = events.last, let most = last.count("maximumNodeCount"), most > 0,
            (last.count("runningNodeCount") ?? 0) + (last.count("leavingNodeCount") ?? 0) >= most
        else { return nil }
        event = last
        reason = "all \(most) nodes are taken"
    }
}

extension Event {
    /// A node count of a cluster event.
    func count(_ name: String) -> Int? { detail[name].flatMap { Int($0) } }
}

/// Words of cluster events that say that no nodes are to be had.
enum CapacityWords {
    /// Codes of quota and capacity in `ClusterErrorCodes` and messages.
    static let refusals = [
        "Quota", "quota", "AllocationFailed", "SkuNotAvailable", "OutOfCapacity", "could not be allocated", "nsufficient",
    ]

    static func refuse(_ text: String) -> Bool { refusals.contains { text.contains($0) } }
}
