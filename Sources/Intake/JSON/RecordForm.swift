import Evidence

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The line of a record, cut at the values that decoding carries into its event as they are. Of a record whose line is the same but for
/// those values the event is known, without parsing it.
///
/// A form holds in the context in which it was learned (`RecordForms.Context`): what is known of a record beyond its bytes is the same there.
final class RecordForm: Sendable {
    /// What may stand between two pieces of the line.
    enum Hole: Sendable {
        case text, number
    }

    /// A piece of the line, and the hole behind it; behind the last piece there is none.
    struct Segment: Hashable, Sendable {
        /// Where the piece lies in `bytes`.
        let start: Int
        let count: Int
        let hole: Hole?
    }

    let event: EventForm
    /// The pieces one behind another: from the beginning of the line to its line feed.
    private let bytes: [UInt8]
    private let segments: [Segment]
    /// The hole that holds the event's time; nil if the time is the same in all of them.
    private let timeHole: Int?
    /// Bytes of the line in front of the record, and behind it, its line feed among them.
    private let prefix: Int
    private let suffix: Int

    /// `pieces` are those of the whole line, the line feed at the end of the last.
    init(_ event: EventForm, pieces: [ArraySlice<UInt8>], holes: [Hole], prefix: Int, suffix: Int) {
        precondition(pieces.count == holes.count + 1 && pieces.last?.last == 0x0A, "a form is a line with holes")
        precondition(pieces.allSatisfy { $0.count <= UInt16.max }, "a line is short")
        self.event = event
        self.prefix = prefix
        self.suffix = suffix
        timeHole = event.holes.firstIndex { $0.contains(.time) }
        var segments: [Segment] = []
        var bytes: [UInt8] = []
        for (index, piece) in pieces.enumerated() {
            segments.append(Segment(start: bytes.count, count: piece.count, hole: index < holes.count ? holes[index] : nil))
            bytes += piece
        }
        self.segments = segments
        self.bytes = bytes
    }

    /// Number of holes.
    var holeCount: Int { segments.count - 1 }

    /// Where a form parts from another.
    struct Parting {
        /// Segments that both begin with.
        var segments: UInt16 = 0
        /// The first byte of the next piece that is not that of the other, and where in the piece it stands; nil if the one piece begins with
        /// the other.
        var byte: UInt8?
        var offset: UInt16 = 0
    }

    /// Where this form parts from another.
    func parting(from other: RecordForm) -> Parting {
        for (index, (own, others)) in zip(segments, other.segments).enumerated() {
            let piece = bytes[own.start..<own.start + own.count]
            let difference = zip(piece, other.bytes[others.start..<others.start + others.count]).enumerated().first { $1.0 != $1.1 }
            if let difference {
                return Parting(segments: UInt16(index), byte: difference.element.0, offset: UInt16(difference.offset))
            }
            guard own.count == others.count, own.hole == others.hole else { return Parting(segments: UInt16(index)) }
        }
        return Parting(segments: UInt16(min(segments.count, other.segments.count)))
    }

    /// Whether the form can be that of a record so many bytes behind the beginning of its line.
    func begins(_ distance: Int) -> Bool { distance == prefix }

    /// Compares the line at `line` with the form from segment `first` on, and says how many segments fit; all of them if the line does.
    ///
    /// `ends` takes the ends of the holes, and holds those of the segments before `first`. Nothing from `limit` on is read: every piece is
    /// measured before it is compared, and a hole ends there at the latest.
    @inline(__always)
    func fit(
        _ text: UnsafePointer<UInt8>, line: Int, limit: Int, from first: Int, ends: UnsafeMutableBufferPointer<Int>
    ) -> Int {
        segments.withUnsafeBufferPointer { segments in
            bytes.withUnsafeBufferPointer { bytes in
                guard let own = bytes.baseAddress, first < segments.count else { return segments.count }
                var position = first == 0 ? line : ends[first - 1]
                for index in first..<segments.count {
                    let segment = segments[index]
                    guard segment.count <= limit - position, memcmp(text + position, own + segment.start, segment.count) == 0 else {
                        return index
                    }
                    position += segment.count
                    guard let hole = segment.hole else { return segments.count }
                    let end =
                        switch hole {
                        case .text: HoleValue.endOfText(text, from: position, to: limit)
                        case .number: HoleValue.endOfNumber(text, from: position, to: limit)
                        }
                    guard let end else { return index }
                    ends[index] = end
                    position = end
                }
                return segments.count
            }
        }
    }

    /// All pieces and holes of a line fit.
    func isWhole(_ count: Int) -> Bool { count == segments.count }

    /// The index behind the record whose line fits.
    func recordEnd(line: Int, ends: UnsafeMutableBufferPointer<Int>) -> Int {
        let last = segments[segments.count - 1]
        return (holeCount == 0 ? line : ends[holeCount - 1]) + last.count - suffix
    }

    /// Where the value of a hole lies in a line that fits.
    @inline(__always)
    func value(_ hole: Int, line: Int, ends: UnsafeBufferPointer<Int>) -> Range<Int> {
        let start = (hole == 0 ? line : ends[hole - 1]) + segments[hole].count
        return start..<ends[hole]
    }

    /// The time of the event whose line fits: of its own hole, where that names a moment, else that of all of them. Nil if there is none
    /// where one belongs: then the form does not hold for the record.
    func time(_ text: UnsafePointer<UInt8>, line: Int, ends: UnsafeBufferPointer<Int>) -> Timestamp?? {
        guard let timeHole else { return .some(event.sample.time) }
        let value = value(timeHole, line: line, ends: ends)
        guard let time = FieldTime.parse(UnsafeRawBufferPointer(start: text + value.lowerBound, count: value.count)) else { return .none }
        return .some(time)
    }
}
