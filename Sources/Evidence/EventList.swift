/// The events of a batch in the order of their source: whole ones, and those that are a form with its holes filled.
///
/// As a collection it is one of whole events; who wants them fast asks for `entry(at:)`.
package struct EventList: Sendable {
    /// An event as it is held.
    package enum Entry {
        case whole(Event)
        case filled(FilledEvent)
    }

    /// A form and what a record fills its holes with.
    package struct FilledEvent: Sendable {
        /// Index into `forms`.
        package let form: Int
        package let time: Timestamp?
        /// Of the raw line, from 1, and the offset at which it begins.
        package let line: Int
        package let offset: Int
        /// The first of its values among `ends`, and where that begins in `text`.
        fileprivate let firstEnd: Int
        fileprivate let start: Int
    }

    private enum Place: Sendable {
        case whole(Int)
        case filled(Int)
    }

    private var places: [Place] = []
    private var whole: [Event] = []
    private var filled: [FilledEvent] = []
    /// The forms that filled events go by, each once.
    package private(set) var forms: [EventForm] = []
    /// The values of all filled events one behind another, as they stand in their records, and where each ends.
    private var text: [UInt8] = []
    private var ends: [Int] = []

    package init() {}

    package mutating func append(_ event: Event) {
        places.append(.whole(whole.count))
        whole.append(event)
    }

    /// Adds an event of a form. `values` yields the value of each hole: printable ASCII without quotes and backslashes, so that its bytes are
    /// the same in JSON and out of it.
    package mutating func append(
        _ form: EventForm, time: Timestamp?, line: Int, offset: Int, values: (Int) -> UnsafeBufferPointer<UInt8>
    ) {
        let event = FilledEvent(
            form: index(of: form), time: time, line: line, offset: offset, firstEnd: ends.count, start: text.count)
        for hole in form.holes.indices {
            text.append(contentsOf: values(hole))
            ends.append(text.count)
        }
        places.append(.filled(filled.count))
        filled.append(event)
    }

    package static func += (list: inout EventList, other: EventList) {
        if list.isEmpty {
            list = other
            return
        }
        for at in other.indices {
            switch other.entry(at: at) {
            case .whole(let event): list.append(event)
            case .filled(let event):
                other.withValues(of: event) { values in
                    list.append(other.forms[event.form], time: event.time, line: event.line, offset: event.offset) { values[$0] }
                }
            }
        }
    }

    /// There are a few forms at a time, and mostly it is the last one's turn again.
    private mutating func index(of form: EventForm) -> Int {
        if let index = forms.lastIndex(where: { $0 === form }) { return index }
        forms.append(form)
        return forms.count - 1
    }

    package func entry(at index: Int) -> Entry {
        switch places[index] {
        case .whole(let at): .whole(whole[at])
        case .filled(let at): .filled(filled[at])
        }
    }

    /// The time of an event, without making it.
    package func time(at index: Int) -> Timestamp? {
        switch places[index] {
        case .whole(let at): whole[at].time
        case .filled(let at): filled[at].time
        }
    }

    /// The values of an event's holes where they lie.
    package struct Values: RandomAccessCollection {
        fileprivate let text: UnsafeBufferPointer<UInt8>
        fileprivate let start: Int
        fileprivate let ends: Slice<UnsafeBufferPointer<Int>>

        package var startIndex: Int { 0 }
        package var endIndex: Int { ends.count }

        package subscript(hole: Int) -> UnsafeBufferPointer<UInt8> {
            let end = ends[ends.startIndex + hole]
            let start = hole == 0 ? start : ends[ends.startIndex + hole - 1]
            return UnsafeBufferPointer(rebasing: text[start..<end])
        }
    }

    package func withValues<Result>(of event: FilledEvent, _ body: (Values) throws -> Result) rethrows -> Result {
        let count = forms[event.form].holes.count
        return try text.withUnsafeBufferPointer { text in
            try ends.withUnsafeBufferPointer { ends in
                try body(Values(text: text, start: event.start, ends: ends[event.firstEnd..<event.firstEnd + count]))
            }
        }
    }

    /// The event that a filled form comes to.
    package func event(of filled: FilledEvent) -> Event {
        withValues(of: filled) { values in
            forms[filled.form].event(
                time: filled.time, lineNumber: filled.line, offset: filled.offset,
                values: values.map { String(decoding: $0, as: UTF8.self) })
        }
    }
}

extension EventList: RandomAccessCollection, ExpressibleByArrayLiteral {
    package var startIndex: Int { 0 }
    package var endIndex: Int { places.count }

    package subscript(index: Int) -> Event {
        switch entry(at: index) {
        case .whole(let event): event
        case .filled(let filled): event(of: filled)
        }
    }

    package init(arrayLiteral events: Event...) {
        for event in events { append(event) }
    }
}
