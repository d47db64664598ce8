import Intake
import Store

extension Session {
    /// Reads the files that the store keeps once more, as they were given: what patterns of this version find in them takes the place of what
    /// older ones found.
    package func rescan(progress: @escaping @Sendable (IngestProgress) -> Void = { _ in }) async throws -> IngestSummary {
        do {
            let files = try store.keptFiles().map { kept in
                NamedFile(file: InputFile(shownPath: kept.path, path: "", size: kept.bytes), key: kept.name.pathKey, kept: kept)
            }
            return try await ingest(IngestOptions(), progress).run(files)
        } catch {
            throw CannotRun.translated(error)
        }
    }
}
