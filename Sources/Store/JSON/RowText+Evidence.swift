import Evidence

/// The values that a store holds by the hundred thousand, written member by member in the order of their keys: the same bytes as by their
/// `encode(to:)`, without its boxes and without sorting.
extension RowText {
    /// Writes the value if it is of one of these types.
    func isWrittenByHand<Value>(_ value: Value) -> Bool {
        // Types are compared first: that costs next to nothing, a cast does.
        if Value.self == Event.self, let event = value as? Event {
            write(event)
        } else if Value.self == Quote.self, let quote = value as? Quote {
            write(quote)
        } else if Value.self == LogLine.self, let line = value as? LogLine {
            write(line)
        } else {
            return false
        }
        return true
    }

    private func write(_ event: Event) {
        object {
            part(",\"caller\":", event.caller)
            part(",\"compute\":", event.compute)
            part(",\"correlationID\":", event.correlationID)
            write(",\"detail\":" as StaticString)
            write(event.detail)
            part(",\"kind\":", event.kind.rawValue)
            part(",\"message\":", event.message)
            part(",\"name\":", event.name)
            part(",\"nodeID\":", event.nodeID)
            part(",\"parentRunID\":", event.parentRunID)
            write(",\"quote\":" as StaticString)
            write(event.quote)
            part(",\"result\":", event.result)
            part(",\"rootRunID\":", event.rootRunID)
            part(",\"runID\":", event.runID)
            part(",\"stage\":", event.stage)
            part(",\"status\":", event.status?.rawValue)
            part(",\"time\":", event.time?.microseconds)
        }
    }

    private func write(_ quote: Quote) {
        object {
            write(",\"after\":" as StaticString)
            write(list: quote.after) { write($0) }
            write(",\"before\":" as StaticString)
            write(list: quote.before) { write($0) }
            write(",\"location\":" as StaticString)
            write(quote.location)
            part(",\"text\":", quote.text)
            part(",\"time\":", quote.time?.microseconds)
        }
    }

    private func write(_ location: Location) {
        object {
            part(",\"line\":", location.line)
            part(",\"offset\":", location.offset)
            part(",\"source\":", location.source)
        }
    }

    private func write(_ line: LogLine) {
        object {
            write(line.isWrapper ? ",\"isWrapper\":true" : ",\"isWrapper\":false" as StaticString)
            part(",\"number\":", line.number)
            part(",\"offset\":", line.offset)
            part(",\"text\":", line.text)
            part(",\"time\":", line.time?.microseconds)
        }
    }

    private func write(_ detail: [String: String]) {
        object {
            for (key, value) in detail.sorted(by: { ByteOrder.precedes($0.key, $1.key) }) {
                append(UInt8(ascii: ","))
                write(key)
                append(UInt8(ascii: ":"))
                write(value)
            }
        }
    }

    // MARK: Parts

    private func object(_ parts: () -> Void) {
        let start = count
        parts()
        end(start, UInt8(ascii: "{"), UInt8(ascii: "}"))
    }

    private func write<Value>(list: [Value], _ write: (Value) -> Void) {
        let start = count
        for value in list {
            part()
            write(value)
        }
        end(start, UInt8(ascii: "["), UInt8(ascii: "]"))
    }

    /// A member that is left out where it says nothing.
    private func part(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        write(name)
        write(value)
    }

    private func part(_ name: StaticString, _ value: (some FixedWidthInteger)?) {
        guard let value else { return }
        write(name)
        write(integer: value)
    }
}
