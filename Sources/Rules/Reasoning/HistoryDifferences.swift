import Evidence

/// What differs between a run and the last good run of the same step.
struct HistoryDifferences {
    struct Difference: Equatable {
        /// Part of a sentence: `the code (snapshot a to b)`.
        let text: String
        /// What a failure most often follows from comes first.
        let rank: Int
    }

    /// By rank, then text.
    let list: [Difference]

    private static let shortest = 60.0

    init(_ file: CaseFile) {
        guard let good = file.dossier.lastGood else {
            list = []
            return
        }
        let run = file.run
        var found: [Difference] = []
        func note(_ rank: Int, _ what: String, _ old: String?, _ new: String?) {
            guard let old, let new, old != new, !old.isEmpty, !new.isEmpty else { return }
            found.append(Difference(text: "\(what) (\(HistoryDifferences.shown(old)) to \(HistoryDifferences.shown(new)))", rank: rank))
        }
        let touchesCode = file.fatalTraceback?.decisive.frames.isEmpty == false
        note(touchesCode ? 0 : 3, "the code snapshot", good.snapshotID, run.snapshotID)
        note(1, "the script", good.script, run.script)
        for key in Set(good.properties.keys).intersection(run.properties.keys).sorted() where key.lowercased().contains("environment") {
            note(2, "the environment", good.properties[key], run.properties[key])
        }
        found += HistoryDifferences.inputs(good, run, made: Set(file.producers.map(\.input)))
        found += HistoryDifferences.arguments(file, good)
        let parameters = Set(good.properties.keys).union(run.properties.keys).filter { $0.hasPrefix("param.") }.sorted()
        for key in parameters {
            note(4, "the parameter \(key.dropFirst(6))", good.properties[key] ?? "unset", run.properties[key] ?? "unset")
        }
        // A step that runs here today and there tomorrow is used to it.
        let places = Set(file.dossier.history.filter { $0.status == .completed }.prefix(10).compactMap { $0.compute?.lowercased() })
        if places.count <= 1 {
            note(5, "the compute", good.compute, run.compute)
            note(5, "the node size", good.properties["vmSize"], run.properties["vmSize"])
            note(5, "the number of nodes", good.properties["instanceCount"], run.properties["instanceCount"])
        }
        let usual = file.dossier.history.filter { $0.status == .completed }.compactMap(\.seconds)
        if let seconds = run.seconds, run.status?.isTerminal == true, !usual.isEmpty {
            let middle = MetricStatistics.median(usual)
            // A run that broke off early, or dragged on: noise is far from a factor of three.
            if middle >= HistoryDifferences.shortest, seconds * 3 < middle || seconds > middle * 3 {
                found.append(
                    Difference(
                        text: "it ran \(readableDuration(seconds: seconds)), good runs take \(readableDuration(seconds: middle))", rank: 7))
            }
        }
        list = found.sorted { ($0.rank, $0.text) < ($1.rank, $1.text) }
    }

    private static func shown(_ text: String) -> String { String(text.prefix(80)) }

    /// Inputs by name. A path that differs in its digits alone is tonight's folder; a version that does is another version; what another
    /// step of the pipeline `made` lies elsewhere every time.
    private static func inputs(_ good: Run, _ run: Run, made: Set<String>) -> [Difference] {
        var found: [Difference] = []
        for input in run.inputs {
            guard let other = good.inputs.first(where: { $0.name == input.name }), let old = other.uri, let new = input.uri, old != new,
                input.producer == nil, !made.contains(input.name), !new.contains(run.id), !(run.rootRunID.map { new.contains($0) } ?? false)
            else { continue }
            let isVersion = new.hasPrefix("azureml:") && !new.contains("://")
            if !isVersion, TextScan.masked(old) == TextScan.masked(new) { continue }
            found.append(Difference(text: "the input \(input.name) (\(shown(old)) to \(shown(new)))", rank: 2))
        }
        return found
    }

    /// Words of the command. A place that differs among the good runs themselves differs every night.
    private static func arguments(_ file: CaseFile, _ good: Run) -> [Difference] {
        func words(_ command: String) -> [String] { command.prefix(2_000).split(whereSeparator: \.isWhitespace).map(String.init) }
        guard let new = file.run.command.map(words), let old = good.command.map(words), new != old else { return [] }
        let others = file.dossier.history.filter { $0.status == .completed }.prefix(6).compactMap { $0.command.map(words) }
        guard new.count == old.count else {
            let habit = Set(others.flatMap { $0 })
            let added = new.filter { !habit.contains($0) && !old.contains($0) && $0.hasPrefix("-") }
            let gone = old.filter { word in word.hasPrefix("-") && !new.contains(word) && others.allSatisfy { $0.contains(word) } }
            let parts = [
                added.isEmpty ? nil : "now with " + added.prefix(3).joined(separator: " "),
                gone.isEmpty ? nil : "without " + gone.prefix(3).joined(separator: " "),
            ].compactMap { $0 }
            return parts.isEmpty ? [] : [Difference(text: "the command (\(parts.joined(separator: ", ")))", rank: 3)]
        }
        var found: [Difference] = []
        for place in new.indices where new[place] != old[place] && new[place] != file.run.script {
            if TextScan.masked(new[place]) == TextScan.masked(old[place]), new[place].contains("/") { continue }
            let seen = Set(others.compactMap { $0.count == new.count ? $0[place] : nil })
            // Two good runs must agree before a difference from them means anything.
            guard seen.count == 1, others.count >= 2 || !new[place].contains(where: \.isNumber) else { continue }
            let option = place > 0 && new[place - 1].hasPrefix("-") ? new[place - 1] + " " : ""
            found.append(Difference(text: "the argument \(option)(\(shown(old[place])) to \(shown(new[place])))", rank: 3))
        }
        return found
    }
}
