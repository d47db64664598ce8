import Evidence

/// A line as the traceback parser sees it: normalised text and raw line.
struct TracebackLine: Hashable, Sendable {
    /// 1-based.
    var number: Int
    /// Of the raw line in the unpacked stream.
    var offset: Int
    var time: Timestamp?
    /// A time stamp or logger prefix was stripped.
    var hadPrefix: Bool
    /// Level word of the stripped logger prefix, upper case.
    var level: String?
    var rank: Int?
    var text: String
    var raw: String
}
