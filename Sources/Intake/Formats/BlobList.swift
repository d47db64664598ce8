import Evidence

extension Format {
    /// Listings of blobs: which outputs a run really left behind.
    static let blobList = Format.records(
        id: "blob-list",
        title: "Listing of blobs (az storage blob list, azcopy list)",
        howToGet: "az storage blob list -c CONTAINER --prefix azureml/ -o json",
        tell: { head in
            let records = head.records.prefix(3)
            if records.contains(where: { BlobRecord($0.root) != nil }) { return 80 }
            return 0
        },
        decode: { record, context, batch in
            guard let blob = BlobRecord(record.root) else { return false }
            if let object = blob.object(in: record, source: context.source) { batch.outputs.append(object) }
            return true
        })
}

/// One line of a listing, as the command line, the SDK or azcopy prints it.
private struct BlobRecord {
    private let path: String
    private let place: JSONNode
    private let bytes: Int64
    private let modified: Timestamp?
    private let container: String?
    /// Folders and versions that are gone are listed too; they hold nothing.
    private let isThere: Bool

    init?(_ root: JSONNode) {
        let outer = RecordFields(root)
        let fields: RecordFields
        if outer.text("messagetype") == "ListObject" {
            fields = outer.fields("messagecontent")
        } else {
            fields = outer
        }
        var properties = fields
        if let node = fields.node("properties") { properties.merge(node) }
        guard let place = fields.node("name", "path"), let path = place.plainText,
            let length = properties.text("contentlength", "size", "bytes"), let bytes = BlobRecord.bytes(length),
            fields.node("runid", "timegenerated", "operationname", "jobtype") == nil
        else { return nil }
        // A length beside a name is not much: something that only a blob has must be there as well.
        guard
            properties.node("lastmodified", "lastmodifiedtime", "blobtype", "etag", "creationtime", "container", "contentsettings") != nil
                || outer.text("messagetype") == "ListObject"
        else { return nil }
        self.path = path
        self.place = outer.node("name", "path", "messagecontent") ?? place
        self.bytes = bytes
        modified = properties.time("lastmodified", "lastmodifiedtime")?.value ?? properties.time("creationtime")?.value
        container = fields.text("container", "containername")
        let isFolder = properties.node("isdirectory")?.bool ?? fields.fields("metadata").node("hdiisfolder")?.bool ?? false
        isThere = !isFolder && fields.node("deleted")?.bool != true && fields.node("iscurrentversion")?.bool != false
    }

    func object(in record: JSONRecord, source: String) -> OutputObject? {
        guard isThere else { return nil }
        let quote = record.quote(of: place, source: source, time: modified)
        return OutputObject(path: path, container: container, bytes: bytes, modified: modified, quote: quote)
    }

    /// A count of bytes, or azcopy's `10.5 KiB`, which is rounded: good enough for "empty or not".
    private static func bytes(_ text: String) -> Int64? {
        if let number = Int64(text) { return number >= 0 ? number : nil }
        let parts = text.split(separator: " ")
        guard parts.count <= 2, let first = parts.first, let number = Double(first), number.isFinite, number >= 0, number < 1e9 else {
            return nil
        }
        let units: [String: Double] = ["b": 1, "kib": 1_024, "mib": 1_048_576, "gib": 1_073_741_824, "tib": 1_099_511_627_776]
        guard let factor = parts.count == 1 ? 1 : units[parts[1].lowercased()] else { return nil }
        return Int64(number * factor)
    }
}
