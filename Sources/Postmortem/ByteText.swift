/// Sizes for people: `812 bytes`, `35.4 kB`, `1.2 MB`.
enum ByteText {
    private static let units: [(name: String, bytes: Int64)] = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)]

    static func of(_ bytes: Int64) -> String {
        guard let unit = units.first(where: { bytes >= $0.bytes }) else { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
        let tenths = bytes / (unit.bytes / 10)
        return "\(tenths / 10).\(tenths % 10) \(unit.name)"
    }
}
