import Foundation

@testable import Intake

/// A text of many records that are like a few ones but for values that vary, and now and then for something that a form must not pass over.
struct RecordStream {
    /// What holds the records.
    enum Shape: CaseIterable {
        case lines, array, packedArray, envelope, table
    }

    private var generator: SeededGenerator
    /// One in so many values, and one in so many records, is a nasty one.
    private let nastiness: Int

    init(seed: Int, nastiness: Int = 40) {
        generator = SeededGenerator(seed: UInt64(seed))
        self.nastiness = nastiness
    }

    mutating func text(of records: [JSONNode], count: Int, in shape: Shape) -> String {
        let columns = records[0].object?.map(\.key) ?? []
        let items = (0..<count).map { _ in item(like: records.randomElement(using: &generator) ?? records[0], columns, shape) }
        switch shape {
        case .lines: return items.map { $0 + lineEnd() }.joined()
        case .array: return "[\n" + items.joined(separator: "," + lineEnd()) + "\n]\n"
        case .packedArray: return "[" + items.joined(separator: ",\n ") + "]"
        case .envelope: return "{\"nextLink\": null, \"records\": [\n" + items.joined(separator: ",\n") + "\n], \"more\": 1}\n"
        case .table:
            let names = columns.map { "{\"name\": \"\($0)\", \"type\": \"string\"}" }.joined(separator: ", ")
            return "{\"tables\": [{\"name\": \"PrimaryResult\", \"columns\": [\(names)],\n\"rows\": [\n"
                + items.joined(separator: ",\n") + "\n]}]}\n"
        }
    }

    private mutating func happens(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &generator) == 0 }

    private mutating func lineEnd() -> String {
        guard nastiness < 1_000, happens(nastiness) else { return "\n" }
        return ["\r\n", " \n", "\n\n", "\n  ", " noise\n", "\nnoise {\n", "\r\r\n"].randomElement(using: &generator) ?? "\n"
    }

    private mutating func item(like record: JSONNode, _ columns: [String], _ shape: Shape) -> String {
        var members = record.object ?? []
        if case .table = shape {
            return "[" + columns.map { value(of: record[$0] ?? JSONNode(value: .null, offset: 0, line: 1)) }.joined(separator: ", ") + "]"
        }
        var space = " "
        if nastiness < 1_000, happens(nastiness / 2) {
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: members.remove(at: Int.random(in: 0..<members.count, using: &generator))
            case 1: members.shuffle(using: &generator)
            case 2: members.append(members[0])
            case 3: space = ""
            case 4: space = "\n  "
            default: return "{\"broken\": }"
            }
        }
        return "{" + members.map { "\"\($0.key)\":\(space)" + value(of: $0.value) }.joined(separator: ",\(space)") + "}"
    }

    private mutating func value(of node: JSONNode) -> String {
        switch node.value {
        case .null: return "null"
        case .bool(let flag): return "\(flag)"
        case .number(let text):
            return happens(nastiness) ? nastyValue() : happens(2) ? text : "\(Int.random(in: 0..<500, using: &generator))"
        case .string(let text): return happens(nastiness) ? nastyValue() : RecordStream.quoted(varied(text))
        case .watched(let leaf): return RecordStream.quoted(leaf.text)
        case .array(let elements): return "[" + elements.map { value(of: $0) }.joined(separator: ", ") + "]"
        case .object(let members):
            return "{" + members.map { "\"\($0.key)\": " + value(of: $0.value) }.joined(separator: ", ") + "}"
        }
    }

    /// Other digits, and a time at another moment.
    private mutating func varied(_ text: String) -> String {
        if FieldTime.parse(text) != nil {
            func two(_ range: Range<Int>) -> String { String(String(100 + Int.random(in: range, using: &generator)).suffix(2)) }
            return "2026-\(two(1..<13))-\(two(1..<29))T\(two(0..<24)):\(two(0..<60)):\(two(0..<60)).\(two(0..<99))Z"
        }
        if happens(2) { return text }
        return String(text.map { $0.isASCII && $0.isNumber ? Character("\(Int.random(in: 0...9, using: &generator))") : $0 })
    }

    private static func quoted(_ text: String) -> String {
        let data = try? JSONSerialization.data(withJSONObject: [text], options: [.withoutEscapingSlashes])
        return String(decoding: data ?? Data("[\"\"]".utf8), as: UTF8.self).dropFirst().dropLast().description
    }

    private mutating func nastyValue() -> String {
        RecordStream.nasty.randomElement(using: &generator) ?? "null"
    }

    /// Values that mean something else than their text, that JSON writes in another way, or that are no values.
    private static let nasty: [String] =
        [
            "null", "true", "false", "3", "3.0", "-1.5e3", "03", "{}", "[]", "{\"value\": \"x\", \"localizedValue\": \"y\"}",
            "{\"value\": \"\"}",
            "[\"a\"]", "tru", "\"x", "\"\u{1}\"",
        ]
        + [
            "", " ", " padded ", "None", "none", "NaT", "NaN", "True", "False", "true", "null", "3.0", "x.0", "7", "a\\\"b",
            "back\\\\slash", "\\u0041bc",
            "ünïcödé", "\u{7F}", "\\n", "not a time", "2026-13-45T00:00:00Z", "0001-01-01T00:00:00Z", "2026-02-01T00:00:00Z ",
            "12/01/2020 3:04:05 PM",
            "datetime.datetime(2026, 2, 1)", "1769976000000", "{\\\"a\\\": 1}", "[1]", "{'a': 1}", "Failed", "Completed", "Running",
            "/subscriptions/0/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w/computes/GPU",
            "AmlComputeJobEvent", "AmlRunStatusChangedEvent", "Administrative", "Microsoft.MachineLearningServices/pipelineRuns/update",
            "PipelineRunId('p'), Status=Failed, StageName=train", "azureml:cpu:1", "amlcompute",
            String(repeating: "long ", count: 330), String(repeating: "x", count: 2_100),
        ].map { "\"\($0)\"" }
}
