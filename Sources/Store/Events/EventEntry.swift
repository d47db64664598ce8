import Evidence

/// An entry of `event_group`: a whole event, or what fills the holes of a form.
enum EventEntry: RowReadable {
    case whole(Event)
    case filled(Filling)

    struct Filling {
        var form: Int
        var time: Timestamp?
        var line: Int
        var offset: Int
        /// Nil where the value is that of the form's sample.
        var values: [String?]
    }

    init(from row: inout RowReader) throws(RowReader.Unlike) {
        try row.take(UInt8(ascii: "["))
        if row.has(word: "null,") {
            // The time of a whole event stands in it, too.
            _ = try EventEntry.time(&row)
            try row.take(UInt8(ascii: ","))
            self = .whole(try row.value())
        } else {
            let form = try row.integer()
            try row.take(UInt8(ascii: ","))
            let time = try EventEntry.time(&row)
            try row.take(UInt8(ascii: ","))
            let line = try row.integer()
            try row.take(UInt8(ascii: ","))
            let offset = try row.integer()
            var values: [String?] = []
            while row.has(byte: UInt8(ascii: ",")) { values.append(row.has(word: "null") ? nil : try row.string()) }
            self = .filled(Filling(form: form, time: time, line: line, offset: offset, values: values))
        }
        try row.take(UInt8(ascii: "]"))
    }

    private static func time(_ row: inout RowReader) throws(RowReader.Unlike) -> Timestamp? {
        row.has(word: "null") ? nil : try row.time()
    }

    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        let form = try list.decodeNil() ? nil : list.decode(Int.self)
        let time = try list.decodeNil() ? nil : list.decode(Timestamp.self)
        guard let form else {
            self = .whole(try list.decode(Event.self))
            return
        }
        var filling = Filling(form: form, time: time, line: try list.decode(Int.self), offset: try list.decode(Int.self), values: [])
        while !list.isAtEnd { filling.values.append(try list.decodeNil() ? nil : list.decode(String.self)) }
        self = .filled(filling)
    }
}

/// The events of a row of `event_group`.
struct EventEntries: RowReadable {
    let entries: [EventEntry]

    init(from row: inout RowReader) throws(RowReader.Unlike) { entries = try row.values() }

    init(from decoder: any Decoder) throws { entries = try [EventEntry](from: decoder) }
}
