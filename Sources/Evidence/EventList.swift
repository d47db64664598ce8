/// The events of a batch in the order of their source: whole ones, and those that are a form with its holes filled.
///
/// As a collection it is one of whole events; who wants them fast asks for `filled(at:)` first.
package struct EventList: Sendable {
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

        /// The same in a list that has so much in front of it.
        fileprivate func moved(form: Int, ends: Int, text: Int) -> FilledEvent {
            FilledEvent(form: form, time: time, line: line, offset: offset, firstEnd: firstEnd + ends, start: start + text)
        }
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
        let forms = other.forms.map { list.index(of: $0) }
        let (whole, filled, ends, text) = (list.whole.count, list.filled.count, list.ends.count, list.text.count)
        list.places += other.places.lazy.map { place in
            switch place {
            case .whole(let at): .whole(whole + at)
            case .filled(let at): .filled(filled + at)
            }
        }
        list.whole += other.whole
        list.filled += other.filled.lazy.map { $0.moved(form: forms[$0.form], ends: ends, text: text) }
        list.ends += other.ends.lazy.map { text + $0 }
        list.text += other.text
    }

    /// There are a few forms at a time, and mostly it is the last one's turn again.
    private mutating func index(of form: EventForm) -> Int {
        if let index = forms.lastIndex(where: { $0 === form }) { return index }
        forms.append(form)
        return forms.count - 1
    }

    /// The form and the values of an event; nil where it is a whole one.
    package func filled(at index: Int) -> FilledEvent? {
        if case .filled(let at) = places[index] { filled[at] } else { nil }
    }

    /// The time of an event, without making it.
    package func time(at index: Int) -> Timestamp? {
        switch places[index] {
        case .whole(let at): whole[at].time
        case .filled(let at): filled[at].time
        }
    }

    /// The values of an event's holes where they lie.
    package struct Values {
        fileprivate let text: UnsafeBufferPointer<UInt8>
        fileprivate let start: Int
        fileprivate let ends: UnsafeBufferPointer<Int>

        /// Bytes of all of them.
        package var byteCount: Int { (ends.last ?? start) - start }

        package subscript(hole: Int) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(rebasing: text[(hole == 0 ? start : ends[hole - 1])..<ends[hole]])
        }
    }

    /// Not generic, since it is called from other modules for every event.
    package func withValues(of event: FilledEvent, _ body: (Values) -> Void) {
        let count = forms[event.form].holes.count
        text.withUnsafeBufferPointer { text in
            ends.withUnsafeBufferPointer { ends in
                let own = UnsafeBufferPointer(rebasing: ends[event.firstEnd..<event.firstEnd + count])
                body(Values(text: text, start: event.start, ends: own))
            }
        }
    }

    /// The event that a filled form comes to.
    package func event(of filled: FilledEvent) -> Event {
        let form = forms[filled.form]
        var texts: [String] = []
        withValues(of: filled) { values in texts = form.holes.indices.map { String(decoding: values[$0], as: UTF8.self) } }
        return form.event(time: filled.time, lineNumber: filled.line, offset: filled.offset, values: texts)
    }
}

extension EventList: RandomAccessCollection, ExpressibleByArrayLiteral {
    package var startIndex: Int { 0 }
    package var endIndex: Int { places.count }

    package subscript(index: Int) -> Event {
        switch places[index] {
        case .whole(let at): whole[at]
        case .filled(let at): event(of: filled[at])
        }
    }

    package init(arrayLiteral events: Event...) {
        for event in events { append(event) }
    }
}
