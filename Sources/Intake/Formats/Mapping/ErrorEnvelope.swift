import Evidence

/// The error envelope of the service, in camelCase (REST), PascalCase (step logs) or snake_case (printed by the SDK).
struct ErrorEnvelope {
    var error: RunError
    /// The member whose line says what went wrong.
    var place: JSONNode

    /// Deeper nests are not written by any service; the cap keeps hostile input from taking time.
    private static let deepestNest = 16

    /// What the node says went wrong: an envelope `{"error": {...}}`, its inner part, JSON text that holds one, or plain text.
    init?(_ node: JSONNode) {
        guard !node.isNull else { return nil }
        guard let object = node.embedded, object.object != nil else {
            guard let text = node.plainText, text != "None" else { return nil }
            self.init(error: RunError(message: text), place: node)
            return
        }
        let envelope = RecordFields(object)
        let root = envelope.node("error").flatMap { $0.embedded } ?? object
        let fields = RecordFields(root)
        let inner = ErrorEnvelope.innerCodes(of: fields)
        let code = fields.text("code")
        guard
            let found = ErrorEnvelope.message(of: fields) ?? envelope.node("error", "message").flatMap({ node in
                node.plainText.map { ($0, node) }
            }) ?? code.map({ ($0, fields.node("code") ?? root) })
        else { return nil }
        let error = RunError(
            code: code, innerCodes: inner, message: found.0, component: envelope.text("componentname") ?? fields.text("componentname"))
        self.init(error: error, place: found.1)
    }

    private init(error: RunError, place: JSONNode) {
        self.error = error
        self.place = place
    }

    /// The message; else its format with the parameters in it; else what the first detail says.
    private static func message(of fields: RecordFields) -> (String, JSONNode)? {
        if let node = fields.node("message"), let text = node.plainText { return (text, node) }
        if let node = fields.node("messageformat"), let format = node.plainText {
            return (filled(format, with: fields.node("messageparameters")), node)
        }
        for detail in fields.node("details")?.array ?? [] {
            if let node = RecordFields(detail).node("message"), let text = node.plainText { return (text, node) }
        }
        return nil
    }

    private static func filled(_ format: String, with parameters: JSONNode?) -> String {
        var text = format
        for member in parameters?.object ?? [] {
            guard let value = member.value.plainText else { continue }
            text = text.split(separator: "{\(member.key)}", omittingEmptySubsequences: false).joined(separator: value)
        }
        return text
    }

    private static func innerCodes(of fields: RecordFields) -> [String] {
        var codes: [String] = []
        var current = fields.node("innererror")?.embedded
        while let node = current, codes.count < deepestNest {
            let inner = RecordFields(node)
            if let code = inner.text("code") { codes.append(code) }
            current = inner.node("innererror")?.embedded
        }
        return codes
    }
}
