import GRDB
import GRDBSQLite

/// A statement that is run once for each of many thousand rows: values are bound through SQLite's own interface, texts where they lie. GRDB's
/// would box every value and copy every text twice. Of one text there is one statement a connection.
struct RepeatedStatement {
    private let db: Database
    /// Keeps the statement of SQLite alive.
    private let statement: Statement
    private let raw: OpaquePointer

    init(_ db: Database, sql: String) throws {
        self.db = db
        statement = try db.cachedStatement(sql: sql)
        raw = statement.sqliteStatement
    }

    // MARK: Binding, from 1

    func bind(_ value: Int64?, at index: Int) {
        if let value { sqlite3_bind_int64(raw, Int32(index), value) } else { sqlite3_bind_null(raw, Int32(index)) }
    }

    func bind(_ value: Double, at index: Int) { sqlite3_bind_double(raw, Int32(index), value) }

    /// SQLite makes a copy of the text.
    func bind(_ value: String?, at index: Int) {
        guard var value else { return bind(Int64?.none, at: index) }
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        value.withUTF8 { bind($0, at: index, copied) }
    }

    /// The text has to stay in place until the statement was run, and is to be forgotten then (`clear`).
    func bind(inPlace text: UnsafeBufferPointer<UInt8>, at index: Int) { bind(text, at: index, nil) }

    private func bind(_ text: UnsafeBufferPointer<UInt8>, at index: Int, _ destructor: sqlite3_destructor_type?) {
        // SQLite takes a null pointer for null, and an empty text may have no address.
        let start = text.baseAddress.map { UnsafeRawPointer($0) } ?? UnsafeRawPointer(bitPattern: 1)
        sqlite3_bind_text(raw, Int32(index), start?.assumingMemoryBound(to: CChar.self), Int32(text.count), destructor)
    }

    func clear() { sqlite3_clear_bindings(raw) }

    // MARK: Running

    /// Runs a statement that returns no rows.
    func run() throws {
        while try step() {}
    }

    /// Hands over each row.
    func rows(_ body: (Columns) throws -> Void) throws {
        defer { sqlite3_reset(raw) }
        while try step() { try body(Columns(raw: raw)) }
    }

    /// True at a row; at the end the statement is ready to be run again.
    private func step() throws -> Bool {
        let code = sqlite3_step(raw)
        if code == SQLITE_ROW { return true }
        let message = code == SQLITE_DONE ? nil : String(cString: sqlite3_errmsg(db.sqliteConnection))
        sqlite3_reset(raw)
        if let message { throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message) }
        return false
    }

    /// The row at hand, columns from 0.
    struct Columns {
        fileprivate let raw: OpaquePointer

        func integer(_ index: Int) -> Int64 { sqlite3_column_int64(raw, Int32(index)) }

        /// The text of a column, good until the next row.
        func text(_ index: Int) -> UnsafeRawBufferPointer {
            // The text first: SQLite may convert, which changes the length.
            let start = sqlite3_column_text(raw, Int32(index))
            return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(raw, Int32(index))))
        }
    }
}
