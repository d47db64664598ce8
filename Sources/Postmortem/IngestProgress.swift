/// How far an ingest is.
package struct IngestProgress: Sendable {
    package var files: Int
    package var totalFiles: Int
    /// Unpacked; of files in hand, what was read of them.
    package var bytes: Int64
    /// As the files lie on disk.
    package var storedBytes: Int64 = 0
    package var totalStoredBytes: Int64 = 0

    /// What was read of files that are not done yet.
    struct InHand: Sendable {
        var stored: Int64 = 0
        var bytes: Int64 = 0

        mutating func add(_ other: InHand) {
            stored += other.stored
            bytes += other.bytes
        }

        /// Of files that are done, or counted otherwise from now on.
        mutating func remove(_ other: InHand) {
            stored -= other.stored
            bytes -= other.bytes
        }

        mutating func take() -> InHand {
            defer { self = InHand() }
            return self
        }
    }
}
