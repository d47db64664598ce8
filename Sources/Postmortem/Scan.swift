package import Evidence
import Reports
import Rules
import Store

/// What a scan did.
package struct ScanResult: Sendable {
    package var summary: IngestSummary
    package var report: Report
}

extension Session {
    /// Ingests, diagnoses, reports; one scan of a store at a time. `deliver` writes the artifacts; only when it returned does the mark of what is new move.
    package func scan(
        _ paths: [String], options: IngestOptions, filter: ReportFilter, asOf: Timestamp?,
        progress: @escaping @Sendable (IngestProgress) -> Void, deliver: (Report) throws -> Void
    ) async throws -> ScanResult {
        let lock = try ScanLock.take(storePath: store.path, wait: wait, tell: tell)
        defer { lock.release() }
        let summary = try await ingest(paths, options: options, progress: progress)
        let diagnosis = try await diagnose(choice(filter), asOf: asOf)
        return try CannotRun.translating {
            let report = try report(diagnosis, filter)
            try deliver(report)
            try store.markReported(diagnosis.marks)
            return ScanResult(summary: summary, report: report)
        }
    }
}

/// The forms in which a report can be written.
package enum Forms {
    /// Ids, in the order in which help lists them.
    package static var ids: [String] { ReportForm.all.map(\.id) }

    /// The file names that `--report-dir` gives them, in the same order.
    package static var fileNames: [String] { ReportForm.all.map(\.fileName) }

    /// The report in one form; nil where there is no such form. What people wrote into an older one stays, which `existing` reads.
    package static func render(_ report: Report, as id: String, existing: () throws -> String?) rethrows -> String? {
        guard let form = ReportForm.all.first(where: { $0.id == id }) else { return nil }
        return form.render(report, over: form.merge == nil ? nil : try existing())
    }

    /// The same where nothing older stands.
    package static func render(_ report: Report, as id: String) -> String? { render(report, as: id) { nil } }
}
