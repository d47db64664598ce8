import Evidence
import Testing

@testable import Store

@Suite("Binding")
struct BindingTests {
    /// Runs that the table below knows.
    static let index = BindingIndex([
        entry("pipe_1", uuid: "0000000000000000000000000000000a"),
        entry(
            "step_a", parent: "pipe_1", uuid: "0000000000000000000000000000000b", names: ["prep data"], snapshot: "snap-1",
            script: "prep.py"),
        entry("step_b", parent: "pipe_1", uuid: "0000000000000000000000000000000c", names: ["train"], snapshot: "snap-1"),
        entry("exp_1612345678_1a2b3c4d", logFiles: ["azureml-logs/55_node-tvmps_ab_d.txt", "azureml-logs/70_driver_log.txt"]),
        entry("11111111-2222-3333-4444-555555555555", logFiles: ["azureml-logs/70_driver_log.txt"], command: "python src/train.py --x 1"),
    ])

    static func entry(
        _ id: String, parent: String? = nil, uuid: String? = nil, names: [String] = [], snapshot: String? = nil, logFiles: [String] = [],
        script: String? = nil, command: String? = nil
    ) -> BindingIndex.Entry {
        BindingIndex.Entry(
            key: RunKey.of(id), runID: id, parentKey: parent, runUUID: uuid, snapshotID: snapshot, script: script, command: command,
            names: names,
            logFiles: logFiles)
    }

    struct Row: Sendable {
        var path: String
        var ids: [String] = []
        var uuids: [String] = []
        var forced: String?
        var run: String
        var reason: Binding.Reason
    }

    static let rows: [Row] = [
        Row(path: "logs/step_a/user_logs/std_log.txt", run: "step_a", reason: .path),
        Row(path: "ExperimentRun/dcid.Step_B/azureml-logs/70_driver_log.txt", run: "step_b", reason: .path),
        Row(path: "exports/step_b.zip!user_logs/std_log.txt", run: "step_b", reason: .path),
        Row(path: "exports/step_b-diagnostics.zip!a/b.txt", run: "step_b", reason: .path),
        Row(path: "all.tar.zst!logs/step_b.7z!std_log.txt.xz", run: "step_b", reason: .path),
        Row(path: "nightly.zip!step_a/system_logs/x.log", run: "step_a", reason: .path),
        Row(path: "loose/exp_1612345678_1a2b3c4d_70_driver_log.txt.gz", run: "exp_1612345678_1a2b3c4d", reason: .path),
        Row(path: "logs/STEP_A.log", run: "step_a", reason: .path),
        Row(path: "x/std_log.txt", forced: "my-run", run: "my-run", reason: .given),
        Row(path: "logs/step_a/x.txt", forced: "PIPE_1", run: "pipe_1", reason: .given),
        Row(path: "pipe_1/train/user_logs/std_log.txt", run: "step_b", reason: .path),
        Row(path: "pipe_1/user_logs/std_log.txt", uuids: ["0000000000000000000000000000000b"], run: "step_a", reason: .uuid),
        Row(path: "step_b/user_logs/std_log.txt", uuids: ["0000000000000000000000000000000b"], run: "step_b", reason: .path),
        Row(path: "x/log.txt", uuids: ["0000000000000000000000000000000c"], run: "step_b", reason: .uuid),
        Row(path: "x/log.txt", uuids: ["11111111222233334444555555555555"], run: "11111111-2222-3333-4444-555555555555", reason: .uuid),
        Row(path: "x/log.txt", ids: ["unheard", "STEP_A"], run: "step_a", reason: .hint),
        Row(path: "azureml-logs/55_node-tvmps_ab_d.txt", run: "exp_1612345678_1a2b3c4d", reason: .listed),
        Row(path: "azureml-logs/70_driver_log.txt", run: "unnamed-run", reason: .alone),
        Row(path: "jobs/new/user_logs/std_log.txt.gz", run: "jobs/new", reason: .alone),
        Row(path: "jobs/new.tar.gz!user_logs/std_log.txt", run: "jobs/new", reason: .alone),
        Row(path: "jobs/calm_frog_a1b2c3d4e5.txz!user_logs/std_log.txt", run: "calm_frog_a1b2c3d4e5", reason: .alone),
        Row(path: "jobs.zip!new.log.bz2", run: "jobs/new", reason: .alone),
        Row(path: "jobs/calm_frog_a1b2c3d4e5/user_logs/std_log.txt", run: "calm_frog_a1b2c3d4e5", reason: .alone),
        Row(path: "dcid.other_run/logs/azureml/executionlogs.txt", run: "dcid.other_run", reason: .alone),
        Row(path: "jobs/new/user_logs/std_log.txt", ids: ["unheard"], run: "unheard", reason: .hint),
        Row(path: "cluster/slurm-4711.out", run: "cluster/slurm-4711", reason: .alone),
        Row(path: "cluster/job7/stdout.txt", run: "cluster/job7", reason: .alone),
        Row(path: "cluster/train_rank_3.log", run: "cluster", reason: .alone),
        Row(path: "cluster/nightly_rank3.log", run: "cluster/nightly", reason: .alone),
        Row(path: "console.log", run: "console", reason: .alone),
    ]

