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
        // Bytes instead of strings: made for every record of an export.
        var text: [UInt8] = []
        text.reserveCapacity(256)
        text.append(contentsOf: kind.rawValue.utf8)
        text.append(Event.separator)
        if let time { text.append(contentsOf: String(time.microseconds).utf8) }
        for part in [runID, compute, nodeID] { Event.add(part, to: &text) }
        text.append(Event.separator)
        if let status { text.append(contentsOf: status.rawValue.utf8) }
        for part in [name, result] { Event.add(part, to: &text) }
        text.append(Event.separator)
        if let stage { text.append(contentsOf: stage.utf8) }
        Event.add(correlationID, to: &text)
        return text.withUnsafeBufferPointer { SHA256.hexadecimal(of: $0, digits: 32) }
    }

    private static let separator: UInt8 = 0x1F

    /// Adds a part of the key behind a separator, in small letters.
    private static func add(_ part: String?, to text: inout [UInt8]) {
        text.append(separator)
        guard let part else { return }
        let start = text.count
        for byte in part.utf8 {
            guard byte < 0x80 else {
                text.removeSubrange(start...)
                text.append(contentsOf: part.lowercased().utf8)
                return
            }
            text.append((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte)
        }
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
