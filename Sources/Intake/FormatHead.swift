import Evidence

extension FormatHead {
    /// Bytes that a format is told by.
    static let maximumBytes = 64 << 10
    private static let maximumRecords = 5

    /// Parses the head; `isWhole` if nothing follows it.
    init(path: String, bytes: [UInt8], isWhole: Bool) {
        let json = FormatHead.records(in: bytes, isWhole: isWhole, reader: JSONRecordReader(source: path))
        let python = json.isEmpty ? FormatHead.records(in: bytes, isWhole: isWhole, reader: PythonLiteralReader(source: path)) : []
        self.init(path: path, bytes: bytes, records: json.isEmpty ? python : json, isPythonLiteral: json.isEmpty && !python.isEmpty)
    }

    private static func records(in bytes: [UInt8], isWhole: Bool, reader: some RecordReader) -> [JSONRecord] {
        guard let first = bytes.first(where: { $0 > 0x20 && $0 < 0x80 || $0 == 0 }), "{[\"'".utf8.contains(first) else { return [] }
        var reader = reader
        var records: [JSONRecord] = []
        bytes.withUnsafeBytes { reader.feed($0) }
        if isWhole { reader.finish() }
        while records.count < maximumRecords, let record = reader.next() {
            if record.root.object?.isEmpty == false { records.append(record) }
        }
        if records.isEmpty, !isWhole, let partial = reader.partialRecord() { records.append(partial) }
        return records
    }

    /// The file's name without `.gz` and its like, lower-cased.
    static func fileName(ofPath path: String) -> String {
        let start = path.utf8.lastIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "!") }
        return Source.key(ofPath: String(path[(start.map { path.utf8.index(after: $0) } ?? path.startIndex)...]).lowercased())
    }

    /// What stands behind the last dot of the file's name.
    var fileExtension: String {
        fileName.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(fileName[fileName.utf8.index(after: $0)...]) } ?? ""
    }

    /// Packed data hold one control character in ten bytes, text of whatever encoding hardly one in a thousand.
    static func isText(_ bytes: [UInt8]) -> Bool {
        guard !bytes.isEmpty else { return false }
        var controls = 0
        for byte in bytes where byte < 0x20 || byte == 0x7F {
            if byte == 0x7F || FormatHead.textControls >> UInt32(byte) & 1 == 0 { controls += 1 }
        }
        return controls * 50 <= bytes.count
    }

    /// A bit for each of backspace, tab, line feed, form feed, carriage return and escape.
    private static let textControls: UInt32 = 1 << 0x08 | 1 << 0x09 | 1 << 0x0A | 1 << 0x0C | 1 << 0x0D | 1 << 0x1B

    /// Begins as JSON does and no log does.
    var looksLikeJSON: Bool {
        let start = Array(bytes.lazy.filter { $0 > 0x20 && $0 < 0x80 }.prefix(2))
        guard start.count == 2 else { return false }
        switch start[0] {
        case UInt8(ascii: "{"): return start[1] == UInt8(ascii: "\"") || start[1] == UInt8(ascii: "}")
        case UInt8(ascii: "["): return "{[\"]".utf8.contains(start[1])
        default: return false
        }
    }
}
