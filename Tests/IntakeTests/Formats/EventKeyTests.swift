import Evidence
import Testing

@testable import Intake

@Suite("One record through several exports")
struct EventKeyTests {
    private static func events(_ id: String, _ name: String, _ kind: EventKind) throws -> [Event] {
        let format = try #require(FormatCatalogue.all.first { $0.id == id })
        let batch = try FormatFixtures.decode(FormatFixtures.bytes(of: id, name), as: format, name: name)
        return batch.events.filter { $0.kind == kind }
    }

    @Test("is one status change, from the command line, REST, the SDK, AzureDiagnostics and a storage blob")
    func statusChange() throws {
        let found = try [
            Self.events("log-analytics", "cli.json", .runStatus).first, Self.events("log-analytics", "rest.json", .runStatus).first,
            Self.events("log-analytics", "sdk.txt", .runStatus).first,
            Self.events("log-analytics", "azure-diagnostics.json", .runStatus).first,
            Self.events("diagnostics-records", "PT1H.jsonl", .runStatus).first,
        ].compactMap { $0 }
        #expect(found.count == 5)
        #expect(Set(found.map(\.key)).count == 1)
        #expect(found.map(\.runID) == Array(repeating: "brave_fig_0a1b2c3d4e", count: 5))
        #expect(found.map(\.status) == Array(repeating: .finalizing, count: 5))
    }

    @Test("is one resize of a cluster, with its counts under the same names")
    func clusterResize() throws {
        let found = try [
            Self.events("log-analytics", "cli.json", .cluster), Self.events("log-analytics", "azure-diagnostics.json", .cluster),
            Self.events("diagnostics-records", "PT1H.jsonl", .cluster),
        ].compactMap(\.first)
        #expect(Set(found.map(\.key)).count == 1)
        let expected = ["currentNodeCount": "2", "targetNodeCount": "0", "preemptedNodeCount": "1", "isResizeGrow": "false"]
        for event in found {
            #expect(event.detail.filter { expected[$0.key] != nil } == expected)
            #expect(event.compute == "gpu-cluster")
        }
        #expect(found.count == 3)
    }

    @Test("is one failure of a job")
    func jobFailure() throws {
        let found = try [
            Self.events("log-analytics", "cli.json", .job), Self.events("diagnostics-records", "PT1H.jsonl", .job),
        ].compactMap(\.first)
        #expect(found.count == 2)
        #expect(Set(found.map(\.key)).count == 1)
    }

    @Test("is one allocation of a node")
    func nodeAllocation() throws {
        let found = try [
            Self.events("log-analytics", "rest.json", .node), Self.events("diagnostics-records", "PT1H.jsonl", .node),
        ].compactMap(\.first)
        #expect(found.count == 2)
        #expect(Set(found.map(\.key)).count == 1)
    }

    @Test("is one deletion of a compute target, whichever words the export has for its result")
    func computeDeletion() throws {
        let found = try [
            Self.events("activity-log", "list.json", .activity), Self.events("diagnostics-records", "PT1H.jsonl", .activity),
            Self.events("log-analytics", "cli.json", .activity),
        ].compactMap(\.first)
        #expect(Set(found.map(\.key)).count == 1)
        #expect(found.map(\.compute) == ["cpu-cluster", "cpu-cluster", "cpu-cluster"])
        #expect(found.map(\.caller) == Array(repeating: "someone@example.org", count: 3))
    }

    @Test("is one update of a pipeline's stage")
    func stageUpdate() throws {
        let found = try [
            Self.events("log-analytics", "azure-diagnostics.json", .stage), Self.events("diagnostics-records", "event-hub.json", .stage),
        ].compactMap(\.first)
        #expect(found.count == 2)
        #expect(Set(found.map(\.key)).count == 1)
        #expect(found.map(\.message) == ["KeyError: 'price'", "KeyError: 'price'"])
    }

    @Test("stays two events where a status came twice")
    func twoMoments() throws {
        let all = try Self.events("log-analytics", "azure-diagnostics.json", .stage)
        #expect(Set(all.map(\.key)).count == all.count)
    }
}
