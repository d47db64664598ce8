import Evidence
import Foundation
import Testing

@testable import Postmortem

@Suite("What an ingest tells while it reads, and what runs cost")
struct CostTests {
    @Test("the progress moves within one large file, packed or not, and never beyond its size", arguments: [1, 2])
    func withinAFile(jobs: Int) async throws {
        // More than the blocks that are read ahead.
        let line = "2026-03-01 10:00:00 epoch 1 of many, and \(String(repeating: "some words more, ", count: 60))\n"
        let folder = try ExportFolder(["logs/big/user_logs/std_log.txt": String(repeating: line, count: 18_000)])
        let session = try Session(storePath: folder.store(), creates: true, jobs: jobs)
        defer { session.close() }
        let seen = Shared<[IngestProgress]>([])
        let summary = try await session.ingest([folder.export.path()]) { progress in seen.with { $0.append(progress) } }
        let all = seen.with { $0 }
        let last = try #require(all.last)
        #expect([last.bytes, last.storedBytes, last.totalStoredBytes] == [summary.bytes, summary.bytes, summary.bytes])
        #expect(last.files == 1 && last.totalFiles == 1)
        let within = all.filter { $0.files == 0 && $0.storedBytes > 0 && $0.storedBytes < $0.totalStoredBytes }
        #expect(within.count >= 3)
        #expect(zip(all, all.dropFirst()).allSatisfy { $0.bytes <= $1.bytes && $0.storedBytes <= $1.storedBytes })
    }

    @Test("attempts that were thrown away are timed without the wait between them, and the VM size and the number of machines are known")
    func attempts() async throws {
        let folder = try ExportFolder([
            "runs.json": """
            {"runId": "r1", "status": "Failed", "startTimeUtc": "2026-03-02T08:00:00Z", "endTimeUtc": "2026-03-02T09:30:00Z",
             "compute": {"target": "gpu", "vmSize": "STANDARD_NC6S_V3", "instanceCount": 2}}
            """,
            "logs/r1/azureml-logs/70_driver_log.txt": """
            [2026-03-02T08:00:00.000000] Entering context manager injector.
            [2026-03-02T08:10:00.000000] epoch 1
            [2026-03-02T08:20:00.000000] epoch 2
            [2026-03-02T09:20:00.000000] Entering context manager injector.
            [2026-03-02T09:21:00.000000] epoch 1
            Traceback (most recent call last):
              File "train.py", line 4, in <module>
            KeyError: 'price'

            """,
        ])
        let session = try Session(storePath: folder.store(), creates: true, jobs: 1)
        defer { session.close() }
        _ = try await session.ingest([folder.export.path()])
        let report = try await session.report()
        let run = try #require(report.runs.first)
        // 08:00 to 08:20; the hour until the next start was spent in a queue.
        #expect(run.cost == RunCost(retries: 1, retried: 1_200, vmSize: "STANDARD_NC6S_V3", machines: 2))
    }

    @Test("where the run's own record names no VM size, the events of its cluster do")
    func clusterSize() async throws {
        let folder = try ExportFolder([
            "runs.json": """
            {"runId": "r1", "status": "Failed", "target": "gpu", "startTimeUtc": "2026-03-02T08:00:00Z", "endTimeUtc": "2026-03-02T09:30:00Z"}
            """,
            "cluster.json": """
            [{"TimeGenerated": "2026-03-02T08:10:00Z", "Type": "AmlComputeClusterEvent", "OperationName": "ClusterResized",
              "ClusterName": "GPU", "VmSize": "STANDARD_NC6S_V3", "CurrentNodeCount": 1}]
            """,
        ])
        let session = try Session(storePath: folder.store(), creates: true, jobs: 1)
        defer { session.close() }
        _ = try await session.ingest([folder.export.path()])
        let report = try await session.report()
        #expect(report.runs.first?.cost == RunCost(vmSize: "STANDARD_NC6S_V3"))
    }

    @Test("the name of a target prices an hour before its VM size does, and that times the machines")
    func prices() {
        let prices = PriceTable(currency: "EUR", perHour: ["gpu": 5, "standard_nc6s_v3": 3], otherwise: 0.5)
        let cost = RunCost(vmSize: "Standard_NC6s_v3", machines: 4)
        #expect(prices.hour(on: "GPU", cost) == 5)
        #expect(prices.hour(on: "other", cost) == 12)
        #expect(prices.hour(on: nil, RunCost(vmSize: "Standard_D2")) == 0.5)
        #expect(PriceTable(currency: "EUR", perHour: [:]).hour(on: "gpu", cost) == nil)
    }

    @Test("a file whose ending promises another form is told")
    func endings() {
        #expect(Forms.form(promisedBy: "out/report.HTML", insteadOf: "markdown") == "html")
        #expect(Forms.form(promisedBy: "findings.json", insteadOf: "markdown") == "json")
        #expect(Forms.form(promisedBy: "notes.md", insteadOf: "markdown") == nil)
        #expect(Forms.form(promisedBy: "some.dir/report", insteadOf: "html") == nil)
        #expect(Forms.form(promisedBy: "report.txt", insteadOf: "html") == nil)
    }
}
