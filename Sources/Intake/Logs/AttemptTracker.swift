import Evidence

/// Finds where a process begins anew in one file: a log often holds several launches.
struct AttemptTracker {
    /// What was counted when an attempt began.
    struct Start {
        var line: Int
        var users: UserLineCounter
        /// Told only by the first lines of the log standing there again.
        var isBanner: Bool
        /// Of the newest line so far; nil in a log without times.
        var time: Timestamp?
    }

    private static let bannerLines = 5
    /// Five short lines say little: dashes and blank headings repeat by themselves.
    private static let bannerBytes = 60
    private static let bannerLineBytes = 256
    /// Launchers print several lines about one restart.
    private static let restartSpan = 50
    /// More banners than this are a loop that prints the same lines, not launches.
    private static let maximumBanners = 20

    private(set) var starts: [Start] = []
    private var hasStarted = false
    private var isRunning = false
    private var banner: [[UInt8]] = []
    /// Length and first byte of the first banner line, for a quick no; zero until the banner is complete.
    private var firstLength = 0
    private var firstByte: UInt8 = 0
    private var matched = 0
    private var matchStart: (line: Int, users: UserLineCounter, time: Timestamp?)?
    /// Something that ends a process was seen since the last start.
    private var sawEnd = false

    /// Triggers of a line that can begin an attempt; true if it does.
    mutating func note(_ triggers: LineTriggers, line: Int, users: UserLineCounter, time: Timestamp?) -> Bool {
        var isStart = false
        if triggers.contains(.processStart) {
            isStart = hasStarted
            hasStarted = true
        }
        if triggers.contains(.restart) { isStart = line - (starts.last?.line ?? -Self.restartSpan) >= Self.restartSpan }
        if triggers.contains(.statusRunning) { isRunning = true }
        if triggers.contains(.statusQueued), isRunning {
            isRunning = false
            isStart = true
        }
        if isStart { begin(line, users, time, isBanner: false) }
        return isStart
    }

    private mutating func begin(_ line: Int, _ users: UserLineCounter, _ time: Timestamp?, isBanner: Bool) {
        starts.append(Start(line: line, users: users, isBanner: isBanner, time: time))
        sawEnd = false
    }

    /// A traceback or a long pause was seen: the process may have ended.
    mutating func noteEnd() { sawEnd = true }

    /// A line of user code, without its time stamp; true if the log's first lines stand here once more, after an end.
    @inline(__always)
    mutating func add(_ message: UnsafeRawBufferPointer, line: Int, users: UserLineCounter, time: Timestamp?) -> Bool {
        if matched == 0 {
            guard banner.count == Self.bannerLines else {
                collect(message)
                return false
            }
            guard message.count == firstLength, message.first == firstByte else { return false }
        }
        return follow(message, line: line, users: users, time: time)
    }

    private mutating func collect(_ message: UnsafeRawBufferPointer) {
        let line = Array(message.prefix(Self.bannerLineBytes))
        if banner.isEmpty {
            firstLength = message.count
            firstByte = message.first ?? 0
        }
        if !banner.contains(line) { banner.append(line) }
        // A log that begins with next to nothing cannot be told by its beginning.
        if banner.count == Self.bannerLines, banner.reduce(0, { $0 + $1.count }) < Self.bannerBytes { firstLength = -1 }
    }

    private func isSame(_ message: UnsafeRawBufferPointer, _ line: [UInt8]) -> Bool {
        min(message.count, Self.bannerLineBytes) == line.count && line.withUnsafeBytes { LineBytes(message).begins(with: $0) }
    }

    private mutating func follow(_ message: UnsafeRawBufferPointer, line: Int, users: UserLineCounter, time: Timestamp?) -> Bool {
        if isSame(message, banner[matched]) {
            if matched == 0 { matchStart = (line, users, time) }
            matched += 1
        } else if matched > 0, isSame(message, banner[matched - 1]) {
            return false
        } else {
            matched = isSame(message, banner[0]) ? 1 : 0
            if matched == 1 { matchStart = (line, users, time) }
        }
        guard matched == Self.bannerLines else { return false }
        matched = 0
        guard let start = matchStart, sawEnd, start.line > (starts.last?.line ?? 0) else { return false }
        begin(start.line, start.users, start.time, isBanner: true)
        return true
    }

    /// The starts that stand in the end.
    func finish() -> [Start] {
        starts.count(where: \.isBanner) > Self.maximumBanners ? starts.filter { !$0.isBanner } : starts
    }
}
