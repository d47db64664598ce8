import Evidence

extension EventOutline {
    /// The outline of an event's JSON, read in one pass over its bytes; nil where it is written otherwise than `RowText` writes events, or with
    /// an escape in a word that counts. A decoder reads it then.
    ///
    /// After an ingest of diagnostics every event is looked at once for a few words, while most of its bytes are the line that says them.
    init?(json: UnsafeRawBufferPointer) {
        var scan = OutlineScan(bytes: json)
        guard scan.take(UInt8(ascii: "{")) else { return nil }
        var kind: EventKind?
        var found = (time: Timestamp?.none, run: String?.none, parent: String?.none, root: String?.none, compute: String?.none)
        var status: RunStatus?
        var names = Names()
        repeat {
            guard let key = scan.key() else { return nil }
            if key == "detail" {
                guard let read = scan.names() else { return nil }
                names = read
            } else if key == "time" {
                guard let time = scan.integer() else { return nil }
                found.time = Timestamp(microseconds: time)
            } else if EventOutline.words.contains(where: { key == $0 }) {
                guard let word = scan.word() else { return nil }
                if key == "kind" {
                    kind = EventKind(rawValue: word)
                } else if key == "status" {
                    status = RunStatus(rawValue: word)
                    if status == nil { return nil }
                } else if key == "runID" {
                    found.run = word
                } else if key == "parentRunID" {
                    found.parent = word
                } else if key == "rootRunID" {
                    found.root = word
                } else {
                    found.compute = word
                }
            } else if !scan.skipValue() {
                return nil
            }
        } while scan.take(UInt8(ascii: ","))
        guard scan.take(UInt8(ascii: "}")), let kind else { return nil }
        self.kind = kind
        time = found.time
        runID = found.run
        parentRunID = found.parent
        rootRunID = found.root
        compute = found.compute
        self.status = status
        detail = names
    }

    private static let words: [StaticString] = ["compute", "kind", "parentRunID", "rootRunID", "runID", "status"]
}

/// A walk over JSON without white space between its parts.
private struct OutlineScan {
    let bytes: UnsafeRawBufferPointer
    private var at = 0

    init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// A key or a word as it stands.
    struct Word {
        let bytes: Slice<UnsafeRawBufferPointer>

        static func == (word: Word, text: StaticString) -> Bool {
            guard word.bytes.count == text.utf8CodeUnitCount else { return false }
            for i in 0..<text.utf8CodeUnitCount where word.bytes[word.bytes.startIndex + i] != text.utf8Start[i] { return false }
            return true
        }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    /// The key at hand, over its colon.
    mutating func key() -> Word? {
        guard let key = plainString(), take(UInt8(ascii: ":")) else { return nil }
        return key
    }

    mutating func word() -> String? { plainString().map { String(decoding: $0.bytes, as: UTF8.self) } }

    mutating func integer() -> Int64? {
        let start = at
        while at < bytes.count, bytes[at] == UInt8(ascii: "-") || bytes[at] &- 0x30 < 10 { at += 1 }
        return Int64(String(decoding: bytes[start..<at], as: UTF8.self))
    }

    /// The names among the members of an object of texts.
    mutating func names() -> EventOutline.Names? {
        var names = EventOutline.Names()
        guard take(UInt8(ascii: "{")) else { return nil }
        if take(UInt8(ascii: "}")) { return names }
        repeat {
            guard let key = key() else { return nil }
            guard key == "displayName" || key == "jobName" || key == "experimentName" || key == "experiment" else {
                guard skipString() else { return nil }
                continue
            }
            guard let word = word() else { return nil }
            if key == "displayName" {
                names.displayName = word
            } else if key == "jobName" {
                names.jobName = word
            } else if key == "experimentName" {
                names.experimentName = word
            } else {
                names.experiment = word
            }
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}")) ? names : nil
    }

    /// A string without escapes; nil for any other.
    private mutating func plainString() -> Word? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = at
        goToQuoteOrBackslash()
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { return nil }
        at += 1
        return Word(bytes: bytes[start..<at - 1])
    }

    private mutating func skipString() -> Bool {
        guard take(UInt8(ascii: "\"")) else { return false }
        while true {
            goToQuoteOrBackslash()
            guard at < bytes.count else { return false }
            at += 1
            if bytes[at - 1] == UInt8(ascii: "\"") { return true }
            at += 1
        }
    }

    /// Over the value at hand, whatever it is.
    mutating func skipValue() -> Bool {
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""): if !skipString() { return false }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                at += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return true }
                depth -= 1
                at += 1
            case UInt8(ascii: ",") where depth == 0: return true
            default: at += 1
            }
        }
        return false
    }

    /// Eight bytes at a time: a byte equal to the one looked for is zero after the exclusive or, and of the bytes that then borrow the
    /// lowest is right.
    private mutating func goToQuoteOrBackslash() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        while at + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self).littleEndian
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            let special = ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash) & (ones &* 0x80)
            guard special == 0 else {
                at += special.trailingZeroBitCount / 8
                return
            }
            at += 8
        }
        while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\") { at += 1 }
    }
}
