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
        let diagnosis = try await diagnose(asOf: asOf)
        return try CannotRun.translating {
            let report = try report(diagnosis, filter)
            try deliver(report)
            let marks = diagnosis.families.flatMap(\.findings).map { ReportedMark(runID: $0.runID, fingerprint: $0.fingerprint) }
            try store.markReported(Set(marks))
            return ScanResult(summary: summary, report: report)
        }
    }
}

/// The forms in which a report can be written.
package enum Forms {
    /// Ids, in the order in which help lists them.
    package static var ids: [String] { ReportForm.all.map(\.id) }

    /// File names that `--report-dir` gets, with what each holds; `existing` hands out what stands there now, for what people wrote into it.
    package static func files(of report: Report, existing: (String) -> String? = { _ in nil }) -> [(name: String, text: String)] {
        ReportForm.all.map { (name: $0.fileName, text: $0.render(report, over: $0.merge == nil ? nil : existing($0.fileName))) }
    }

    /// The names alone.
    package static var fileNames: [String] { ReportForm.all.map(\.fileName) }

    /// Whether the form keeps what people wrote into an earlier report; the others take its place without reading it.
    package static func merges(_ id: String) -> Bool { ReportForm.all.first { $0.id == id }?.merge != nil }

    /// The report in one form; nil where there is no such form. What people wrote into an older one that is `existing` stays.
    package static func render(_ report: Report, as id: String, over existing: String? = nil) -> String? {
        ReportForm.all.first { $0.id == id }?.render(report, over: existing)
    }
}
