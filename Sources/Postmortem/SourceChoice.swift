import Evidence
import Intake
import Store

/// Which of the sources known by a file's path the file is, and whether it has anything new to say.
///
/// A path may have been read for several runs (`--run`). A file given without a run is the one whose content it has or goes on; else it is
/// the one without a run. A file given with a run is that run's; the same content read before without a run gives way to it.
struct SourceChoice {
    /// The older state of the file.
    private(set) var known: KnownSource?
    /// The file begins with the whole content of `known`.
    private(set) var isGrown = false
    /// The source that already holds all that the file would bring.
    private(set) var unchanged: KnownSource?

    init(_ file: InputFile, pathKey: String, reading: SourceReading, among versions: [KnownSource]) throws {
        // What comes through a pipe can be read only once; its content is its name.
        guard !versions.isEmpty, !file.isStandardInput else { return }
        let wantedRun = reading.forcedRun.map { SourceName(pathKey: pathKey, run: $0) }
        let candidates = versions.filter { wantedRun == nil || $0.name == wantedRun || $0.name.run == nil }
        if !reading.storedHash.isEmpty,
            let same = candidates.first(where: { $0.storedHash == reading.storedHash && reading.isCovered(by: $0) })
        {
            unchanged = same
            return
        }
        guard !candidates.isEmpty, let probe = ContentProbe(file, prefixes: candidates.map(\.bytes)) else {
            known = candidates.first { $0.name == wantedRun ?? SourceName(pathKey: pathKey) }
            return
        }
        let equal = candidates.filter { $0.contentHash == probe.contentHash && $0.bytes == probe.bytes }
        let older = candidates.filter { $0.bytes < probe.bytes && probe.prefixHashes[$0.bytes] == $0.contentHash }
        if let same = equal.first(where: reading.isCovered), !probe.isDamaged, same.state != .damaged {
            unchanged = same
            return
        }
        let exact = wantedRun ?? SourceName(pathKey: pathKey)
        known =
            equal.first { $0.name == exact } ?? older.last { $0.name == exact } ?? equal.first ?? older.max { $0.bytes < $1.bytes }
            ?? candidates.first { $0.name == exact }
        isGrown = known.map { older.contains($0) } ?? false
    }
}
