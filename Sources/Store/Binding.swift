import Evidence

/// A log or a code file that wants a run.
struct BindingSubject {
    enum Kind: String { case log, code }
    var sourceID: Int64
    var kind: Kind
    var number: Int
    var path: String
    /// The log holds what the user's code printed.
    var isUserOutput = false
    var forcedRun: String?
    var hints = BindingHints()
    /// Of a code file.
    var snapshotID: String?
    var module: String?
}

/// To which run a subject belongs, and what told so.
struct Binding: Hashable {
    enum Reason: String { case given, path, uuid, hint, listed, folder, snapshot, script, alone }
    var runKey: String
    var runID: String
    var reason: Reason
}

/// Decides to which runs logs and code files belong.
struct Binder {
    let index: BindingIndex

    /// One list of bindings for each subject, in their order. Logs always belong to a run, if need be to one of their own.
    func bind(_ subjects: [BindingSubject]) -> [[Binding]] {
        var result = subjects.map(bindToKnown)
        guard result.contains(where: \.isEmpty) else { return result }
        let groups = subjects.map { self.groups($0.path) }
        // User logs first: whether kernel messages beside them have one job to belong to is known only then.
        inherit(subjects, groups, &result) { $0.isUserOutput }
        nameOwnRuns(subjects, &result) { $0.isUserOutput }
        inherit(subjects, groups, &result) { !$0.isUserOutput }
        nameOwnRuns(subjects, &result) { !$0.isUserOutput }
        for i in subjects.indices where result[i].isEmpty && subjects[i].kind == .code { result[i] = bindByScript(subjects[i]) }
        return result
    }

    private func bindToKnown(_ subject: BindingSubject) -> [Binding] {
        if let given = subject.forcedRun ?? subject.hints.explicitRunID {
            return [binding(RunKey.of(given), spelled: given, .given)]
        }
        if subject.kind == .code {
            let runs = subject.snapshotID.map(index.runs(snapshot:)) ?? []
            let bySnapshot = runs.isEmpty ? index.runs(snapshotIn: subject.path) : runs
            if !bySnapshot.isEmpty { return bySnapshot.map { binding($0, .snapshot) } }
            return index.run(path: subject.path).map { [binding($0, .path)] } ?? []
        }
        let byUUID = Set(subject.hints.runUUIDs.compactMap(index.run(uuid:)))
        if let byPath = index.run(path: subject.path) {
            // A pipeline's download holds its steps' logs: the working folder then says which step wrote this one.
            if byUUID.count == 1, let only = byUUID.first, index.isBelow(only, byPath) { return [binding(only, .uuid)] }
            return [binding(byPath, .path)]
        }
        if let first = subject.hints.runUUIDs.lazy.compactMap(index.run(uuid:)).first { return [binding(first, .uuid)] }
        if let first = subject.hints.runIDs.lazy.map(RunKey.of).first(where: index.contains) { return [binding(first, .hint)] }
        if let listed = index.run(logFile: subject.path) { return [binding(listed, .listed)] }
        return []
    }

    /// What lies in a folder whose logs belong to exactly one run belongs to it too. A user's log in a folder without the known layout may
    /// well be another job's: it follows only what would share its name (`job.out` and `job.err`, the ranks of one job).
    private func inherit(
        _ subjects: [BindingSubject], _ groups: [Groups], _ result: inout [[Binding]], where isMeant: (BindingSubject) -> Bool
    ) {
        func group(of i: Int) -> String { subjects[i].kind == .log && subjects[i].isUserOutput ? groups[i].own : groups[i].all }
        let open = subjects.indices.filter { result[$0].isEmpty && isMeant(subjects[$0]) }
        let wanted = Set(open.map(group))
        var runs: [String: Set<Binding>] = [:]
        for i in subjects.indices where subjects[i].kind == .log {
            for one in result[i] where one.reason != .given {
                for group in [groups[i].all, groups[i].own] where wanted.contains(group) {
                    runs[group, default: []].insert(Binding(runKey: one.runKey, runID: one.runID, reason: .folder))
                }
            }
        }
        for i in open {
            let found = runs[group(of: i)] ?? []
            if Set(found.map(\.runKey)).count == 1 { result[i] = Array(found.sorted { $0.runID < $1.runID }.prefix(1)) }
        }
    }

    /// What a subject shares with others of its run.
    private struct Groups {
        /// The folder within which other logs share their run.
        var all: String
        /// The name under which user logs do.
        var own: String
    }

    private func groups(_ path: String) -> Groups {
        if let folder = PathParts.runFolder(of: path) { return Groups(all: "folder " + folder, own: "folder " + folder) }
        return Groups(all: "folder " + PathParts.folder(of: path), own: "name " + PathParts.ownRunName(of: path))
    }

    private func nameOwnRuns(_ subjects: [BindingSubject], _ result: inout [[Binding]], where isMeant: (BindingSubject) -> Bool) {
        let open = subjects.indices.filter { result[$0].isEmpty && subjects[$0].kind == .log && isMeant(subjects[$0]) }
            .sorted { subjects[$0].path < subjects[$1].path }
        // In a folder of the known layout one file's word is enough for all.
        var named: [String: String] = [:]
        for subject in subjects.filter({ $0.kind == .log && !$0.hints.runIDs.isEmpty }).sorted(by: { $0.path < $1.path }) {
            guard let folder = PathParts.runFolder(of: subject.path), named[folder] == nil else { continue }
            named[folder] = subject.hints.runIDs.first
        }
        for i in open {
            let byFolder = PathParts.runFolder(of: subjects[i].path).flatMap { named[$0] }
            let hint = byFolder ?? subjects[i].hints.runIDs.first
            let name = hint ?? PathParts.ownRunName(of: subjects[i].path)
            result[i] = [binding(RunKey.of(name), spelled: name, hint == nil ? .alone : .hint)]
        }
    }

    private func bindByScript(_ subject: BindingSubject) -> [Binding] {
        let name = PathParts.components(of: subject.module ?? subject.path).last ?? subject.path
        return index.runs(script: name).map { binding($0, .script) }
    }

    private func binding(_ key: String, spelled: String? = nil, _ reason: Binding.Reason) -> Binding {
        Binding(runKey: key, runID: index.contains(key) ? index.runID(key) : spelled ?? key, reason: reason)
    }
}
