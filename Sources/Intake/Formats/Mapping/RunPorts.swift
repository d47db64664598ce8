import Evidence

/// Reads the declared inputs and outputs of a run from the places where its record keeps them.
enum RunPorts {
    /// Of a run-history record: `runDefinition.outputData` says where and how, `outputs` which asset came of it.
    static func outputs(record: RecordFields, definition: RecordFields) -> [Port] {
        var ports: [String: Port] = [:]
        add(definition.node("outputdata"), location: "outputlocation", to: &ports)
        addAssets(record.node("outputs"), to: &ports)
        for dataset in record.node("outputdatasets")?.array ?? [] {
            let fields = RecordFields(dataset)
            let details = fields.fields("outputdetails")
            guard let name = details.text("outputname") else { continue }
            let uri = fields.fields("identifier").text("savedid", "registeredid") ?? fields.fields("dataset").text("id")
            merge(Port(name: name, uri: uri, mode: details.text("mechanism")), into: &ports)
        }
        return sorted(ports)
    }

    /// Of a run-history record: `runDefinition.data`, `inputAssets` and `dataReferences`, `inputs`, and `inputDatasets` as REST and as the SDK write it.
    static func inputs(record: RecordFields, definition: RecordFields) -> [Port] {
        var ports: [String: Port] = [:]
        add(definition.node("data"), location: "datalocation", to: &ports)
        add(definition.node("inputassets"), location: "asset", to: &ports)
        for member in definition.node("datareferences")?.object ?? [] {
            let fields = RecordFields(member.value)
            let uri = datastoreURI(store: fields.text("datastorename"), path: fields.text("pathondatastore"))
            merge(Port(name: member.key, uri: uri, mode: fields.text("mode")), into: &ports)
        }
        addAssets(record.node("inputs"), to: &ports)
        for dataset in record.node("inputdatasets")?.array ?? [] {
            let fields = RecordFields(dataset)
            let details = fields.node("inputdetails") != nil ? fields.fields("inputdetails") : fields.fields("consumptiondetails")
            guard let name = details.text("inputname") else { continue }
            let uri = fields.fields("identifier").text("savedid", "registeredid") ?? fields.fields("dataset").text("id")
            merge(Port(name: name, uri: uri, mode: details.text("mechanism")), into: &ports)
        }
        return sorted(ports)
    }

    /// Of a v2 job: `{mode, path, type}`, its ARM form `{mode, uri, jobInputType}`, or a bare value.
    static func jobPorts(_ node: JSONNode?) -> [Port] {
        var ports: [String: Port] = [:]
        for member in node?.object ?? [] {
            let fields = RecordFields(member.value)
            let uri = fields.text("path", "uri", "value") ?? (member.value.object == nil ? member.value.plainText : nil)
            let type = fields.text("type", "jobinputtype", "joboutputtype")
            let port = Port(
                name: member.key, uri: uri, mode: fields.text("mode"), isFile: isFile(type), producer: uri.flatMap(reference(in:)))
            merge(port, into: &ports)
        }
        return sorted(ports)
    }

    /// `${{parent.jobs.X.outputs.Y}}` (previews left out `parent.`) as (X, Y).
    static func reference(in text: String) -> PortReference? {
        guard let open = range(of: "${{", in: text[...]), let close = range(of: "}}", in: text[open.upperBound...]) else { return nil }
        var parts = text[open.upperBound..<close.lowerBound].filter { $0 != " " }.split(separator: ".", omittingEmptySubsequences: false)
        if parts.first == "parent" { parts.removeFirst() }
        guard parts.count == 4, parts[0] == "jobs", parts[2] == "outputs", !parts[1].isEmpty, !parts[3].isEmpty else { return nil }
        return PortReference(step: String(parts[1]), port: String(parts[3]))
    }

    private static func range(of needle: String, in text: Substring) -> Range<Substring.Index>? {
        var start = text.startIndex
        while start < text.endIndex {
            if text[start...].hasPrefix(needle) { return start..<text.index(start, offsetBy: needle.count) }
            start = text.index(after: start)
        }
        return nil
    }

    private static func add(_ node: JSONNode?, location: FieldName, to ports: inout [String: Port]) {
        for member in node?.object ?? [] {
            let fields = RecordFields(member.value)
            let place = fields.fields(location)
            let target = place.fields("uri")
            let path = place.fields("datapath")
            let uri =
                target.text("path") ?? datastoreURI(store: path.text("datastorename"), path: path.text("relativepath"))
                ?? place.fields("dataset").text("id", "name") ?? place.text("assetid", "uri")
            let isFile = target.node("isfile")?.bool ?? isFile(place.text("type"))
            merge(Port(name: member.key, uri: uri, mode: fields.text("mechanism"), isFile: isFile), into: &ports)
        }
    }

    private static func addAssets(_ node: JSONNode?, to ports: inout [String: Port]) {
        for member in node?.object ?? [] {
            let fields = RecordFields(member.value)
            let port = Port(name: member.key, uri: fields.text("assetid", "uri", "path"), isFile: isFile(fields.text("type")))
            merge(port, into: &ports)
        }
    }

    /// What was said first stays; what it left open is filled in.
    private static func merge(_ port: Port, into ports: inout [String: Port]) {
        guard var known = ports[port.name] else {
            ports[port.name] = port
            return
        }
        known.uri = known.uri ?? port.uri
        known.mode = known.mode ?? port.mode
        known.isFile = known.isFile || port.isFile
        ports[port.name] = known
    }

    private static func sorted(_ ports: [String: Port]) -> [Port] {
        ports.values.sorted { $0.name < $1.name }
    }

    private static func datastoreURI(store: String?, path: String?) -> String? {
        guard let store else { return path }
        return "azureml://datastores/\(store)/paths/\(path ?? "")"
    }

    private static func isFile(_ type: String?) -> Bool {
        type.map { FieldName($0) == "UriFile" } ?? false
    }
}
