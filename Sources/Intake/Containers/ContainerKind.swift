/// What holds other files, told by its first bytes.
enum ContainerKind: Equatable {
    case packed(Packing)
    case archive(ArchiveKind)

    /// One stream in fewer bytes.
    enum Packing: String {
        case gzip, bzip2, xz, zstd, lz4
    }

    /// Many files in one.
    enum ArchiveKind: String {
        case zip, tar
        case sevenZip = "7z"

        /// The table of contents stands at the end, so that any place must be at hand.
        var wantsSeeking: Bool { self != .tar }
    }

    /// Nil for everything that is not taken apart. The name has a say only where it tells that a zip is no export: models, packages and
    /// office documents are zip files too.
    init?(head: [UInt8], path: String) {
        if let archive = ContainerKind.archive(head) {
            guard archive != .zip || !ContainerKind.documents.contains(where: path.lowercased().hasSuffix) else { return nil }
            self = .archive(archive)
        } else if let packing = ContainerKind.packing(head) {
            self = .packed(packing)
        } else {
            return nil
        }
    }

    private static let documents = [
        ".pt", ".pth", ".ckpt", ".npz", ".keras", ".mar", ".mlmodel", ".whl", ".egg", ".jar", ".war", ".nupkg", ".apk", ".docx", ".xlsx",
        ".xlsm", ".pptx", ".odt", ".ods", ".epub", ".dacpac", ".pbix",
    ]

    private static func archive(_ head: [UInt8]) -> ArchiveKind? {
        if head.starts(with: [0x50, 0x4B]) {
            let signature = Array(head.dropFirst(2).prefix(2))
            // A member; the end of an archive without any; the mark of an archive that was to be split.
            if [[3, 4], [5, 6], [7, 8]].contains(signature) { return .zip }
        }
        if head.starts(with: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) { return .sevenZip }
        return isTar(head) ? .tar : nil
    }

    private static func packing(_ head: [UInt8]) -> Packing? {
        if head.starts(with: [0x1F, 0x8B, 0x08]) { return .gzip }
        if head.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) { return .xz }
        if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return .zstd }
        if head.starts(with: [0x04, 0x22, 0x4D, 0x18]) || head.starts(with: [0x02, 0x21, 0x4C, 0x18]) { return .lz4 }
        // Three letters and a digit are text more often than not: the first block, or the end of an empty stream, must follow.
        if head.starts(with: Array("BZh".utf8)), head.count >= 10, (0x31...0x39).contains(head[3]) {
            let mark = Array(head[4..<10])
            if mark == [0x31, 0x41, 0x59, 0x26, 0x53, 0x59] || mark == [0x17, 0x72, 0x45, 0x38, 0x50, 0x90] { return .bzip2 }
        }
        return nil
    }

    /// The first record of a tar holds the sum of its bytes, in all dialects.
    private static func isTar(_ head: [UInt8]) -> Bool {
        guard head.count >= 512, head[0] != 0 else { return false }
        let field = head[148..<156].drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
        guard !field.isEmpty else { return false }
        let wanted = field.reduce(0) { $0 * 8 + Int($1 - 0x30) }
        // The field itself counts as spaces; old programs summed signed characters.
        var (sum, signed) = (8 * 0x20, 8 * 0x20)
        for (i, byte) in head[..<512].enumerated() where !(148..<156).contains(i) {
            sum += Int(byte)
            signed += Int(Int8(bitPattern: byte))
        }
        return wanted == sum || wanted == signed
    }
}
