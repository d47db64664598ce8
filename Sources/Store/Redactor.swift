import Evidence
import Foundation

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

    package let rules: RedactionRules
    private let names: [String]
    private let expressions: [NSRegularExpression]

    package init() {
        rules = RedactionRules()
        names = []
        expressions = []
    }

    /// Throws where a pattern of the rules is no regular expression.
    package init(rules: RedactionRules) throws {
        self.rules = rules
        names = rules.names.map(SecretNames.folded)
        expressions = try rules.patterns.map { pattern in
            do { return try NSRegularExpression(pattern: pattern) } catch {
                throw StoreError(
                    kind: .other, what: "cannot redact with the pattern", place: "'\(pattern)'", why: "it is no regular expression",
                    advice: "Mend it in the configuration (redact: patterns).")
            }
        }
    }

    /// A text without `SecretMarks` has no secrets: there are no names and patterns of somebody's own.
    var looksOnlyForMarks: Bool { !rules.isOn || names.isEmpty && expressions.isEmpty }

    /// The text without its secrets.
    package func redact(_ text: String, as form: Form = .plain) -> String {
        var copy = text
        return copy.withUTF8 { redacted($0, as: form) } ?? text
    }

    package func redact(_ text: String?) -> String? {
        text.map { redact($0) }
    }

    /// The value of a member of this name, where it stands in a field of its own.
    func redact(_ value: String?, ofName name: String) -> String? {
        guard rules.isOn, var copy = value else { return value }
        var folded = SecretNames.folded(name)
        while folded.hasPrefix("_") { folded.removeFirst() }
        return copy.withUTF8 { bytes in
            let isSecret = folded.withUTF8 { name in
                let scan = SecretScan(bytes: name, isJSON: false, ownNames: names)
                guard let strength = scan.strength(0..<name.count, isColon: false) else { return false }
                return SecretNames.isSecret(bytes[...], strength: strength)
            }
            return isSecret ? Redactor.pseudonym(of: bytes[...]) : nil
        } ?? redact(value)
    }

    /// Nil where nothing was to be taken out.
    package func redacted(_ bytes: UnsafeBufferPointer<UInt8>, as form: Form) -> String? {
        var none = LearnedSecrets()
        return redacted(bytes, as: form, learned: &none)
    }

    /// The same; takes out what was learned from other texts of the batch, too, and learns from this one.
    func redacted(_ bytes: UnsafeBufferPointer<UInt8>, as form: Form, learned: inout LearnedSecrets) -> String? {
        guard rules.isOn else { return nil }
        let mayHold = SecretMarks.mayStand(in: bytes) || form == .plain && bytes.count >= SecretScan.shortestBareLine
        guard mayHold || !names.isEmpty || !expressions.isEmpty || !learned.values.isEmpty else { return nil }
        var scan = SecretScan(bytes: bytes, isJSON: form == .json, ownNames: names, learned: learned.values)
        scan.run()
        learned.add(scan.telling)
        var found = scan.found
        if !expressions.isEmpty { found += matches(in: bytes) }
        guard !found.isEmpty else { return nil }
        found.sort { ($0.lowerBound, -$0.upperBound) < ($1.lowerBound, -$1.upperBound) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var copied = 0
        for range in found where range.lowerBound >= copied {
            result.append(contentsOf: bytes[copied..<range.lowerBound])
            result.append(contentsOf: Redactor.pseudonym(of: bytes[range]).utf8)
            copied = range.upperBound
        }
        result.append(contentsOf: bytes[copied...])
        return String(decoding: result, as: UTF8.self)
    }

    /// Where the configuration's own patterns match; never across what would break a line or JSON.
    private func matches(in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        let text = String(decoding: bytes, as: UTF8.self)
        // Where the text is no UTF-8, places in it are not those of the bytes.
        guard text.utf8.count == bytes.count else { return [] }
        var found: [Range<Int>] = []
        for expression in expressions {
            for match in expression.matches(in: text, range: NSRange(text.startIndex..., in: text)) {
                let place = match.numberOfRanges > 1 ? match.range(at: 1) : match.range
                guard place.location != NSNotFound, let range = Range(place, in: text) else { continue }
                let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
                var end = start
                let stop = text.utf8.distance(from: text.startIndex, to: range.upperBound)
                while end < stop, bytes[end] >= 0x20, bytes[end] != UInt8(ascii: "\""), bytes[end] != UInt8(ascii: "\\") { end += 1 }
                if end > start { found.append(start..<end) }
            }
        }
        return found
    }

    /// The same long secret has the same name everywhere, so that a reader sees that two places use one key. A short one could be guessed
    /// from its hash and has no name.
    private static func pseudonym(of value: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        guard value.count >= 16 else { return "[redacted]" }
        return "[redacted:" + SHA256.hexadecimal(of: "mlpostmortem:" + String(decoding: value, as: UTF8.self), digits: 8) + "]"
    }
}

/// Secrets that one text of a batch named: another text of it may hold them without the name, as a row of a table does.
struct LearnedSecrets {
    private(set) var values: [[UInt8]] = []
    /// Each costs a look at every text that follows.
    private static let limit = 32

    mutating func add(_ more: [[UInt8]]) {
        for value in more where values.count < LearnedSecrets.limit && !values.contains(value) { values.append(value) }
    }
}
