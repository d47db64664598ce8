/// JSON under construction, handed out in pieces: the report of a large store has hundreds of megabytes, of which one is in memory at a time.
struct JSONText {
    private var bytes: [UInt8] = []
    private let piece: (UnsafeRawBufferPointer) throws -> Void
    /// Why a piece was refused. Nothing is made after that.
    private(set) var failure: (any Error)?

    private static let pieceBytes = 1 << 20

    init(piece: @escaping (UnsafeRawBufferPointer) throws -> Void) {
        self.piece = piece
        bytes.reserveCapacity(JSONText.pieceBytes + 1 << 16)
    }

    /// Hands out what there is, once it is worth it.
    mutating func flush(atEnd: Bool = false) {
        guard bytes.count >= JSONText.pieceBytes || atEnd, failure == nil else { return }
        do { try bytes.withUnsafeBytes(piece) } catch { failure = error }
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Text that needs no escapes.
    mutating func append(plain text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    mutating func indent(_ depth: Int) {
        for _ in 0..<depth { append("  ") }
    }

    /// The string in its quotes.
    mutating func append(string: String) {
        bytes.append(UInt8(ascii: "\""))
        var string = string
        string.withUTF8 { text in
            if JSONText.isPlain(text) { bytes.append(contentsOf: text) } else { append(escaping: text) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Nearly every string is: no way out of the loop, so that many bytes are looked at together.
    private static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var isPlain = true
        for byte in text {
            isPlain = isPlain && byte &- 0x20 < 0x5F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        }
        return isPlain
    }

    private mutating func append(escaping text: UnsafeBufferPointer<UInt8>) {
        var plain = 0
        var at = 0
        while at < text.count {
            let byte = text[at]
            if byte &- 0x20 < 0x5F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                at += 1
                continue
            }
            let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            if byte < 0x80 || JSONText.isHidden(text, at, length) {
                bytes.append(contentsOf: text[plain..<at])
                escape(text, at, length)
                plain = at + length
            }
            at += length
        }
        bytes.append(contentsOf: text[plain...])
    }

    /// Control, format and separator characters: a terminal would obey them, JavaScript would end a line at some.
    private static func isHidden(_ text: UnsafeBufferPointer<UInt8>, _ at: Int, _ length: Int) -> Bool {
        String(decoding: text[at..<at + length], as: UTF8.self).unicodeScalars.contains(where: VisibleText.isHidden)
    }

    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>, _ at: Int, _ length: Int) {
        switch text[at] {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case UInt8(ascii: "\n"): append("\\n")
        case UInt8(ascii: "\r"): append("\\r")
        case UInt8(ascii: "\t"): append("\\t")
        default:
            for unit in String(decoding: text[at..<at + length], as: UTF8.self).utf16 {
                let digits = String(unit, radix: 16)
                append("\\u")
                append(plain: String(repeating: "0", count: 4 - digits.count) + digits)
            }
        }
    }
}
