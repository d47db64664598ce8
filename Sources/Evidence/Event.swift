/// A time-stamped statement by the platform.
package struct Event: Hashable, Sendable, Codable {
    package var kind: EventKind
    package var time: Timestamp?
    /// The run it speaks of, where it names one.
    package var runID: String?
    package var parentRunID: String?
    package var rootRunID: String?
    /// Name of the compute target, lower-cased, without its ARM path.
    package var compute: String?
    package var nodeID: String?
    package var status: RunStatus?
    /// Operation or event type as written: `JobFailed`, `ClusterResized`, `Microsoft.MachineLearningServices/workspaces/computes/delete`.
    package var name: String
    /// Result of an operation as written: `Succeeded`, `Start`, `Failure` ...
    package var result: String?
    package var message: String?
    package var caller: String?
    package var correlationID: String?
    /// Of a pipeline stage update: the stage's name.
    package var stage: String?
    /// Every other field that a rule may ask for, as text; node counts of cluster events among them (lower-camel-case keys).
    package var detail: [String: String]
    /// The raw line that says the most about it, and where it stands.
    package var quote: Quote

    package init(kind: EventKind, time: Timestamp?, name: String, quote: Quote, detail: [String: String] = [:]) {
        self.kind = kind
        self.time = time
        self.name = name
        self.quote = quote
        self.detail = detail
    }

    /// Names the event whatever export it came through: the same record twice has one key.
    package var key: String {
        let parts: [String] = [
            kind.rawValue, time.map { String($0.microseconds) } ?? "", (runID ?? "").lowercased(), (compute ?? "").lowercased(),
            (nodeID ?? "").lowercased(), status?.rawValue ?? "", name.lowercased(), (result ?? "").lowercased(), stage ?? "",
            (correlationID ?? "").lowercased(),
        ]
        return SHA256.hexadecimal(of: parts.joined(separator: "\u{1F}"), digits: 32)
    }
}

/// Which family of records an event comes from.
package enum EventKind: String, Sendable, Codable, CaseIterable {
    /// AmlRunStatusChangedEvent: `status` is set.
    case runStatus
    /// AmlComputeJobEvent: `name` is the event type.
    case job
    /// AmlComputeClusterEvent: node counts in `detail`.
    case cluster
    /// AmlComputeClusterNodeEvent.
    case node
    /// Activity log: `name` is the operation, `result` its status, `caller` who asked.
    case activity
    /// A pipeline stage update in AzureDiagnostics: `stage`, `status`, `message`.
    case stage
    /// Any other record of Log Analytics.
    case other
}
