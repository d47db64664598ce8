import Evidence

/// Runs a traceback parser for each rank that is printing one, and groups equal tracebacks.
struct TracebackCollector {
    static let maximumGroups = 200
    /// Of more kinds than are kept, so many of the first stay; the others give way to newer ones.
    private static let keptFirst = 100
    /// More ranks than this are not told apart one by one.
    private static let maximumRanks = 64
    /// A parser that saw no line of its rank for so long is done.
    private static let maximumWait = 500

    private struct Fed {
        var number: Int
        var isUser: Bool
        var text: String
    }

    private struct Active {
        let rank: Int?
        var parser: TracebackParser
        var before: [String]
        var fed: [Fed] = []
        var lastFed: Int
    }

    struct Group {
        var traceback: Traceback
        /// User lines (of its rank) up to its end.
        var usersAtEnd: Int
        var isAwaiting: Bool
    }

    private let source: String
    /// One for each rank that is printing; few, so that a search through them is quickest.
    private var active: [Active] = []
    private var groups: [Group] = []
    private var numbers: [String: Int] = [:]
    private(set) var awaiting = 0
    /// A parser ran into the end of the log.
    private(set) var wasOpen = false

    init(source: String) {
        self.source = source
    }

    @inline(__always)
    var isActive: Bool { !active.isEmpty }

    /// Gives the line to the parser of its rank; true if it belongs to a traceback. `users` does not count the line yet.
    mutating func feed(_ line: TracebackLine, isUser: Bool, users: UserLineCounter) -> Bool {
        if active.count > 1 || active.first?.rank != line.rank { endStale(line.number, users) }
        guard let index = active.firstIndex(where: { $0.rank == line.rank }) else { return false }
        guard active[index].parser.feed(line) else {
            end(index, users)
            return false
        }
        active[index].lastFed = line.number
        active[index].fed.append(Fed(number: line.number, isUser: isUser, text: line.text))
        // Only the newest lines can turn out not to belong.
        if active[index].fed.count > 128 { active[index].fed.removeFirst(64) }
        return true
    }

    private mutating func endStale(_ line: Int, _ users: UserLineCounter) {
        for index in active.indices.reversed() where line - active[index].lastFed > Self.maximumWait { end(index, users) }
    }

    /// Starts a parser if the line is a header.
    mutating func start(_ line: TracebackLine, preceding: [TracebackLine], isUser: Bool, users: UserLineCounter) {
        if let index = active.firstIndex(where: { $0.rank == line.rank }) { end(index, users) }
        guard let parser = TracebackParser(header: line, preceding: preceding, source: source) else { return }
        active.append(
            Active(
                rank: line.rank, parser: parser, before: preceding.suffix(BlockView.context).map(\.raw),
                fed: [Fed(number: line.number, isUser: isUser, text: line.text)], lastFed: line.number))
        // What stands on one line is complete; what follows is not asked.
        if !parser.isOpen { end(active.count - 1, users, includingCurrent: isUser) }
    }

    private mutating func end(_ index: Int, _ users: UserLineCounter, includingCurrent: Bool = false) {
        var done = active.remove(at: index)
        guard var traceback = done.parser.finish() else { return }
        if traceback.header.before.isEmpty { traceback.header.before = done.before }
        let later = done.fed.filter { $0.isUser && $0.number > traceback.lastLine && !$0.text.isEmpty }
        traceback.nextUserLine = later.first?.text
        let count = users.count(rank: traceback.rank) + (includingCurrent ? 1 : 0) - later.count
        add(traceback, usersAtEnd: count, isAwaiting: later.isEmpty)
    }

    private mutating func add(_ traceback: Traceback, usersAtEnd: Int, isAwaiting: Bool) {
        let key = Self.key(of: traceback)
        var group = Group(traceback: traceback, usersAtEnd: usersAtEnd, isAwaiting: isAwaiting)
        group.traceback.ranks = traceback.rank.map { [$0] }
        if let number = numbers[key] {
            let known = groups[number].traceback.ranks ?? []
            if let rank = traceback.rank, known.count < Self.maximumRanks { group.traceback.ranks = Set(known + [rank]).sorted() }
            group.traceback.occurrences = groups[number].traceback.occurrences + 1
            group.traceback.firstLine = groups[number].traceback.firstLine
            group.traceback.firstFinal = groups[number].traceback.firstFinal ?? groups[number].traceback.terminal.final
            if groups[number].isAwaiting { awaiting -= 1 }
            groups[number] = group
        } else if groups.count < Self.maximumGroups {
            numbers[key] = groups.count
            groups.append(group)
        } else {
            let number =
                (Self.keptFirst..<groups.count).min { groups[$0].traceback.lastLine < groups[$1].traceback.lastLine } ?? Self.keptFirst
            if groups[number].isAwaiting { awaiting -= 1 }
            numbers[Self.key(of: groups[number].traceback)] = nil
            numbers[key] = number
            groups[number] = group
        }
        if isAwaiting { awaiting += 1 }
    }

    /// A user line that belongs to no traceback.
    mutating func next(_ line: NormalizedLine) {
        for index in groups.indices where groups[index].isAwaiting {
            if let rank = groups[index].traceback.rank, let other = line.rank, rank != other { continue }
            groups[index].traceback.nextUserLine = line.text
            groups[index].isAwaiting = false
            awaiting -= 1
        }
    }

    /// The log ends here.
    mutating func finish(users: UserLineCounter) -> [Group] {
        while !active.isEmpty {
            var parser = active[0].parser
            _ = parser.finish()
            wasOpen = wasOpen || parser.isOpen
            end(0, users)
        }
        return groups.sorted {
            ($0.traceback.lastLine, $0.traceback.firstLine) < ($1.traceback.lastLine, $1.traceback.firstLine)
        }
    }

    /// Types, messages without their numbers, and where each block was raised.
    private static func key(of traceback: Traceback) -> String {
        var text = traceback.form.rawValue + (traceback.intro?.kind.rawValue ?? "")
        for block in traceback.blocks {
            let frame = block.frames.last
            text +=
                "\u{1F}" + block.type + "\u{1F}" + masked(block.message) + "\u{1F}" + (frame?.file ?? "") + ":" + (frame?.function ?? "")
            for member in block.members { text += "\u{1E}" + member.type + masked(member.message) }
        }
        return text
    }

    private static func masked(_ message: String) -> String {
        var bytes: [UInt8] = []
        for byte in message.utf8.prefix(512) {
            if byte.isDigit {
                if bytes.last != UInt8(ascii: "#") { bytes.append(UInt8(ascii: "#")) }
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
