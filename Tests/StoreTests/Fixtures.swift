import Evidence
import Foundation
import GRDB
import Testing

@testable import Store

/// A folder that is gone when the test is over.
final class ScratchFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "store-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }
}

extension Store {
    /// Writes one source with the batch given; its hash is made from `content`.
    @discardableResult
    func add(_ path: String, content: String? = nil, forcedRun: String? = nil, _ fill: (inout EvidenceBatch) -> Void) throws -> WriteOutcome
    {
        var batch = EvidenceBatch()
        fill(&batch)
        let reading = SourceReading(storedHash: "stored-" + path, patterns: "p1", forcedRun: forcedRun)
        let name = SourceName(pathKey: Source.key(ofPath: path), run: forcedRun)
        return try write(name: { _ in name }, reading: reading) { writer in
            try writer.write(batch)
            return Source(
                path: path, contentHash: SHA256.hexadecimal(of: content ?? path, digits: 32), bytes: 10, format: "test", state: .read,
                records: batch.count)
        }
    }

    /// All rows of all tables that hold evidence, as text, without row ids.
    func dump() throws -> [String] {
        try pool.read { db in
            var lines: [String] = []
            for table in ["statement", "event_form", "event_group", "output", "log", "fact", "code", "metric", "problem", "binding"] {
                let rows = try Row.fetchAll(db, sql: "SELECT s.key AS source_key, t.* FROM \(table) t JOIN source s ON s.id = t.source_id")
                lines += rows.map { row in table + " " + row.filter { $0.0 != "source_id" }.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
                }
            }
            lines += try Row.fetchAll(db, sql: "SELECT key, content_hash FROM source").map {
                "source \($0[0] as String) \($0[1] as String)"
            }
            lines += try Row.fetchAll(db, sql: "SELECT * FROM run").map { "run \($0)" }
            return lines.sorted()
        }
    }
}

func time(_ minutes: Double) -> Timestamp {
    Timestamp(microseconds: 1_700_000_000_000_000).adding(seconds: minutes * 60)
}

func quote(_ source: String, _ line: Int = 1, _ text: String = "text") -> Quote {
    Quote(location: Location(source: source, line: line, offset: 0), text: text)
}

func statement(_ runID: String, parent: String? = nil, status: RunStatus = .completed, _ change: (inout RunStatement) -> Void = { _ in })
    -> RunStatement
{
    var statement = RunStatement(runID: runID)
    statement.parentRunID = parent
    statement.status = status
    statement.created = time(0)
    statement.started = time(1)
    statement.ended = time(10)
    statement.citations[.record] = quote("runs.json")
    change(&statement)
    return statement
}

func log(_ path: String, role: LogRole = .user, ids: [String] = [], uuids: [String] = [], lines: Int = 3) -> LogEvidence {
    var log = LogEvidence(source: path, role: role)
    log.lineCount = lines
    log.hints.runIDs = ids
    log.hints.runUUIDs = uuids
    return log
}

func event(_ kind: EventKind, _ minutes: Double, _ name: String, run: String? = nil, compute: String? = nil, status: RunStatus? = nil)
    -> Event
{
    var event = Event(kind: kind, time: time(minutes), name: name, quote: quote("events.json"))
    event.runID = run
    event.compute = compute
    event.status = status
    return event
}

func blob(_ path: String, bytes: Int64 = 5, minutes: Double = 9) -> OutputObject {
    OutputObject(path: path, bytes: bytes, modified: time(minutes), quote: quote("blobs.json"))
}

/// The same numbers every time (SplitMix64).
struct RandomNumbers: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
