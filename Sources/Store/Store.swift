package import Evidence
import Foundation
import GRDB

/// The evidence and the findings of one team, in one SQLite file.
///
/// One connection writes, several read; every source is one transaction, so that the file is consistent whenever the program ends.
package final class Store: Sendable {
    /// How a store may be opened.
    package enum Mode: Sendable {
        /// Made if it is not there.
        case create
        /// Must be there already.
        case existing
    }

    /// Pages after which the write-ahead log is folded into the file: 32 MB, so that many small sources share one wait for the disk.
    private static let checkpointPages = 4_000

    /// Of a new store: a record of an export takes more than a kilobyte, and of small pages the log of the writer has too many.
    private static let pageBytes = 8_192

    /// Kilobytes of pages that the writer keeps: rows come in the order of the file, their indices in none, and pages that do not fit are
    /// written and read again.
    private static let writerCache = 32_000

    /// Kilobytes of pages that each reader keeps: a family's rows are scattered over the file, and the inner pages of a large store's indices do
    /// not fit into SQLite's two megabytes.
    private static let readerCache = 8_000

    let pool: DatabasePool
    package let path: String
    package let redactor: Redactor
    private let patience: Patience

    /// Opens the store at `path` and brings it to the newest version. Another process that writes is waited for as `patience` says.
    package init(
        path: String, mode: Mode = .create, patience: Patience = Patience(seconds: 10), redaction: RedactionRules = RedactionRules()
    ) throws {
        self.path = path
        redactor = try Redactor(rules: redaction)
        self.patience = patience
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if isFolder.boolValue { throw StoreError.notWritable(path, why: "it is a folder") }
        if !exists {
            guard mode == .create else { throw StoreError.missing(path) }
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
                throw StoreError.notWritable(path, why: "the folder \(folder) does not exist")
            }
        }
        do {
            if exists { try Store.refuseForeignFile(at: path) }
            var configuration = Configuration()
            let store = path
            configuration.busyMode = .callback { tries in patience.goesOn(after: tries, store: store) }
            configuration.foreignKeysEnabled = true
            configuration.maximumReaderCount = 4
            configuration.prepareDatabase { db in
                guard !db.configuration.readonly else { return try db.execute(sql: "PRAGMA cache_size = -\(Store.readerCache)") }
                try db.execute(
                    sql: """
                        PRAGMA page_size = \(Store.pageBytes); PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = \(Store.checkpointPages);
                        PRAGMA cache_size = -\(Store.writerCache)
                        """)
            }
            pool = try patience.opening { try DatabasePool(path: path, configuration: configuration) }
            let found = try pool.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
            // Readers need not wait for a writer where there is nothing to migrate.
            if found != Schema.version { try pool.write { try Schema.migrate($0, path: path) } }
        } catch {
            throw StoreError.of(error, path: path, what: "cannot open the store", waited: patience)
        }
    }

    /// Closes all connections and folds the write-ahead log into the file.
    ///
    /// The pool closes its writer first, and its readers may not write: so the log would stay. One more connection, the last to close,
    /// takes it away.
    package func close() {
        try? pool.close()
        guard FileManager.default.fileExists(atPath: path + "-wal"), let queue = try? DatabaseQueue(path: path) else { return }
        _ = try? queue.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA user_version") }
        try? queue.close()
    }

    /// Looks before WAL mode is switched on, so that a file that is not ours stays untouched.
    private static func refuseForeignFile(at path: String) throws {
        try recover(at: path)
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        try queue.read { db in
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            if tables > 0, application != Schema.applicationID { throw StoreError.foreign(path) }
            if application == Schema.applicationID, found > Schema.version {
                throw StoreError.newer(path, found: found, known: Schema.version)
            }
        }
    }

    /// Rolls back what a process left that was killed while it made the store: only then, before WAL mode, is there a journal. A reader may not
    /// do that and would be refused.
    static func recover(at path: String) throws {
        guard FileManager.default.fileExists(atPath: path + "-journal") else { return }
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        _ = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_master") }
    }

    /// Runs `body` on the writing connection, in a transaction.
    func writing<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do {
            return try pool.write(body)
        } catch let error as DatabaseError {
            throw StoreError.of(error, path: path, waited: patience)
        }
    }

    /// Runs `body` on a reading connection, on one snapshot.
    func reading<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do { return try pool.read(body) } catch let error as DatabaseError { throw StoreError.of(error, path: path) }
    }
}

extension Store {
    /// The newest time stamp of any evidence.
    package func newestTime() throws -> Timestamp? {
        try reading { try Store.newestTime($0) }
    }

    static func newestTime(_ db: Database) throws -> Timestamp? {
        let newest = try Int64.fetchOne(
            db, sql: "SELECT max(t) FROM (SELECT max(last_time) AS t FROM source UNION ALL SELECT max(last) FROM covered)")
        return newest.map { Timestamp(microseconds: $0) }
    }

    /// A small value kept beside the evidence.
    func meta(_ key: String, in db: Database) throws -> String? {
        try String.fetchOne(db.cachedStatement(sql: "SELECT value FROM meta WHERE key = ?"), arguments: [key])
    }

    func setMeta(_ key: String, _ value: String?, in db: Database) throws {
        if let value {
            let sql = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value"
            try db.cachedStatement(sql: sql).execute(arguments: [key, value])
        } else {
            try db.cachedStatement(sql: "DELETE FROM meta WHERE key = ?").execute(arguments: [key])
        }
    }
}
