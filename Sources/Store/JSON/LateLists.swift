import Evidence
import Synchronization

/// What went wrong when a part of a row was read that was left for later: whoever asked for it could not be told.
final class LateTrouble: Sendable {
    private let error = Mutex<(any Error)?>(nil)

    func note(_ error: any Error) { self.error.withLock { $0 = error } }

    /// Tells it now.
    func check() throws {
        if let error = error.withLock({ $0 }) { throw error }
    }
}

/// A list in its row's own bytes, read when somebody asks for it.
final class LateList<Element: RowReadable & Hashable & Sendable & Codable>: DeferredList {
    private enum State {
        case text([UInt8])
        case list([Element])
    }

    private let state: Mutex<State>
    private let trouble: LateTrouble

    init(_ text: [UInt8], _ trouble: LateTrouble) {
        state = Mutex(.text(text))
        self.trouble = trouble
    }

    var list: [Element] {
        state.withLock { state in
            switch state {
            case .list(let list): return list
            case .text(let text):
                let list = LateText.read(text[...], or: [], trouble) { (row) throws(RowReader.Unlike) in try row.values(Element.self) }
                state = .list(list)
                return list
            }
        }
    }

    func list(where isWanted: (String) -> Bool) -> [Element] { list }
}

/// The hits of a log, each read when somebody asks for its pattern: few patterns of the platform's own logs say something to a rule.
final class LateHits: DeferredList {
    private let text: [UInt8]
    /// The pattern of each hit, and where it stands.
    private let names: [String]
    private let places: [Range<Int>]
    private let hits: Mutex<[PatternHit?]>
    private let trouble: LateTrouble

    init(_ text: [UInt8], names: [String], places: [Range<Int>], _ trouble: LateTrouble) {
        self.text = text
        self.names = names
        self.places = places
        self.trouble = trouble
        hits = Mutex([])
    }

    var list: [PatternHit] { list { _ in true } }

    func list(where isWanted: (String) -> Bool) -> [PatternHit] {
        guard names.contains(where: isWanted) else { return [] }
        return hits.withLock { hits in
            if hits.isEmpty { hits = Array(repeating: nil, count: names.count) }
            var wanted: [PatternHit] = []
            for at in names.indices where isWanted(names[at]) {
                let hit =
                    hits[at]
                    ?? LateText.read(text[places[at]], or: nil, trouble) { (row) throws(RowReader.Unlike) in try row.value(PatternHit.self)
                    }
                guard let hit else { continue }
                hits[at] = hit
                wanted.append(hit)
            }
            return wanted
        }
    }
}

/// Reads a part of a row by itself.
private enum LateText {
    static func read<Value: Decodable>(
        _ text: ArraySlice<UInt8>, or nothing: Value, _ trouble: LateTrouble,
        _ value: (inout RowReader) throws(RowReader.Unlike) -> Value
    ) -> Value {
        text.withUnsafeBytes { text in
            // A row's part repeats itself less than a row.
            let decoder = RowDecoder(mostWords: 64)
            if let read = decoder.read(from: text, value) { return read }
            do { return try decoder.decodeAny(Value.self, from: text) } catch {
                trouble.note(error)
                return nothing
            }
        }
    }
}
