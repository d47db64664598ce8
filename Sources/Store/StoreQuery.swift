import Foundation
import GRDB

/// A value of a query's result.
package enum QueryValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes(Int)
}

/// Read-only SQL over a store.
package struct StoreQuery: Sendable {
    /// Names of the views that are documented.
    package static var views: [String] { SchemaViews.names }

    private let path: String

    package init(path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError.missing(path) }
        self.path = path
    }

    /// Runs one statement that reads; hands over the columns first and then every row, so that large results need no memory.
    package func run(_ sql: String, columns: ([String]) throws -> Void, row: ([QueryValue]) throws -> Void) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        do {
            try Store.recover(at: path)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            try queue.read { db in
                let statement = try db.makeStatement(sql: sql)
                try columns(statement.columnNames)
                let cursor = try Row.fetchCursor(statement)
                while let next = try cursor.next() { try row((0..<next.count).map { StoreQuery.value(next, $0) }) }
            }
        } catch let error as DatabaseError {
            if error.resultCode == .SQLITE_ERROR || error.resultCode == .SQLITE_MISUSE {
                throw StoreError(
                    kind: .query, what: "cannot run the query on", place: path, why: error.message ?? "\(error.resultCode)",
                    advice: "The documented views are \(SchemaViews.names.joined(separator: ", ")).")
            }
            if error.resultCode == .SQLITE_READONLY {
                throw StoreError(
                    kind: .query, what: "cannot run the query on", place: path, why: "it would change the store",
                    advice: "Only SELECT is allowed here.")
            }
            throw StoreError.of(error, path: path)
        }
    }

    private static func value(_ row: Row, _ at: Int) -> QueryValue {
        let value: DatabaseValue = row[at]
        switch value.storage {
        case .null: return .null
        case .int64(let number): return .integer(number)
        case .double(let number): return .real(number)
        case .string(let text): return .text(text)
        case .blob(let data): return .bytes(data.count)
        }
    }
}
