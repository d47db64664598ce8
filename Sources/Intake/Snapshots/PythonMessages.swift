/// The constant parts of what a call prints: what a line of a log can be compared with.
enum PythonMessages {
    /// Parts of all arguments, in order; parts without a letter or digit say nothing.
    static func constants(of call: PythonCall, isLogger: Bool) -> [String] {
        var parts: [String] = []
        for argument in call.arguments where argument.keyword == nil || argument.keyword == "msg" {
            collect(argument.value, isLogger: isLogger, depth: 0, into: &parts)
        }
        return parts.filter { $0.contains { $0.isLetter || $0.isNumber } }.prefix(20).map { $0.cut(toBytes: 500) }
    }

    private static func collect(_ expression: PythonExpression, isLogger: Bool, depth: Int, into parts: inout [String]) {
        guard depth < 8 else { return }
        switch expression {
        case .text(let text):
            var current = ""
            for part in text {
                switch part {
                case .constant(let constant): current += constant
                case .hole:
                    parts.append(current)
                    current = ""
                }
            }
            // A logger fills `%s` in itself.
            if isLogger, current.contains("%") { parts += pieces(ofPercent: current) } else { parts.append(current) }
        case .chain(UInt8(ascii: "%"), let all):
            if let text = all.first?.literal { parts += pieces(ofPercent: text) }
        case .chain(UInt8(ascii: "+"), let all):
            for part in all { collect(part, isLogger: isLogger, depth: depth + 1, into: &parts) }
        case .call(let call):
            if case .attribute(let base, "format") = call.function, let text = base.literal { parts += pieces(ofBraces: text) }
        default: break
        }
    }

    /// The text between `%s`, `%5.2f`, `%(name)d`; `%%` is a sign.
    static func pieces(ofPercent text: String) -> [String] {
        let bytes = Array(text.utf8)
        var pieces: [[UInt8]] = [[]]
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "%"), index + 1 < bytes.count else {
                pieces[pieces.count - 1].append(bytes[index])
                index += 1
                continue
            }
            var end = index + 1
            if bytes[end] == UInt8(ascii: "%") {
                pieces[pieces.count - 1].append(bytes[index])
                index += 2
                continue
            }
            if bytes[end] == UInt8(ascii: "("), let close = bytes[end...].firstIndex(of: UInt8(ascii: ")")) { end = close + 1 }
            while end < bytes.count, bytes[end].isTracebackDigit || [0x2E, 0x2D, 0x2B, 0x20, 0x23, 0x2A].contains(bytes[end]) { end += 1 }
            let isDirective = end < bytes.count && Array("sdifrxXeEgGacou".utf8).contains(bytes[end])
            if isDirective {
                pieces.append([])
                index = end + 1
            } else {
                pieces[pieces.count - 1].append(bytes[index])
                index += 1
            }
        }
        return pieces.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The text between `{}`, `{0}`, `{name:>5}`; `{{` is a brace.
    static func pieces(ofBraces text: String) -> [String] {
        let bytes = Array(text.utf8)
        var pieces: [[UInt8]] = [[]]
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let isDouble = index + 1 < bytes.count && bytes[index + 1] == byte
            if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}"), isDouble {
                pieces[pieces.count - 1].append(byte)
                index += 2
            } else if byte == UInt8(ascii: "{"), let close = bytes[index...].firstIndex(of: UInt8(ascii: "}")) {
                pieces.append([])
                index = close + 1
            } else {
                pieces[pieces.count - 1].append(byte)
                index += 1
            }
        }
        return pieces.map { String(decoding: $0, as: UTF8.self) }
    }
}
