/// What each literal of a set stands for; read for millions of hits, hence plain memory.
///
/// Written once, before anybody else sees it, and freed with the last user: hence unchecked.
final class LiteralTable: @unchecked Sendable {
    /// What a literal stands for.
    struct Entry {
        var length: Int
        /// Range in `patterns`.
        var first: Int32
        var count: Int32
        var triggers: LineTriggers
    }

    /// By number of literal.
    let entries: UnsafeBufferPointer<Entry>
    /// Numbers of patterns that the entries' ranges point into.
    let patterns: UnsafeBufferPointer<Int32>

    init(literals: [Entry], patterns: [Int32]) {
        let entryMemory = UnsafeMutableBufferPointer<Entry>.allocate(capacity: literals.count)
        _ = entryMemory.initialize(from: literals)
        entries = UnsafeBufferPointer(entryMemory)
        let patternMemory = UnsafeMutableBufferPointer<Int32>.allocate(capacity: patterns.count)
        _ = patternMemory.initialize(from: patterns)
        self.patterns = UnsafeBufferPointer(patternMemory)
    }

    deinit {
        entries.deallocate()
        patterns.deallocate()
    }
}
