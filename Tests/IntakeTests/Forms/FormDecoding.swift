import Evidence

@testable import Intake

/// What a format makes of bytes, with forms or without, and which of the events came as a form with its holes filled.
struct FormDecoding {
    private(set) var batch: EvidenceBatch
    private static let noPatterns = Result { try PatternSet([]) }

    /// `blocks` are the sizes of the blocks in turn; whole without any.
    init(_ bytes: [UInt8], as format: Format, learnsForms: Bool = true, blocks: [Int] = []) throws {
        var context = DecoderContext(source: "x", options: ReadOptions(patterns: try Self.noPatterns.get()))
        context.learnsForms = learnsForms
        var decoder = format.makeDecoder(context)
        bytes.withUnsafeBytes { buffer in
            var start = 0
            var turn = 0
            while start < buffer.count {
                let end = blocks.isEmpty ? buffer.count : min(buffer.count, start + blocks[turn % blocks.count])
                decoder.feed(UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
                start = end
                turn += 1
            }
        }
        decoder.finish()
        batch = decoder.take()
    }

    init(_ text: String, as format: Format, learnsForms: Bool = true, blocks: [Int] = []) throws {
        try self.init(Array(text.utf8), as: format, learnsForms: learnsForms, blocks: blocks)
    }

    /// The number of the form of each event, nil for whole ones.
    var forms: [Int?] {
        batch.events.indices.map { index in
            guard let event = batch.events.filled(at: index) else { return nil }
            return batch.events.forms[event.form].number
        }
    }

    /// The share of events that are forms with their holes filled.
    var filledShare: Double {
        forms.isEmpty ? 0 : Double(forms.filter { $0 != nil }.count) / Double(forms.count)
    }

    /// Everything that it comes to, whatever way it came.
    struct Contents: Equatable {
        var events: [Event]
        /// As text: of two that are no number neither is equal to the other.
        var metrics: [String]
        var problems: [Problem]
    }

    var evidence: Contents {
        Contents(events: Array(batch.events), metrics: batch.metrics.map { "\($0)" }, problems: batch.problems)
    }
}

extension Format {
    /// A format whose records each are one event that `map` completes.
    static func mapped(_ map: @escaping @Sendable (RecordFields, inout Event) -> Void) -> Format {
        .records(id: "test", title: "test", howToGet: "") { _ in
            100
        } decode: { record, context, batch in
            let fields = RecordFields(record.root)
            let quote = record.quote(of: record.root, source: context.source)
            var event = Event(kind: .other, time: fields.time("time")?.value, name: "test", quote: quote)
            event.quote.time = event.time
            map(fields, &event)
            batch.events.append(event)
            return true
        }
    }
}
