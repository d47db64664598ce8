import Evidence
import Intake
import Store

/// Keeps files in the store as they are.
struct SourceKeeper {
    let store: Store

    /// Keeps the file as that source's, unless that was done before. What cannot be kept is told: nobody shall trust in bytes that are not
    /// there.
    func keep(_ file: InputFile, as name: SourceName) throws -> IngestSummary {
        // What comes through a pipe is gone, and what could not be read is told of already.
        guard !file.isStandardInput, file.obstacle == nil else { return IngestSummary() }
        if let bytes = try store.keptBytes(name, hash: { SourceReader.storedHash(of: file) }) { return IngestSummary(kept: bytes) }
        do {
            let parts = try KeepableFile(file)
            let bytes = try store.keep(
                name, path: file.shownPath, packing: parts.packing, next: { try parts.next() },
                content: { KeptContent(hash: parts.hash, bytes: parts.bytes) })
            return bytes.map { IngestSummary(kept: $0) } ?? IngestSummary()
        } catch let error as IntakeError {
            var summary = IngestSummary()
            let reason = "The file could not be kept. \(error.description)"
            summary.problems = [Problem(source: file.shownPath, reason: reason, recoveredBytes: 0, isDamage: true)]
            return summary.redacted(by: store.redactor)
        }
    }
}
