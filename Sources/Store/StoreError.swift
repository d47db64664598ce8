import GRDB

/// Why a store could not be used.
package struct StoreError: Error, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        case missing, newerVersion, notADatabase, foreignDatabase, notWritable, locked, full, damaged, query, other
    }
    package let kind: Kind
    /// What could not be done.
    package let what: String
    /// The store's path as it was given.
    package let place: String
    package let why: String
    /// What a person can do about it.
    package let advice: String

    package init(kind: Kind, what: String, place: String, why: String, advice: String) {
        self.kind = kind
        self.what = what
        self.place = place
        self.why = why
        self.advice = advice
    }

    package var description: String {
        "\(what) \(place): \(why). \(advice)"
    }
}

extension StoreError {
    static func missing(_ path: String) -> StoreError {
        StoreError(
            kind: .missing, what: "cannot open the store", place: path, why: "there is no such file",
            advice: "Run `mlpostmortem ingest PATH` first, or name another store with --store.")
    }

    static func newer(_ path: String, found: Int, known: Int) -> StoreError {
        StoreError(
            kind: .newerVersion, what: "cannot open the store", place: path,
            why: "it was written by a newer mlpostmortem (store version \(found), this program knows up to \(known))",
            advice: "Install the newer version, or name another store with --store.")
    }

    static func foreign(_ path: String) -> StoreError {
        StoreError(
            kind: .foreignDatabase, what: "cannot open the store", place: path, why: "it is an SQLite database of another program",
            advice: "Name another file with --store.")
    }

    static func notWritable(_ path: String, why: String) -> StoreError {
        StoreError(
            kind: .notWritable, what: "cannot write the store", place: path, why: why,
            advice: "Name a file in a folder that can be written with --store.")
    }

    /// Says in the store's words what SQLite reported.
    static func of(_ error: any Error, path: String, what: String = "cannot use the store", waited: Patience? = nil) -> StoreError {
        if let error = error as? StoreError { return error }
        guard let error = error as? DatabaseError else {
            return StoreError(kind: .other, what: what, place: path, why: "\(error)", advice: "Try again, or use another store.")
        }
        let message = error.message ?? error.resultCode.description
        switch error.resultCode {
        case .SQLITE_NOTADB:
            return StoreError(
                kind: .notADatabase, what: what, place: path, why: "the file is not an SQLite database",
                advice: "Name another file with --store.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return StoreError(
                kind: .locked, what: what, place: path,
                why: "another process is writing to it" + (waited.map { ", and \($0.words) were not enough for it to finish" } ?? ""),
                advice: "Try again when it has finished, or wait longer with --wait SECONDS.")
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            return notWritable(path, why: message)
        case .SQLITE_FULL, .SQLITE_IOERR:
            return StoreError(
                kind: .full, what: what, place: path, why: message, advice: "Check the space left on the disk, then try again.")
        case .SQLITE_CORRUPT:
            return StoreError(
                kind: .damaged, what: what, place: path, why: "the database is damaged (\(message))",
                advice: "Delete the store and ingest the export again.")
        default:
            return StoreError(kind: .other, what: what, place: path, why: message, advice: "Try again, or use another store.")
        }
    }
}
