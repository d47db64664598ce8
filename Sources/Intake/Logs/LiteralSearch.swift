import Synchronization

/// Finds a set of literals: in the first bytes by an index that is made at once, in the rest by Vectorscan, which takes a while to make ready.
///
/// Most runs of the program read little: they never wait for Vectorscan, nor hold the 50 MB that compiling takes. While it compiles on
/// another core, the index goes on. Both find the same, so it does not show when the one takes over from the other.
final class LiteralSearch: Sendable {
    /// From so many bytes on Vectorscan pays.
    static let few = 16 << 20

    private struct State {
        var searched = 0
        var compiling: Ahead<LiteralDatabase>?
        var database: LiteralDatabase?
    }

    private let literals: [[UInt8]]
    private let index: LiteralIndex
    private let state = Mutex(State())

    init(_ literals: [[UInt8]]) {
        self.literals = literals
        index = LiteralIndex(literals)
    }

    /// The program must not end under a thread that compiles: waits for it.
    deinit { _ = state.withLock { try? $0.compiling?.next() } }

    /// Literals that Vectorscan has to look for.
    var stems: Int { LiteralDatabase.stems(literals) }

    /// Puts every occurrence in `bytes` into the memory's sink, in the order of their ends; literals with one end in the order of their
    /// numbers.
    func search(_ bytes: UnsafeRawBufferPointer, in parts: inout ScanParts) {
        parts.sink.pointee.reset()
        guard bytes.count <= Int(UInt32.max) else { return }
        let database = self.database(for: bytes.count)
        if parts.scratch == nil { parts.scratch = database?.makeScratch() }
        if let database, let scratch = parts.scratch {
            database.search(bytes, scratch: scratch, into: parts.sink)
        } else {
            index.search(bytes, into: parts.sink)
        }
    }

    /// Vectorscan's database, once it is there.
    private func database(for count: Int) -> LiteralDatabase? {
        state.withLock { state in
            if let database = state.database { return database }
            state.searched += count
            guard state.searched >= LiteralSearch.few else { return nil }
            if let compiling = state.compiling {
                state.database = compiling.nextIfReady()
                if state.database != nil { state.compiling = nil }
            } else {
                state.compiling = compile()
            }
            return state.database
        }
    }

    /// Much is going to be searched: makes Vectorscan ready at once.
    func prepare() {
        state.withLock { state in
            state.searched += LiteralSearch.few
            if state.database == nil, state.compiling == nil { state.compiling = compile() }
        }
    }

    private func compile() -> Ahead<LiteralDatabase> {
        let (literals, index) = (self.literals, self.index)
        var isDone = false
        return Ahead(limit: 1) {
            defer { isDone = true }
            return isDone ? nil : LiteralDatabase(literals, index: index)
        }
    }
}
