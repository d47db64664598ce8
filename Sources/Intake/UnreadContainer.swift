/// Files that hold evidence in a form that is not read: worth a word, because whoever handed them in expects them to count.
enum UnreadContainer {
    /// A full sentence with the advice; nil for anything else.
    static func advice(for head: FormatHead) -> String? {
        if head.bytes.starts(with: Array("Rar!\u{1A}\u{7}".utf8)) {
            return "The file is a RAR archive, which is not read: unpack it and ingest the folder."
        }
        if head.bytes.starts(with: Array("Obj\u{1}".utf8)), head.fileExtension == "avro" {
            return "The file is an Avro container, as Event Hubs Capture writes it, which is not read: convert it to JSON Lines."
        }
        return nil
    }
}
