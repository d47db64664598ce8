import GRDB

/// Where the objects of an output would lie, and whether a listing shows what is there: the one thing in which a run's diagnosis rests on
/// what is said of others.
package struct ListedPlace: Hashable, Sendable {
    var runKey: String
    var prefixes: [String]
    /// When the run was over, in microseconds; nil where it is not, and a listing would tell nothing yet.
    var ended: Int64?
    /// What the listings said when the run was looked at.
    var wasListed = false

    /// The place was listed after the run had ended: some other run's object in the same kind of place is at least as new.
    ///
    /// Listings are in the order of names and are cut at full pages of 5,000 unless all results are asked for: a full page covers no place
    /// behind its last name.
    func isListed(in db: Database) throws -> Bool {
        guard let ended else { return false }
        for prefix in prefixes {
            if OutputPaths.owner(of: prefix + "x") != nil {
                // Run folders: another run's folder under the same parent (`azureml/`, `ExperimentRun/`).
                let parent = prefix.split(separator: "/").first.map { $0 + "/" } ?? ""
                let sql = """
                    SELECT EXISTS (SELECT 1 FROM output o JOIN source s ON s.id = o.source_id WHERE o.modified >= ? AND o.owner IS NOT NULL
                    AND o.owner <> ? AND o.path >= ? AND o.path < ? AND (o.path > ? OR s.records % 5000 <> 0))
                    """
                let other = try Bool.fetchOne(
                    db.cachedStatement(sql: sql), arguments: [ended, runKey, parent, parent + "\u{10FFFF}", prefix])
                if other == true { return true }
            } else {
                let parts = prefix.split(separator: "/")
                guard parts.count >= 2 else { continue }
                let parent = parts.dropLast().joined(separator: "/") + "/"
                let sql = """
                    SELECT EXISTS (SELECT 1 FROM output o JOIN source s ON s.id = o.source_id WHERE o.modified >= ? AND o.path >= ? AND o.path < ?
                    AND (o.path > ? OR s.records % 5000 <> 0))
                    """
                let other = try Bool.fetchOne(
                    db.cachedStatement(sql: sql), arguments: [ended, parent, parent + "\u{10FFFF}", prefix])
                if other == true { return true }
            }
        }
        return false
    }

    /// As `listed_place` keeps them; no path has a line break.
    static func prefixes(in text: String) -> [String] { text.split(separator: "\n").map(String.init) }
    var text: String { prefixes.joined(separator: "\n") }
}
