import Evidence

/// An update of a pipeline's stage, as custom diagnostics post it: operation `.../pipelineRuns/update`, the rest in `ResultDescription`
/// as JSON, as printed Python, as a line of text with `PipelineRunId('...')` in it, or in columns of its own.
struct StageUpdate {
    var pipelineRunID: String
    var stage: String?
    var status: String?
    var message: String?
    /// The member whose line says it.
    var place: JSONNode

    static func isOne(_ fields: RecordFields) -> Bool {
        if let operation = fields.text("operationname"), operation.containsIgnoringASCIICase("pipelineruns/") { return true }
        return fields.node("pipelinerunid") != nil && fields.node("stagename") != nil
    }

    init?(_ fields: RecordFields) {
        guard let place = fields.node("resultdescription", "message", "pipelinerunid", "operationname") else { return nil }
        self.place = place
        var all = fields
        if let node = fields.node("resultdescription", "message")?.embedded { all.merge(node) }
        let text = fields.text("resultdescription", "message") ?? ""
        guard let id = all.text("pipelinerunid") ?? StageUpdate.value(of: "PipelineRunId", in: text) else { return nil }
        pipelineRunID = StageUpdate.unwrapped(id)
        stage = all.text("stagename", "stage") ?? StageUpdate.value(of: "StageName", in: text) ?? StageUpdate.value(of: "Stage", in: text)
        status = all.text("status", "stagestatus") ?? StageUpdate.value(of: "Status", in: text)
        message = all.carried("errormessage", "error") ?? StageUpdate.value(of: "ErrorMessage", in: text, toEnd: true)
    }

    /// `PipelineRunId('x')`, `PipelineRunId("x")` and `PipelineRunId(x)` as x.
    static func unwrapped(_ text: String) -> String {
        guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close else { return text }
        return String(text[text.index(after: open)..<close]).trimmingQuotes
    }

    /// What follows `name` in a line of `Name=value`, `Name: 'value'`, `Name('value')`: up to the closing quote, or up to a separator
    /// (or to the end where the value is a sentence).
    static func value(of name: String, in text: String, toEnd: Bool = false) -> String? {
        // Most texts do not hold the name at all: that is seen in the bytes, without taking the text apart into characters.
        guard text.containsIgnoringASCIICase(name) else { return nil }
        let characters = Array(text)
        let wanted = Array(name.lowercased())
        var start = 0
        while start + wanted.count <= characters.count {
            defer { start += 1 }
            let isWordStart = start == 0 || !(characters[start - 1].isLetter || characters[start - 1].isNumber)
            guard isWordStart, zip(wanted, characters[start...]).allSatisfy({ Character($1.lowercased()) == $0 }) else { continue }
            var index = start + wanted.count
            let afterName = index
            while index < characters.count, "'\"".contains(characters[index]) || "=:( \t".contains(characters[index]) {
                if "'\"".contains(characters[index]), index > afterName { break }
                index += 1
            }
            guard index > afterName, index < characters.count else { continue }
            let found = value(from: index, in: characters, toEnd: toEnd)
            if !found.isEmpty { return found == "None" || found == "null" ? nil : found }
        }
        return nil
    }

    private static func value(from start: Int, in characters: [Character], toEnd: Bool) -> String {
        let quote = characters[start]
        if quote == "'" || quote == "\"" {
            return String(characters[(start + 1)...].prefix { $0 != quote })
        }
        let rest = characters[start...]
        // Of a printed object that could not be read as one, the last member is followed by its closing brace.
        if toEnd { return String(rest.prefix { !$0.isNewline && $0 != "}" }) }
        return String(rest.prefix { !",;|)}".contains($0) && !$0.isWhitespace })
    }
}

extension String {
    fileprivate var trimmingQuotes: String {
        var text = Substring(self)
        while let first = text.first, "'\" ".contains(first) { text = text.dropFirst() }
        while let last = text.last, "'\" ".contains(last) { text = text.dropLast() }
        return String(text)
    }
}
