import Foundation
import Yams

/// Reads values out of YAML and collects what is wrong with them, each with its line.
struct YAMLReader {
    let path: String
    private var problems: [(line: Int, text: String)] = []

    init(path: String) { self.path = path }

    static func line(of node: Node) -> Int { node.mark?.line ?? 1 }

    /// The document's root; nil where there is nothing in it.
    mutating func document(_ text: String) throws -> Node? {
        do {
            return try Yams.compose(yaml: text)
        } catch let error as YamlError {
            complain(error, text)
            return nil
        }
    }

    /// Throws where anything was wrong.
    func finish() throws {
        guard !problems.isEmpty else { return }
        let lines = problems.sorted { $0.line < $1.line }.map { "\(path):\($0.line): \($0.text)" }
        throw CannotRun("The configuration cannot be used.\n" + lines.joined(separator: "\n"))
    }

    mutating func complain(_ node: Node, _ text: String) { problems.append((YAMLReader.line(of: node), text)) }

    private mutating func complain(_ error: YamlError, _ text: String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            problems.append((mark.line, "This is no YAML: \(problem)."))
        case .reader(let problem, let offset, _, _):
            let line = text.utf8.prefix(offset ?? 0).count { $0 == UInt8(ascii: "\n") } + 1
            problems.append((line, "This is no YAML: \(problem)."))
        case .duplicatedKeysInMapping(let duplicates, _):
            for name in duplicates { problems.append(line(ofKey: name, in: text)) }
        default:
            problems.append((1, "This is no YAML: \(error)."))
        }
    }

    /// Where a key stands for the second time: the error of the library gives no place.
    private func line(ofKey word: String, in text: String) -> (line: Int, text: String) {
        var count = 0
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard line.drop(while: { $0 == " " }).hasPrefix(word + ":") else { continue }
            count += 1
            if count == 2 { return (index + 1, "The key '\(word)' stands here for the second time.") }
        }
        return (1, "The key '\(word)' stands there twice.")
    }

    // MARK: Values

    /// Keys and values of a mapping. A key that is not known is a mistake; `known` is nil where names are free.
    mutating func members(_ node: Node, known: [String]?, of what: String) -> [(key: String, node: Node)] {
        if isNull(node) { return [] }
        guard case .mapping(let mapping) = node else {
            complain(node, "'\(what)' has to be a list of `name: value`, one a line.")
            return []
        }
        var members: [(key: String, node: Node)] = []
        for (key, value) in mapping {
            guard let name = key.string else {
                complain(key, "A key has to be a word.")
                continue
            }
            guard known?.contains(name) ?? true else {
                let hint = Nearness.hint(for: name, among: known ?? [], otherwise: "There are \((known ?? []).joined(separator: ", ")).")
                complain(key, "'\(what)' has no key '\(ShownText.line(name))'. \(hint)")
                continue
            }
            members.append((name, value))
        }
        return members
    }

    /// Entries of a list.
    mutating func items(_ node: Node, _ key: String) -> [Node] {
        if isNull(node) { return [] }
        guard case .sequence(let sequence) = node else {
            complain(node, "'\(key)' has to be a list: lines that begin with `- `.")
            return []
        }
        return Array(sequence)
    }

    private func isNull(_ node: Node) -> Bool {
        if case .scalar(let scalar) = node { return scalar.string.isEmpty && scalar.style == .plain }
        return false
    }

    /// The text of a scalar, with its quotes or not.
    private func scalar(_ node: Node) -> String? {
        if case .scalar(let scalar) = node { return scalar.string }
        return nil
    }

    mutating func text(_ node: Node, _ key: String) -> ConfigurationFile.Entry<String>? {
        guard let text = scalar(node), !text.isEmpty else {
            complain(node, "'\(key)' has to be a text.")
            return nil
        }
        return ConfigurationFile.Entry(value: text, line: YAMLReader.line(of: node))
    }

    /// A list of texts; one text alone is a list of one.
    mutating func texts(_ node: Node, _ key: String) -> ConfigurationFile.Entry<[String]>? {
        let line = YAMLReader.line(of: node)
        if isNull(node) { return ConfigurationFile.Entry(value: [], line: line) }
        if let one = scalar(node) { return ConfigurationFile.Entry(value: [one], line: line) }
        guard case .sequence(let sequence) = node else {
            complain(node, "'\(key)' has to be a list of texts.")
            return nil
        }
        var list: [String] = []
        for item in sequence {
            if let entry = text(item, key) { list.append(entry.value) }
        }
        return ConfigurationFile.Entry(value: list, line: line)
    }

    mutating func expressions(_ node: Node, _ key: String) -> ConfigurationFile.Entry<[String]>? {
        let list = texts(node, key)
        for pattern in list?.value ?? [] where (try? NSRegularExpression(pattern: pattern)) == nil {
            complain(node, "'\(key)': '\(ShownText.line(pattern, limit: 80))' is no regular expression.")
        }
        return list
    }

    mutating func number(_ node: Node, _ key: String, in range: ClosedRange<Double>) -> ConfigurationFile.Entry<Double>? {
        guard let text = scalar(node), let value = Double(text), range.contains(value) else {
            let bounds = range.upperBound < 1e15 ? " from \(plain(range.lowerBound)) to \(plain(range.upperBound))" : ""
            complain(node, "'\(key)' has to be a number\(bounds).")
            return nil
        }
        return ConfigurationFile.Entry(value: value, line: YAMLReader.line(of: node))
    }

    mutating func integer(_ node: Node, _ key: String, in range: ClosedRange<Int>) -> ConfigurationFile.Entry<Int>? {
        guard let text = scalar(node), let value = Int(text), range.contains(value) else {
            complain(node, "'\(key)' has to be a whole number from \(range.lowerBound) to \(range.upperBound).")
            return nil
        }
        return ConfigurationFile.Entry(value: value, line: YAMLReader.line(of: node))
    }

    mutating func choice<Value: CaseIterable & RawRepresentable>(_ node: Node, _ key: String) -> ConfigurationFile.Entry<Value>?
    where Value.RawValue == String {
        let all = Value.allCases.map(\.rawValue)
        guard let text = scalar(node), let value = Value(rawValue: text.lowercased()) else {
            complain(node, "'\(key)' has to be one of \(all.joined(separator: ", ")).")
            return nil
        }
        return ConfigurationFile.Entry(value: value, line: YAMLReader.line(of: node))
    }

    private func plain(_ value: Double) -> String { value == value.rounded() ? String(Int(value)) : "\(value)" }
}
