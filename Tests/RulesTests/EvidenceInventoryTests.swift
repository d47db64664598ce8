import Evidence
import Testing

@testable import Rules

@Suite("Inventory of a run's evidence")
struct EvidenceInventoryTests {
    private func time(_ hour: Int) throws -> Timestamp { try #require(Timestamp(year: 2026, month: 3, day: 1, hour: hour)) }

    private func dossier(_ kind: RunKind = .job, status: RunStatus = .failed, logs: [(String, LogRole)] = []) throws -> Dossier {
        var statement = RunStatement(runID: "r")
        statement.kind = kind
        statement.status = status
        statement.created = try time(2)
        statement.started = status.isWaiting ? nil : try time(3)
        statement.ended = status.isWaiting ? nil : try time(5)
        var dossier = Dossier(run: Run(statements: [statement]))
        dossier.logs = logs.map { LogEvidence(source: $0.0, role: $0.1) }
        dossier.now = try time(9)
        return dossier
    }

    private func lines(_ dossier: Dossier) -> [String] {
        EvidenceInventory(dossier).items.map { item in
            "\(item.kind.rawValue): \(item.state.rawValue)" + (item.detail.map { ", \($0)" } ?? "")
        }
    }

    @Test("without any evidence everything that one expects of any run is missing")
    func nothing() throws {
        #expect(
            try lines(dossier()) == [
                "run history: missing", "status events: missing", "job events: missing", "user log: missing", "activity log: missing",
                "cluster events: missing", "output listing: missing", "code: missing",
            ])
    }

    @Test("of the common runtime its two logs are expected, of the older one the two around the driver log")
    func layouts() throws {
        let new = try dossier(logs: [("r/user_logs/std_log.txt", .user), ("r/system_logs/lifecycler/lifecycler.log", .lifecycler)])
        #expect(lines(new)[3...5] == ["user log: present", "execution-wrapper log: missing", "lifecycler log: present"])
        let old = try dossier(logs: [("r/azureml-logs/70_driver_log.txt", .driver), ("r/azureml-logs/75_job_post.txt", .jobRelease)])
        #expect(lines(old)[3...5] == ["user log: present", "job preparation log: missing", "job release log: present"])
        let loose = try dossier(logs: [("job.out", .user)])
        #expect(lines(loose)[3...4] == ["user log: present", "activity log: missing"])
    }

    @Test("a damaged file is named, and a range that does not reach over the run is told")
    func wanting() throws {
        var dossier = try dossier(logs: [("a.log", .user), ("b.log", .user)])
        dossier.coverage.damagedSources = ["b.log"]
        dossier.coverage.hasRunHistory = true
        dossier.coverage.status = try time(0)...time(8)
        dossier.coverage.activity = try time(0)...time(4)
        dossier.coverage.cluster = try time(1)...time(6)
        #expect(
            lines(dossier) == [
                "run history: present", "status events: missing, others of that time are there", "job events: missing",
                "user log: damaged, b.log",
                "activity log: not-covering, it reaches from 2026-03-01 00:00:00 to 2026-03-01 04:00:00", "cluster events: present",
                "output listing: missing", "code: missing",
            ])
    }

    @Test("a pipeline has no logs of its own, and a run that still waits has none yet")
    func withoutLogs() throws {
        #expect(try lines(dossier(.pipeline)) == ["run history: missing", "status events: missing"])
        #expect(
            try lines(dossier(status: .queued)) == [
                "run history: missing", "status events: missing", "job events: missing", "activity log: missing", "cluster events: missing",
                "code: missing",
            ])
    }
}
