import Evidence

/// The forms that a reader of records tries before it parses, and what it spends on learning them.
///
/// All of it depends on the sequence of records alone, not on how their bytes came in blocks: whether a line fits is seen from its bytes up
/// to its line feed, and a record without one in sight is not parsed before it is known whether one follows.
struct RecordForms {
    /// Forms that are held. Tables have a few dozen, one for each status, operation and cluster; each is tried on a record that fits none.
    private static let mostAlive = 128
    /// Forms of one source. They are kept for good where they are stored.
    private static let mostLearned = 1_000
    /// Attempts at learning, each of which costs two decodes more: so many in advance, then as many as forms have paid for, and so few that
    /// they are not felt where none was of use.
    private static let freeAttempts = 32
    private static let hitsForAttempt = 16
    private static let missesForAttempt = 256

    /// What a record is beyond its bytes: a form holds where that is the same.
    enum Context: Equatable {
        case topLevel
        /// Elements of an array that says nothing of its own.
        case elements(envelope: String?, areOpened: Bool)
        /// Elements of one container only: what stands in front of them tells of them, or they are no records. By its number in the file.
        case own(Int)
    }

    private var alive: [RecordForm] = []
    /// Where those that are held were learned, and where the reader is.
    private var home = Context.topLevel
    private var context = Context.topLevel
    private var applies = true
    /// For each two of them where the second parts from the first, in rows of `mostAlive`.
    private var partings: [RecordForm.Parting] = []
    /// For each of them when it last was of use.
    private var lastUse: [Int] = []
    private var clock = 0
    /// The one that was of use last: the next record is often like it.
    private var recent = 0

    private var hits = 0
    private var misses = 0
    private var attempts = 0
    /// Forms that were learned; the number of the next.
    private(set) var learned = 0

    /// Of the line that fits: its beginning, the ends of its holes, and its time.
    private var line = 0
    private var ends: [Int] = []
    private var time: Timestamp?

    /// The reader is in another container now.
    mutating func enter(_ context: Context) {
        self.context = context
        applies = context == home
    }

    // MARK: Learning

    /// Whether to try to make a form of a record that fitted none; asked once for each.
    mutating func mayLearn() -> Bool {
        misses += 1
        let budget = RecordForms.freeAttempts + hits / RecordForms.hitsForAttempt + misses / RecordForms.missesForAttempt
        return attempts < budget && learned < RecordForms.mostLearned
    }

    /// An attempt is made.
    mutating func noteAttempt() {
        attempts += 1
    }

    /// Adds the form of the record that was handed out last.
    mutating func add(_ form: RecordForm) {
        if !applies {
            alive = []
            lastUse = []
            recent = 0
            home = context
            applies = true
        }
        learned += 1
        clock += 1
        if ends.count < form.holeCount { ends = Array(repeating: 0, count: form.holeCount) }
        if partings.isEmpty { partings = Array(repeating: .init(), count: RecordForms.mostAlive * RecordForms.mostAlive) }
        var place = alive.count
        if place < RecordForms.mostAlive {
            alive.append(form)
            lastUse.append(clock)
        } else {
            // Times of use are all different, so that there is one answer.
            place = lastUse.indices.min { lastUse[$0] < lastUse[$1] } ?? 0
            alive[place] = form
            lastUse[place] = clock
        }
        for (index, other) in alive.enumerated() {
            partings[place * RecordForms.mostAlive + index] = other.parting(from: form)
            partings[index * RecordForms.mostAlive + place] = form.parting(from: other)
        }
    }

    // MARK: Trying

    /// Whether the record at index `record`, whose line begins at `line`, is of a form: the index behind it, nil if it is of none.
    @inline(__always)
    mutating func fit(_ bytes: UnsafeBufferPointer<UInt8>, line: Int, record: Int) -> Int? {
        guard applies, !alive.isEmpty, line >= 0, let text = bytes.baseAddress else { return nil }
        // The line feed comes on top of the line.
        let limit = min(bytes.count, line + RawRecord.longestWholeLine + 1)
        // What the last form that was tried found holds for those that begin like it: where it fits no more, neither do they. Of the others
        // the byte at which they part from it tells most.
        var tried: Int?
        var reached = 0
        for turn in 0..<alive.count {
            let index = turn == 0 ? recent : turn <= recent ? turn - 1 : turn
            var first = 0
            if let tried {
                let parting = partings[tried * RecordForms.mostAlive + index]
                first = Int(parting.segments)
                guard reached >= first else { continue }
                if let byte = parting.byte {
                    let at = (first == 0 ? line : ends[first - 1]) + Int(parting.offset)
                    guard at < limit, text[at] == byte else { continue }
                }
            }
            let form = alive[index]
            guard form.begins(record - line) else { continue }
            reached = ends.withUnsafeMutableBufferPointer { form.fit(text, line: line, limit: limit, from: first, ends: $0) }
            tried = index
            guard form.isWhole(reached), let time = ends.withUnsafeBufferPointer({ form.time(text, line: line, ends: $0) }) else {
                continue
            }
            self.line = line
            self.time = time
            recent = index
            clock += 1
            lastUse[index] = clock
            hits += 1
            return ends.withUnsafeMutableBufferPointer { form.recordEnd(line: line, ends: $0) }
        }
        return nil
    }

    /// Adds the event of the record that fitted last; `bytes` are the same, `lineNumber` and `offset` those of its line.
    @inline(__always)
    func append(to events: inout EventList, _ bytes: UnsafeBufferPointer<UInt8>, lineNumber: Int, offset: Int) {
        let form = alive[recent]
        ends.withUnsafeBufferPointer { ends in
            events.append(form.event, time: time, line: lineNumber, offset: offset) { hole in
                UnsafeBufferPointer(rebasing: bytes[form.value(hole, line: line, ends: ends)])
            }
        }
    }
}
