import Evidence

/// Takes secrets out of text before it goes into the store: the one place where that is done.
///
/// It works on bytes in one pass, on plain text and on encoded JSON alike: what it replaces never holds a quote, a line feed or half an
/// escape, so that lines stay lines and JSON stays JSON. Where it doubts, it takes too much rather than too little.
package struct Redactor: Sendable {
    /// How backslashes are read.
    package enum Form: Sendable {
        /// They are characters like others.
        case plain
        /// They begin an escape.
        case json
    }

    package init() {}

    /// The text without its secrets.
    package func redact(_ text: String, as form: Form = .plain) -> String {
        var copy = text
        return copy.withUTF8 { redacted($0, as: form) } ?? text
    }

    package func redact(_ text: String?) -> String? {
        text.map { redact($0) }
    }

    /// Nil where nothing was to be taken out.
    package func redacted(_ bytes: UnsafeBufferPointer<UInt8>, as form: Form) -> String? {
        var scan = SecretScan(bytes: bytes, isJSON: form == .json)
        scan.run()
        guard !scan.found.isEmpty else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var copied = 0
        for range in scan.found where range.lowerBound >= copied {
            result.append(contentsOf: bytes[copied..<range.lowerBound])
            result.append(contentsOf: Redactor.pseudonym(of: bytes[range]).utf8)
            copied = range.upperBound
        }
        result.append(contentsOf: bytes[copied...])
        return String(decoding: result, as: UTF8.self)
    }

    /// The same long secret has the same name everywhere, so that a reader sees that two places use one key. A short one could be guessed
    /// from its hash and has no name.
    private static func pseudonym(of value: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        guard value.count >= 16 else { return "[redacted]" }
        return "[redacted:" + SHA256.hexadecimal(of: "mlpostmortem:" + String(decoding: value, as: UTF8.self), digits: 8) + "]"
    }
}
