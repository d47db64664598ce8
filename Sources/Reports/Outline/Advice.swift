import Evidence

/// What to do about a failure, the root cause's remedies first, and the alerts that would have told.
struct Advice: Sendable {
    let remedies: [String]
    let alerts: [Alert]

    private static let maximumRemedies = 12
    private static let maximumAlerts = 3

    init(group: RunGroup) {
        // What merely follows from the root cause goes away with it; its remedies would only distract.
        let findings = group.rootCauses + group.findings.filter { $0.causedBy == nil && $0.kind == .cause }
        let relevant = findings.isEmpty ? group.findings : findings
        var remedies: [String] = []
        for remedy in relevant.flatMap(\.remedy) where !remedies.contains(remedy) { remedies.append(remedy) }
        var alerts: [Alert] = []
        for alert in relevant.compactMap(\.alert) where !alerts.contains(alert) { alerts.append(alert) }
        self.remedies = Array(remedies.prefix(Advice.maximumRemedies))
        self.alerts = Array(alerts.prefix(Advice.maximumAlerts))
    }
}
