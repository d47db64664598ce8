/// A token of Python source text, as a range of bytes.
struct PythonToken {
    enum Kind: UInt8 {
        case name, number, string, op
    }
    var kind: Kind
    /// A string with holes (`f"..."`).
    var isFormatted = false
    /// Of a string: nothing is unescaped.
    var isRaw = false
    var start: Int
    var end: Int
    /// 1-based.
    var line: Int
    /// Of a string: where its text begins and ends, without prefix and quotes.
    var bodyStart = 0
    var bodyEnd = 0
    /// Of an opening bracket: index of the token that closes it, or of the end of its statement.
    var match = 0
}

/// A logical line, or one of several on it (`a; b`), or the body behind a colon (`except: pass`).
struct PythonStatement {
    /// Twice the column, one more for a body on its header's line.
    var indent: Int
    /// Indices of its tokens.
    var tokens: Range<Int>
    /// Of `if x:` and the like: index of the colon.
    var colon: Int?
    var line: Int
    var lastLine: Int
    /// Index of the statement whose body it stands in.
    var parent: Int?
    /// Index of the function, if any, that it stands in.
    var function: Int?
    /// Index of the class that it stands in directly.
    var classBody: Int?
}
