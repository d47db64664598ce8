import Evidence
import Foundation
import Intake
import Store

/// A kept file, put back on disk for as long as it is read.
struct RestoredSource {
    let kept: KeptFile
    let store: Store

    init(_ kept: KeptFile, store: Store) {
        self.kept = kept
        self.store = store
    }

    /// Hands out the file as it was given. Where its bytes are damaged, what the store knows of it stays, and the damage is noted.
    ///
    /// It lies beside the store: whoever may read that one may read it, and there is room for such bytes.
    func reading(into pending: inout PendingSources, _ body: (InputFile, inout PendingSources) throws -> Void) throws {
        let folder = URL(fileURLWithPath: store.path).deletingLastPathComponent().path
        let restored = try RestoredFile(in: folder, packing: kept.packing)
        defer { restored.remove() }
        try store.readParts(of: kept) { part in try part.withUnsafeBytes { try restored.append($0) } }
        let file = InputFile(shownPath: kept.path, path: restored.path, size: kept.bytes)
        guard SourceReader.storedHash(of: file) == kept.hash else {
            var summary = IngestSummary()
            (summary.files, summary.damaged) = (1, 1)
            let reason = "What the store keeps of this file is damaged, and was not read. What was found in the file before stays."
            summary.problems = [Problem(source: kept.path, reason: reason, recoveredBytes: 0, isDamage: true)]
            return pending.note(summary)
        }
        try body(file, &pending)
    }
}
