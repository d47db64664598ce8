/// How findings speak of declared outputs: each name in quotes, because most read like a word of the sentence (`results`, `model`).
enum OutputWords {
    /// `'model', 'metrics'`
    static func list(_ names: [String]) -> String { names.map { "'\($0)'" }.joined(separator: ", ") }

    /// `the output 'model' is`, `the outputs 'model', 'metrics' are`
    static func clause(_ names: [String]) -> String { names.count == 1 ? "the output \(list(names)) is" : "the outputs \(list(names)) are" }

    /// The same at the beginning of a sentence.
    static func sentence(_ names: [String]) -> String {
        names.count == 1 ? "The output \(list(names)) is" : "The outputs \(list(names)) are"
    }
}