    @Test("a log finds its run", arguments: rows)
    func table(row: Row) {
        var subject = BindingSubject(sourceID: 1, kind: .log, number: 0, path: row.path, isUserOutput: true, forcedRun: row.forced)
        subject.hints.runIDs = row.ids
        subject.hints.runUUIDs = row.uuids
        let bound = Binder(index: BindingTests.index).bind([subject])
        #expect(bound == [[Binding(runKey: row.run.lowercased(), runID: row.run, reason: row.reason)]])
    }

    private func bind(_ subjects: [BindingSubject]) -> [[String]] {
        Binder(index: BindingTests.index).bind(subjects).map { $0.map(\.runID) }
    }

    private func user(_ path: String, ids: [String] = []) -> BindingSubject {
        var subject = BindingSubject(sourceID: 1, kind: .log, number: 0, path: path, isUserOutput: true)
        subject.hints.runIDs = ids
        return subject
    }

    private func system(_ path: String, ids: [String] = []) -> BindingSubject {
        var subject = user(path, ids: ids)
        subject.isUserOutput = false
        return subject
    }

    private func code(_ path: String, snapshot: String? = nil) -> BindingSubject {
        var subject = BindingSubject(sourceID: 2, kind: .code, number: 0, path: path)
        subject.snapshotID = snapshot
        subject.module = path
        return subject
    }

    @Test("in a run's folder one file's word is enough for all, in any order")
    func folderOfLayout() {
        let known = [user("j/user_logs/std_log.txt"), system("j/system_logs/data.log", ids: ["step_a"])]
        #expect(bind(known) == [["step_a"], ["step_a"]])
        #expect(bind(known.reversed()) == [["step_a"], ["step_a"]])
        let unknown = [user("j/user_logs/std_log.txt"), system("j/system_logs/data.log", ids: ["fresh"])]
        #expect(bind(unknown) == [["fresh"], ["fresh"]])
    }

    @Test("in a plain folder another job's log keeps to itself, kernel messages follow the only job")
    func plainFolder() {
        #expect(bind([user("d/one.log", ids: ["step_a"]), user("d/two.log"), system("d/dmesg.txt")]) == [["step_a"], ["d/two"], ["d"]])
        #expect(bind([user("d/one.log", ids: ["step_a"]), system("d/dmesg.txt")]) == [["step_a"], ["step_a"]])
        #expect(bind([user("d/one.out"), user("d/one.err"), system("d/dmesg.txt")]) == [["d/one"], ["d/one"], ["d/one"]])
    }

    @Test("code belongs to all runs of its snapshot, else to its folder's run, else to runs that start it")
    func codeFiles() {
        #expect(bind([code("snapshots/snap-1/prep.py")]) == [["step_a", "step_b"]])
        #expect(bind([code("a.py", snapshot: "SNAP-1")]) == [["step_a", "step_b"]])
        #expect(bind([code("code/snap-1.zip!prep.py")]) == [["step_a", "step_b"]])
        #expect(bind([code("code/step_b/prep.py")]) == [["step_b"]])
        #expect(bind([user("d/x.log"), code("d/x.py")]) == [["d/x"], ["d/x"]])
        #expect(bind([code("code/train.py")]) == [["11111111-2222-3333-4444-555555555555"]])
        #expect(bind([code("code/unknown.py")]) == [[]])
    }

    @Test("circles of parents end, and every member has the same root")
    func circles() {
        var one = RootResolver(parents: ["a": "b", "b": "c", "c": "a", "d": "c"], declaredRoots: [:])
        #expect(["a", "b", "c", "d"].map { one.root(of: $0) } == ["a", "a", "a", "a"])
        var two = RootResolver(parents: ["a": "b", "b": "c", "c": "a", "d": "c"], declaredRoots: [:])
        #expect(["d", "c", "b", "a"].map { two.root(of: $0) } == ["a", "a", "a", "a"])
        var missing = RootResolver(parents: ["child": "absent"], declaredRoots: ["child": "top"])
        #expect(missing.root(of: "child") == "top")
        var alone = RootResolver(parents: ["child": "absent", "x": "x"], declaredRoots: [:])
        #expect(alone.root(of: "child") == "absent")
        #expect(alone.root(of: "x") == "x")
    }
}
