import Evidence
import Foundation
import Testing

@testable import Store

@Suite("Which families have to be looked at again")
struct StaleFamilyTests {
    private let folder: ScratchFolder
    private let store: Store

    /// A pipeline with a step, the same step a day later, another step on another cluster, and a run that goes on.
    init() throws {
        folder = try ScratchFolder()
        store = try Store(path: folder.file("s.sqlite"))
        try store.add("runs.json") { batch in
            batch.statements = [
                statement("pipe") { $0.kind = .pipeline },
                statement("fit", parent: "pipe", StaleFamilyTests.step("fit.py", on: "cpu", day: 0)),
                statement("fit-2", StaleFamilyTests.step("fit.py", on: "cpu", day: 1)),
                statement("load", StaleFamilyTests.step("load.py", on: "gpu", day: 1)),
                statement("open", status: .running) { run in
                    StaleFamilyTests.step("serve.py", on: "gpu", day: 1)(&run)
                    run.ended = nil
                },
            ]
        }
        try look(at: 2)
    }

    private static func step(_ script: String, on compute: String, day: Double) -> (inout RunStatement) -> Void {
        return { run in
            run.experiment = "nightly"
            run.script = script
            run.compute = compute
            run.outputs = [Port(name: "model", uri: "azureml://datastores/d/paths/out/\(run.runID)/")]
            run.created = time(day * 1_440)
            run.started = time(day * 1_440 + 1)
            run.ended = time(day * 1_440 + 10)
        }
    }

    /// As if the rules had been asked about all families on that day.
    private func look(at day: Double) throws {
        try store.refresh()
        var families: [DiagnosedFamily] = []
        let roots = try store.rootRunIDs()
        try store.families(rootRunIDs: roots, in: try store.familyContext(now: time(day * 1_440))) { loaded in
            families.append(DiagnosedFamily(rootRunID: loaded.family.rootRunID, findings: [], runs: [], places: loaded.places))
        }
        try store.replaceFindings(
            families, areAll: true, madeWith: "rules", now: time(day * 1_440), changes: try store.changes())
    }

    private func stale(at day: Double = 2) throws -> [String]? {
        try store.refresh()
        return try store.staleRootRunIDs(madeWith: "rules", now: time(day * 1_440))
    }

    private func event(_ kind: EventKind, _ name: String, compute: String?, minutes: Double) -> Event {
        var event = Event(kind: kind, time: time(minutes), name: name, quote: quote("events.json"))
        event.compute = compute
        return event
    }

    private func object(_ path: String, day: Double) -> OutputObject {
        OutputObject(path: path, bytes: 10, modified: time(day * 1_440), quote: quote("list.json"))
    }

    @Test("none, while nothing comes")
    func none() throws {
        #expect(try stale() == [])
        try store.add("other.log") { $0.problems = [] }
        #expect(try stale() == [])
    }

    @Test("a log's family, and the later runs of its step, whose baseline it is")
    func logs() throws {
        try store.add("logs/fit-2/std_log.txt") { $0.logs = [log("logs/fit-2/std_log.txt")] }
        #expect(try stale() == ["fit-2"])
        try look(at: 2)
        try store.add("logs/fit/std_log.txt") { $0.logs = [log("logs/fit/std_log.txt")] }
        #expect(try stale() == ["pipe", "fit-2"])
    }

    @Test("a new run, and who it stands before")
    func runs() throws {
        try store.add("more.json") { $0.statements = [statement("fit-1", StaleFamilyTests.step("fit.py", on: "cpu", day: 0.5))] }
        #expect(try stale() == ["fit-1", "fit-2"])
    }

    @Test("both families of a run that finds its parent")
    func parents() throws {
        try store.add("more.json") { batch in
            batch.statements = [statement("load", parent: "pipe", StaleFamilyTests.step("load.py", on: "gpu", day: 1))]
        }
        #expect(try stale() == ["pipe"])
    }

    @Test("those whose compute an event is about, while they ran")
    func platformEvents() throws {
        try store.add("events.json") { $0.events = [event(.node, "preempted", compute: "CPU", minutes: 5)] }
        #expect(try stale() == ["pipe"])
        try look(at: 2)
        try store.add("late.json") { $0.events = [event(.node, "preempted", compute: "gpu", minutes: 2_000)] }
        #expect(try stale() == ["open"])
        try look(at: 2)
        let delete = "Microsoft.MachineLearningServices/workspaces/delete"
        try store.add("gone.json") { $0.events = [event(.activity, delete, compute: nil, minutes: 1_445)] }
        #expect(try stale() == ["fit-2", "load", "open"])
    }

    @Test("those whose events are taken back")
    func vanished() throws {
        try store.add("events.json") { $0.events = [event(.cluster, "resize", compute: "cpu", minutes: 5)] }
        try look(at: 2)
        try store.add("events.json", content: "other") { $0.events = [event(.cluster, "resize", compute: "gpu", minutes: 9_000)] }
        #expect(try stale() == ["pipe", "open"])
    }

    @Test("those below whose outputs an object comes or goes")
    func objects() throws {
        try store.add("list.json") { $0.outputs = [object("out/load/model.bin", day: -1)] }
        #expect(try stale() == ["load"])
        try look(at: 2)
        try store.add("list.json", content: "again") { $0.outputs = [object("out/load/model.bin", day: -1)] }
        #expect(try stale() == [])
        try store.add("list.json", content: "third") { $0.outputs = [object("out/fit-2/model.bin", day: -1)] }
        #expect(try stale() == ["fit-2", "load"])
    }

    @Test("those that a listing covers now")
    func listings() throws {
        try store.add("list.json") { $0.outputs = [object("out/somebody/model.bin", day: 0.5)] }
        #expect(try stale() == ["pipe"])
    }

    @Test("runs that go on, once time does")
    func moments() throws {
        #expect(try stale(at: 3) == ["open"])
    }
}
