import Evidence

/// One record of a file, with the raw bytes around it for quoting.
struct JSONRecord: Sendable {
    var root: JSONNode
    /// Name of the array it came from (`records`, `value`, `tables`, `runs`, `responses`), nil at top level.
    var envelope: String?
    /// Members of the envelope that stand before its array (`timespan`, `interval`, `namespace` ...).
    var header: [JSONMember] = []
    /// Name of the REST table whose row this is.
    var table: String?
    /// Columns of that table, shared by its rows.
    var columns: [JSONColumn] = []

    /// The raw line of `node` as a quote; of a line too long, a window that holds the node.
    func quote(of node: JSONNode, source: String, time: Timestamp? = nil) -> Quote {
        Quote(location: Location(source: source, line: node.line, offset: node.offset), time: time, text: "")
    }
}

/// A column of a REST table: its name and its declared type (`datetime`, `dynamic`, `long` ...).
struct JSONColumn: Sendable {
    var name: String
    var type: String
}
