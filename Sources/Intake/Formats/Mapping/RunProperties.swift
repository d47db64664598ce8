import Evidence

/// What the `properties` and `tags` of a run say, in run history and v2 jobs alike.
struct RunProperties {
    private let fields: RecordFields
    private let tags: RecordFields

    /// Values longer than this are recordings of configurations, not statements.
    private static let longestValue = 1_000

    init(record: RecordFields) {
        fields = record.fields("properties")
        tags = record.fields("tags")
    }

    var compute: String? { ResourceName.compute(fields.text("azureml.clustername")) }
    var snapshotID: String? { fields.text("contentsnapshotid") }
    var reusedRunID: String? { fields.text("azureml.reusedrunid") }
    var nodeID: String? { fields.text("azureml.nodeid") }
    var stepName: String? { fields.text("azureml.modulename") }
    var pipelineRunID: String? { fields.text("azureml.pipelinerunid") }
    var continueOnStepFailure: Bool? { fields.node("azureml.continueonstepfailure")?.bool }

    /// The kind that the properties and the type fields of the record agree on; nil where nothing tells.
    func kind(types: [String?], hasParent: Bool?) -> RunKind? {
        let source = fields.text("azureml.runsource")?.lowercased()
        let words = types.compactMap { $0?.lowercased() } + [source].compactMap { $0 }
        func says(_ word: String) -> Bool { words.contains { $0.contains(word) } }
        if says("pipelinerun") || says("pipeline_job") || words.contains("pipeline") { return .pipeline }
        if fields.text("azureml.pipelinecomponent")?.lowercased() == "pipelinerun" { return .pipeline }
        if says("steprun") || nodeID != nil || pipelineRunID != nil || fields.text("steptype") != nil { return .step }
        let template = fields.text("runtemplate")?.lowercased()
        if template == "automl_child" { return .child }
        if hasParent != true {
            if says("hyperdrive") || says("sweep") || template == "hyperdrive" { return .sweep }
            if says("automl") || template == "automl" { return .automl }
        }
        guard let hasParent else { return words.isEmpty ? nil : .job }
        return hasParent ? .child : .job
    }

    /// Properties and tags worth keeping: short ones that have no place of their own and carry no signature or token.
    var kept: [String: String] {
        var result: [String: String] = [:]
        for member in fields.members where !RunProperties.mapped.contains(member.key) {
            if let text = RunProperties.keepable(member.node) { result[member.name] = text }
        }
        for member in tags.members {
            if let text = RunProperties.keepable(member.node) { result["tag.\(member.name)"] = text }
        }
        return result
    }

    private static let mapped: Set<FieldName> = [
        "azureml.clustername", "contentsnapshotid", "azureml.reusedrunid", "azureml.nodeid", "azureml.modulename", "azureml.pipelinerunid",
        "azureml.continueonstepfailure",
    ]

    /// The text of a value worth keeping: short, and without a signature or token.
    static func keepable(_ node: JSONNode) -> String? {
        guard let text = node.plainText, text.utf8.count <= longestValue, text != "{}", text != "[]" else { return nil }
        let lowered = text.lowercased()
        return ["sig=", "token", "password", "accountkey", "secret"].contains { lowered.contains($0) } ? nil : text
    }
}
