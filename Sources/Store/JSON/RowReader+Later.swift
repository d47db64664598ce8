import Evidence

extension RowReader {
    /// A list that is left in its bytes until somebody asks for it.
    mutating func later<Value: RowReadable & Hashable & Sendable & Codable>(_ key: StaticString) throws(Unlike) -> Deferred<Value> {
        try member(key)
        guard let trouble = decoder.late else { return Deferred(wrappedValue: try values()) }
        if has(word: "[]") { return Deferred(wrappedValue: []) }
        let start = place
        try skipValue()
        return Deferred(LateList<Value>(text(from: start), trouble))
    }

    /// The same for hits, of which each is read by itself.
    mutating func laterHits(_ key: StaticString) throws(Unlike) -> Deferred<PatternHit> {
        try member(key)
        guard let trouble = decoder.late else { return Deferred(wrappedValue: try values()) }
        if has(word: "[]") { return Deferred(wrappedValue: []) }
        let start = place
        try take(UInt8(ascii: "["))
        var names: [String] = []
        var places: [Range<Int>] = []
        repeat {
            let begin = place
            names.append(try hitName())
            places.append(begin - start..<place - start)
        } while has(byte: UInt8(ascii: ","))
        try take(UInt8(ascii: "]"))
        return Deferred(LateHits(text(from: start), names: names, places: places, trouble))
    }

    /// The pattern of the next hit, and over the hit.
    private mutating func hitName() throws(Unlike) -> String {
        try open()
        _ = try integer("attempt")
        try member("captures")
        try skipValue()
        _ = try bool("isWrapper")
        _ = try stringIfThere("level")
        let name = try string("pattern")
        try skipValue(depth: 1)
        return name
    }
}
