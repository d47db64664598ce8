import Evidence
import GRDB

/// Reads the metrics of runs.
struct MetricLoader {
    let db: Database
    let decoder: RowDecoder

    /// As many values of one metric come into a dossier: a curve is seen in them, and a run that logs every step does not fill memory.
    private static let mostValues = 2_000
    /// As many metrics; a run that makes up a name for every value has no curves.
    private static let mostNames = 200

    /// Most runs have none, and what ranks and sorts them costs more than this question.
    static func hasPoints(_ key: String, _ db: Database) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM metric WHERE run_key = ?)"
        return try Bool.fetchOne(db.cachedStatement(sql: sql), arguments: [key]) ?? false
    }

    /// The values of the run by name, aggregation, step and time, each point once. Of a metric with very many values the newest are kept.
    func points(ofRun key: String) throws -> [MetricPoint] {
        guard try MetricLoader.hasPoints(key, db) else { return [] }
        let sql = """
            SELECT run_id, resource, name, step, time, value, special, aggregation, dimensions, place, line, offset, text FROM (
                SELECT *, row_number() OVER (PARTITION BY name, aggregation ORDER BY step DESC, time DESC, key) AS place_in_name,
                    dense_rank() OVER (ORDER BY name) AS place_of_name
                FROM (SELECT *, row_number() OVER (PARTITION BY key ORDER BY place, number) AS twin FROM metric WHERE run_key = ?1)
                WHERE twin = 1)
            WHERE place_in_name <= ?2 AND place_of_name <= ?3
            """
        let arguments: StatementArguments = [key, MetricLoader.mostValues, MetricLoader.mostNames]
        let points = try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments).map { row -> MetricPoint in
            let place = Location(source: row[9], line: row[10], offset: row[11])
            let special: String? = row[6]
            let dimensions = try (row[8] as String?).map { try decoder.decode([String: String].self, from: $0) }
            let time = (row[4] as Int64?).map(Timestamp.init(microseconds:))
            return MetricPoint(
                runID: row[0], resource: row[1], name: row[2], step: row[3], time: time,
                value: special.flatMap(MetricPoint.value) ?? row[5] ?? .nan, aggregation: row[7], dimensions: dimensions ?? [:],
                quote: Quote(location: place, time: time, text: row[12]))
        }
        return points.sorted(by: MetricPoint.precedes)
    }
}
