import Evidence
import Testing

@testable import Store

@Suite("Families")
struct FamilyTests {
    let folder: ScratchFolder
    let store: Store

    init() throws {
        folder = try ScratchFolder()
        store = try Store(path: folder.file("a.sqlite"))
    }

    @Test("a family holds the root first and each member's own evidence")
    func members() throws {
        try store.add("runs.json") {
            $0.statements = [
                statement("train", parent: "pipe") { $0.created = time(5) }, statement("prep", parent: "pipe") { $0.created = time(3) },
                statement("pipe") { $0.created = time(4) }, statement("other") { $0.created = time(1) },
            ]
        }
        try store.add("events.json") {
            $0.events = [
                event(.runStatus, 10, "Completed", run: "PREP", status: .completed),
                event(.runStatus, 2, "Running", run: "prep", status: .running),
            ]
        }
        for run in ["train", "prep"] {
            let path = "logs/\(run)/user_logs/std_log.txt"
            try store.add(path) { $0.logs = [log(path)] }
        }
        try store.add("copy/prep/user_logs/std_log.txt", content: "logs/prep/user_logs/std_log.txt") {
            $0.logs = [log("copy/prep/user_logs/std_log.txt")]
        }
        try store.refresh()
        #expect(try store.rootRunIDs() == ["other", "pipe"])
        let family = try store.family(rootRunID: "pipe")
        #expect(family.members.map(\.run.id) == ["pipe", "prep", "train"])
        #expect(
            family.members.map { $0.logs.map(\.source) } == [[], ["copy/prep/user_logs/std_log.txt"], ["logs/train/user_logs/std_log.txt"]])
        #expect(family.members[1].events.map(\.name) == ["Running", "Completed"])
        #expect(family.members.map { $0.run.rootRunID ?? "" } == ["pipe", "pipe", "pipe"])
        #expect(
            family.members[1].coverage.hasStatusEvents && family.members[1].coverage.hasUserLog && family.members[1].coverage.hasRunHistory)
        #expect(family.members[0].now == time(10))
    }

    @Test("a run that only diagnostics know has the status of its last event")
    func eventsOnly() throws {
        try store.add("events.json") {
            $0.events = [
                event(.runStatus, 2, "Running", run: "r", status: .running), event(.runStatus, 9, "Failed", run: "r", status: .failed),
                event(.runStatus, 1, "Queued", run: "r", status: .queued),
            ]
        }
        try store.refresh()
        let run = try store.family(rootRunID: "r").members[0].run
        #expect(run.status == .failed)
        #expect(run.created == time(1))
        #expect(run.started == time(2))
        #expect(run.ended == time(9))
        #expect(try store.family(rootRunID: "r").members[0].coverage.hasRunHistory == false)
    }

    @Test("a log that no record knows is a run of unknown status, until a record comes")
    func logsOnly() throws {
        try store.add("jobs/calm_frog_a1b2c3d4e5/user_logs/std_log.txt") {
            $0.logs = [log("jobs/calm_frog_a1b2c3d4e5/user_logs/std_log.txt")]
        }
        try store.refresh()
        #expect(try store.runSummaries().map(\.runID) == ["calm_frog_a1b2c3d4e5"])
        #expect(try store.family(rootRunID: "calm_frog_a1b2c3d4e5").members[0].run.status == .unknown)
        try store.add("runs.json") { $0.statements = [statement("calm_frog_a1b2c3d4e5", status: .failed)] }
        try store.refresh()
        let member = try store.family(rootRunID: "calm_frog_a1b2c3d4e5").members[0]
        #expect(member.run.status == .failed)
        #expect(member.logs.count == 1)
    }

    @Test("a parent that the export lacks still joins its steps")
    func missingParent() throws {
        try store.add("runs.json") {
            $0.statements = [statement("a", parent: "Gone"), statement("b") { $0.properties["azureml.pipelinerunid"] = "gone" }]
        }
        try store.refresh()
        #expect(try store.rootRunIDs().map(RunKey.of) == ["gone"])
        let root = try #require(try store.rootRunIDs().first)
        #expect(try store.family(rootRunID: root).members.map(\.run.id) == ["a", "b"])
        #expect(try store.rootRunID(of: "A").map(RunKey.of) == "gone")
    }

    @Test("a pipeline's graph names its steps")
    func graph() throws {
        try store.add("runs.json") {
            $0.statements = [
                statement("pipe") { $0.steps = [PipelineStep(id: "n1", name: "prep", runID: "child")] }, statement("child"),
            ]
        }
        try store.refresh()
        let family = try store.family(rootRunID: "pipe")
        #expect(family.members.map(\.run.id) == ["pipe", "child"])
        #expect(family.members[1].run.stepName == "prep")
    }

    @Test("compute events of the run's cluster within its life, and deletions of all around it")
    func compute() throws {
        try store.add("runs.json") { $0.statements = [statement("r") { $0.compute = "GPU-1" }] }
        try store.add("events.json") {
            $0.events = [
                event(.cluster, 5, "ClusterResized", compute: "gpu-1"), event(.cluster, -121, "too early", compute: "gpu-1"),
                event(.cluster, -119, "early enough", compute: "gpu-1"), event(.cluster, 71, "too late", compute: "gpu-1"),
                event(.activity, 6, "Microsoft.MachineLearningServices/workspaces/computes/delete", compute: "gpu-1"),
                event(.activity, 6, "Microsoft.MachineLearningServices/workspaces/computes/delete", compute: "gpu-2"),
                event(.activity, 7, "MICROSOFT.RESOURCES/SUBSCRIPTIONS/RESOURCEGROUPS/DELETE"),
            ]
        }
        try store.refresh()
        let member = try store.family(rootRunID: "r").members[0]
        #expect(
            member.computeEvents.map(\.name) == [
                "early enough", "ClusterResized", "Microsoft.MachineLearningServices/workspaces/computes/delete",
                "MICROSOFT.RESOURCES/SUBSCRIPTIONS/RESOURCEGROUPS/DELETE",
            ])
        #expect(member.coverage.activity == time(6)...time(7))
        #expect(member.coverage.cluster == time(-121)...time(71))
    }

    private func port(_ uri: String?) -> Port { Port(name: "model", uri: uri) }

    @Test("outputs are filled, empty or unknown by what the listings show")
    func outputs() throws {
        try store.add("runs.json") {
            $0.statements = [
                statement("filled") { $0.outputs = [port("azureml://datastores/ws/paths/azureml/${{name}}/model/")] },
                statement("empty") { $0.outputs = [port("azureml://datastores/ws/paths/azureml/empty/model/")] },
                statement("marker") { $0.outputs = [port(nil)] },
                statement("late") {
                    $0.outputs = [port(nil)]
                    $0.ended = time(500)
                },
                statement("elsewhere") { $0.outputs = [port("azureml://datastores/ws/paths/results/daily/")] },
            ]
        }
        try store.add("blobs.json") {
            $0.outputs = [
                blob("azureml/filled/model/a.bin", minutes: 12), blob("azureml/marker/model/", bytes: 0, minutes: 12),
                blob("azureml/marker/model/part", bytes: 0, minutes: 12),
            ]
        }
        try store.refresh()
        let contents = try ["filled", "empty", "marker", "late", "elsewhere"].map { run in
            try store.family(rootRunID: run).members[0].outputs.map(\.content)
        }
        #expect(contents == [[.filled], [.empty], [.empty], [.unknown], [.unknown]])
    }

    @Test("earlier runs of the same step are its history, newest first")
    func history() throws {
        try store.add("runs.json") {
            $0.statements = (0..<25).map { i in
                statement("r\(i)") {
                    $0.experiment = "e"
                    $0.stepName = "train"
                    $0.created = time(Double(i) * 100)
                    $0.started = time(Double(i) * 100 + 1)
                    $0.ended = time(Double(i) * 100 + 11)
                }
            }
        }
        try store.add("logs/r23/user_logs/std_log.txt") {
            var one = log("logs/r23/user_logs/std_log.txt", lines: 77)
            one.lastUserLine = LogLine(number: 77, offset: 0, time: nil, text: "done")
            $0.logs = [one]
        }
        try store.add("blobs.json") { $0.outputs = [blob("azureml/r23/model/a.bin", bytes: 42)] }
        try store.refresh()
        let history = try store.family(rootRunID: "r24").members[0].history
        #expect(history.map(\.runID) == (0...23).reversed().map { "r\($0)" })
        #expect(history[0].logLines == 77)
        #expect(history[0].lastUserLine == "done")
        #expect(history[0].outputBytes == 42)
        #expect(history[0].seconds == 600)
    }
}
