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

    /// Hands out the report in every form, one after another, with the file name that `--report-dir` gives it. `existing` reads what stands
    /// there now; only forms that keep what people wrote into it are asked.
    package static func deliver(
        _ report: Report, existing: (String) throws -> String?, to write: (_ name: String, _ text: String) throws -> Void
    ) rethrows {
        for form in ReportForm.all { try write(form.fileName, rendered(report, form) { try existing(form.fileName) }) }
    }

    /// The names alone.
    package static var fileNames: [String] { ReportForm.all.map(\.fileName) }

    /// The report in one form; nil where there is no such form. What people wrote into an older one stays, which `existing` reads.
    package static func render(_ report: Report, as id: String, existing: () throws -> String?) rethrows -> String? {
        try ReportForm.all.first { $0.id == id }.map { try rendered(report, $0, existing: existing) }
    }

    /// The same where nothing older stands.
    package static func render(_ report: Report, as id: String) -> String? { render(report, as: id) { nil } }

    private static func rendered(_ report: Report, _ form: ReportForm, existing: () throws -> String?) rethrows -> String {
        form.render(report, over: form.merge == nil ? nil : try existing())
    }
}
