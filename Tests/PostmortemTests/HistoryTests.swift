import Evidence
import Foundation
import Testing

@testable import Postmortem

/// What earlier runs of a step say about the one at hand.
@Suite("History of a step")
struct HistoryTests {
    private static func record(_ id: String, day: Int, status: String, minutes: Int = 30) -> String {
        "{\"runId\": \"\(id)\", \"status\": \"\(status)\", \"target\": \"cpu\", \"startTimeUtc\": \"2026-03-\(day < 10 ? "0" : "")\(day)T08:00:00Z\", "
            + "\"endTimeUtc\": \"2026-03-\(day < 10 ? "0" : "")\(day)T08:\(minutes < 10 ? "0" : "")\(minutes):00Z\", \"runDefinition\": {\"script\": \"train.py\", "
            + "\"outputData\": {\"model\": {\"outputLocation\": {\"uri\": {\"path\": \"azureml://datastores/workspaceblobstore/paths/azureml/\(id)/model/\"}}, "
            + "\"mechanism\": \"Mount\"}}}}"
    }

    private static func blob(_ run: String, day: Int) -> String {
        "{\"container\": \"azureml-blobstore\", \"name\": \"azureml/\(run)/model/model.pkl\", \"properties\": {\"contentLength\": 4096, "
            + "\"lastModified\": \"2026-03-\(day < 10 ? "0" : "")\(day)T08:29:00+00:00\"}}"
    }

    private func report(_ files: [String: String]) async throws -> Report {
        let folder = try ExportFolder(files)
        let session = try Session(storePath: folder.store(), creates: true, jobs: 2)
        defer { session.close() }
        _ = try await session.ingest([folder.export.path()])
        return try await session.report()
    }

    /// Nights `h1` ... and then `r1`, whose output is empty; `line` is what `r1` prints, `habit` what the others do.
    private func nights(_ count: Int, habit: String, line: String) -> [String: String] {
        var files: [String: String] = [:]
        var records: [String] = []
        var blobs: [String] = []
        for night in 1...count {
            records.append(Self.record("h\(night)", day: night, status: "Completed"))
            blobs.append(Self.blob("h\(night)", day: night))
            files["logs/h\(night)/user_logs/std_log.txt"] = "loading\n\(habit)\nsaved\n"
        }
        records.append(Self.record("r1", day: count + 1, status: "Completed"))
        files["logs/r1/user_logs/std_log.txt"] = "loading\n\(line)\nsaved\n"
        files["runs.json"] = "[\n" + records.joined(separator: ",\n") + "\n]\n"
        files["blobs.json"] = "[\n" + (blobs + [Self.blob("r9", day: 28)]).joined(separator: ",\n") + "\n]\n"
        return files
    }

    @Test("a printed error that good runs print too explains no empty output")
    func habitual() async throws {
        let line = "Error occurred: 'unit_price'"
        let first = try await report(nights(3, habit: "reading", line: line)).findings.filter { $0.runID == "r1" }
        #expect(first.map(\.rule).contains("swallowed-exception"))
        let habit = try await report(nights(3, habit: line, line: line)).findings.filter { $0.runID == "r1" }
        #expect(!habit.map(\.rule).contains("swallowed-exception"))
        #expect(habit.map(\.rule).contains("declared-output-empty"))
    }

    @Test("a failure has one fingerprint in all runs of the store, with when it was first and last seen and in how many runs")
    func occurrences() async throws {
        var files: [String: String] = [:]
        var records: [String] = []
        for night in 1...4 {
            records.append(Self.record("n\(night)", day: night, status: night == 3 ? "Completed" : "Failed"))
            files["logs/n\(night)/user_logs/std_log.txt"] =
                night == 3
                ? "done\n"
                : "loading\nTraceback (most recent call last):\n  File \"train.py\", line 3, in <module>\n    main()\nKeyError: 'price'\n"
        }
        files["runs.json"] = "[\n" + records.joined(separator: ",\n") + "\n]\n"
        let findings = try await report(files).findings.filter { $0.rule == "py-unhandled-exception" }
        #expect(findings.map(\.runID) == ["n1", "n2", "n4"])
        #expect(Set(findings.map(\.fingerprint)).count == 1)
        #expect(findings.map(\.occurrences) == [3, 3, 3])
        #expect(Set(findings.map { $0.firstSeen?.rfc3339 ?? "" }) == ["2026-03-01T08:30:00Z"])
        #expect(Set(findings.map { $0.lastSeen?.rfc3339 ?? "" }) == ["2026-03-04T08:30:00Z"])
    }

    @Test("a failed run that no rule explains gets its last lines, and what is unusual against the good ones")
    func unexplained() async throws {
        var files: [String: String] = [:]
        var records: [String] = []
        for night in 1...3 {
            records.append(Self.record("h\(night)", day: night, status: "Completed"))
            files["logs/h\(night)/user_logs/std_log.txt"] = (1...40).map { "row \($0)\n" }.joined() + "wrote 40 rows\n"
        }
        records.append(Self.record("r1", day: 4, status: "Failed", minutes: 4))
        files["logs/r1/user_logs/std_log.txt"] = "row 1\nrow 2\nturning round\n"
        files["runs.json"] = "[\n" + records.joined(separator: ",\n") + "\n]\n"
        let run = try #require(try await report(files).runs.first { $0.run.id == "r1" })
        #expect(run.verdict == .failed)
        #expect(run.summary == "It failed, and no rule knows why; the last line of its log is “turning round”.")
        #expect(
            run.unknowns.prefix(3) == [
                "Why it failed is not known.",
                "Its log ends with “row 1”, “row 2”, “turning round” (`logs/r1/user_logs/std_log.txt`, line 3).",
                "Against the last good run of the step (h3): good runs end with “wrote 40 rows”; its log has 3 lines, theirs 41; "
                    + "it ran 4 min, they take 30 min.",
            ])
    }

    @Test("a step is the same under display names that the service makes up, and whichever record names its script")
    func stepKey() {
        func run(_ fill: (inout RunStatement) -> Void) -> Run {
            var statement = RunStatement(runID: "x")
            statement.experiment = "churn"
            fill(&statement)
            return Run(statements: [statement])
        }
        let first = run {
            $0.displayName = "polite_apple_7gh3"
            $0.command = "python src/train.py --night 3"
        }
        let second = run {
            $0.displayName = "sad_door_1"
            $0.script = "train.py"
        }
        #expect(first.stepKey == second.stepKey)
        #expect(first.stepKey != run { $0.script = "score.py" }.stepKey)
        #expect(run { $0.stepName = "train" }.stepKey != first.stepKey)
        #expect(run { $0.displayName = "nightly" }.stepKey == "churn\u{1F}nightly")
    }
}
