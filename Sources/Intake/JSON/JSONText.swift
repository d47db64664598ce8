/// Why a text is no JSON, and where.
struct JSONError: Error, Hashable, Sendable {
    /// What is wrong, without a place: `a comma or a closing brace is missing`.
    var reason: String
    var offset: Int
    var line: Int
    /// 1-based, in bytes.
    var column: Int
}

/// A whole JSON text (RFC 8259), nothing after it but white space.
enum JSONText {
    /// The value that `bytes` hold; `offset` and `line` are those of the first byte.
    static func parse(_ bytes: UnsafeRawBufferPointer, offset: Int = 0, line: Int = 1) throws(JSONError) -> JSONNode {
        let typed = bytes.assumingMemoryBound(to: UInt8.self)
        guard let start = typed.baseAddress else {
            throw JSONError(reason: JSONParser.Failure.endsEarly.reason, offset: offset, line: line, column: 1)
        }
        var parser = JSONParser(bytes: start, count: typed.count, base: offset, line: line, isComplete: true)
        do throws(JSONParser.Failure) {
            let node = try parser.value(depth: 0)
            if parser.skipSpace() != nil { throw .noValue }
            return node
        } catch {
            throw JSONError(
                reason: error.reason, offset: offset + parser.position, line: parser.line, column: parser.position - parser.lineStart + 1)
        }
    }
}

extension JSONNode {
    /// What a string holds that is itself JSON (dynamic columns; sometimes twice encoded, sometimes a Python literal), an object or array
    /// as it is; nil for anything else. Its nodes stand where the string stands.
    var embedded: JSONNode? {
        switch value {
        case .object, .array: self
        case .null, .bool, .number: nil
        case .string(let text): embedded(in: text)
        case .watched(let leaf): leaf.isNumber ? nil : embedded(in: leaf.read())
        }
    }

    private func embedded(in string: String) -> JSONNode? {
        var text = string
        // A text that was encoded again and again would be somebody's joke: three times is enough.
        for _ in 0..<3 {
            guard let first = text.utf8.first(where: { $0 > 0x20 }), [0x22, 0x5B, 0x7B].contains(first) else { return nil }
            let parsed = text.withUTF8 { bytes -> JSONNode? in
                let raw = UnsafeRawBufferPointer(bytes)
                return (try? JSONText.parse(raw)) ?? (first == 0x22 ? nil : PythonLiteral.parse(raw))
            }
            guard let parsed else { return nil }
            guard case .string(let inner) = parsed.value else { return parsed.placed(offset: offset, line: line) }
            text = inner
        }
        return nil
    }

    /// The same value, standing elsewhere.
    private func placed(offset: Int, line: Int) -> JSONNode {
        let moved: JSONValue
        switch value {
        case .null, .bool, .number, .string, .watched: moved = value
        case .array(let elements): moved = .array(elements.map { $0.placed(offset: offset, line: line) })
        case .object(let members):
            moved = .object(members.map { JSONMember(key: $0.key, value: $0.value.placed(offset: offset, line: line)) })
        }
        return JSONNode(value: moved, offset: offset, line: line)
    }
}
