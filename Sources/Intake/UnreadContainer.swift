/// Files that hold evidence in a form that is not read: worth a word, because whoever handed them in expects them to count.
enum UnreadContainer {
    /// A full sentence with the advice; nil for anything else. The name counts too: models and wheels are zip files that hold no evidence.
    static func advice(for head: FormatHead) -> String? {
        let known: [(magic: [UInt8], offset: Int, extensions: [String], name: String)] = [
            (Array("PK\u{3}\u{4}".utf8), 0, ["zip"], "a zip archive"),
            (Array("ustar".utf8), 257, ["tar", "tgz"], "a tar archive"),
            ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], 0, ["7z"], "a 7-Zip archive"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], 0, ["xz", "txz"], "an xz file"),
            ([0x28, 0xB5, 0x2F, 0xFD], 0, ["zst"], "a Zstandard file"),
            (Array("BZh".utf8), 0, ["bz2", "tbz2"], "a bzip2 file"),
        ]
        for container in known where container.extensions.contains(head.fileExtension) {
            if head.bytes.dropFirst(container.offset).starts(with: container.magic) {
                return "The file is \(container.name), which is not read: unpack it and ingest the folder."
            }
        }
        if head.bytes.starts(with: Array("Obj\u{1}".utf8)), head.fileExtension == "avro" {
            return "The file is an Avro container, as Event Hubs Capture writes it, which is not read: convert it to JSON Lines."
        }
        return nil
    }
}
