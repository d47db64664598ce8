import Foundation

/// Reads HTML as strictly as the page is written: every element closed, every attribute quoted. Enough to tell whether a text got out of its place.
struct MarkupReader {
    private(set) var elements: Set<String> = []
    private(set) var attributes: Set<String> = []
    /// All text outside of style and script, entities as they stand.
    private(set) var text = ""
    private(set) var faults: [String] = []

    private static let void: Set<String> = ["meta", "input", "!DOCTYPE"]

    init(_ markup: String) {
        var rest = Substring(markup)
        var open: [String] = []
        while let start = rest.firstIndex(of: "<") {
            text += rest[..<start]
            guard let end = Self.end(of: rest[start...]) else {
                faults.append("a tag without an end: \(rest[start...].prefix(60))")
                return
            }
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("/") {
                let name = String(tag.dropFirst())
                if open.popLast() != name { faults.append("\(name) is closed, which is not the last one open") }
                continue
            }
            let isEmpty = tag.hasSuffix("/")
            let name = String(tag.prefix { $0 != " " && $0 != "/" })
            elements.insert(name)
            read(tag.dropFirst(name.count).dropLast(isEmpty ? 1 : 0))
            if name == "style" || name == "script" {
                guard let close = rest.range(of: "</\(name)>") else {
                    faults.append("\(name) has no end")
                    return
                }
                rest = rest[close.upperBound...]
            } else if !isEmpty, !Self.void.contains(name) {
                open.append(name)
            }
        }
        text += rest
        if !open.isEmpty { faults.append("left open: \(open.joined(separator: " "))") }
        if text.contains(">") { faults.append("a bare > in the text") }
    }

    /// The first `>` outside of quotation marks.
    private static func end(of tag: Substring) -> Substring.Index? {
        var isQuoted = false
        return tag.indices.first { index in
            if tag[index] == "\"" { isQuoted.toggle() }
            return tag[index] == ">" && !isQuoted
        }
    }

    private mutating func read(_ list: Substring) {
        var rest = list.drop { $0 == " " || $0 == "\n" }
        while !rest.isEmpty {
            let name = rest.prefix { $0 != "=" && $0 != " " && $0 != "\n" }
            attributes.insert(String(name))
            rest = rest[name.endIndex...]
            if rest.hasPrefix("=") {
                let value = rest.dropFirst()
                guard value.first == "\"", let end = value.dropFirst().firstIndex(of: "\"") else {
                    faults.append("\(name) has no value in quotation marks")
                    return
                }
                let inner = value[value.index(after: value.startIndex)..<end]
                if inner.contains("<") || inner.contains(">") { faults.append("\(name) holds a bare < or >") }
                rest = value[value.index(after: end)...]
            }
            rest = rest.drop { $0 == " " || $0 == "\n" }
        }
    }
}
