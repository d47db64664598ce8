/// A job, pipeline run, step or child run: what all statements about it say together.
///
/// Single fields are read through to `merged`; the statements themselves stay, because they may contradict each other.
@dynamicMemberLookup
package struct Run: Sendable, Codable {
    package var merged: RunStatement
    package var statements: [RunStatement]

    /// Merges statements about one run. At least one is needed.
    ///
    /// A statement that knows a later status wins over one that knows an earlier one (exports are taken at different times); what the winner
    /// does not say is taken from the next. The order in which the statements were read does not matter.
    package init(statements: [RunStatement]) {
        precondition(!statements.isEmpty, "a run needs a statement")
        let ordered = statements.sorted { Run.order($0) < Run.order($1) }
        self.statements = ordered
        merged = ordered[0]
        for other in ordered.dropFirst() { merged.fill(from: other) }
    }

    package subscript<Value>(dynamicMember path: KeyPath<RunStatement, Value>) -> Value {
        merged[keyPath: path]
    }

    // What is asked for most often, without the way over a key path.
    package var status: RunStatus? { merged.status }
    package var kind: RunKind? { merged.kind }
    package var created: Timestamp? { merged.created }
    package var started: Timestamp? { merged.started }
    package var ended: Timestamp? { merged.ended }
    package var error: RunError? { merged.error }
    package var parentRunID: String? { merged.parentRunID }
    package var inputs: [Port] { merged.inputs }
    package var outputs: [Port] { merged.outputs }
    package var citations: [Citation: Quote] { merged.citations }

    /// The run without the single statements and the lines that carry them: what a report of a whole store can hold in memory.
    package var withoutQuotes: Run {
        var brief = merged
        brief.citations = [:]
        return Run(statements: [brief])
    }

    package var id: String { merged.runID }

    /// Seconds from start to end, where both are known.
    package var seconds: Double? {
        guard let started = merged.started, let ended = merged.ended else { return nil }
        return ended.seconds(since: started)
    }

    /// What a person calls it.
    package var label: String {
        merged.displayName ?? merged.stepName ?? merged.script ?? merged.runID
    }

    /// Names the step across runs: the same step tomorrow has the same key.
    ///
    /// The script comes before the display name, which the service makes up anew for every job that is given none.
    package var stepKey: String {
        let experiment = merged.experiment ?? merged.properties["mlflow.experimentId"] ?? ""
        return experiment + "\u{1F}" + (merged.stepName ?? scriptName ?? merged.displayName ?? merged.command ?? "")
    }

    /// File name of the script, which some records name by itself and others in the command only.
    private var scriptName: String? {
        func name(_ path: Substring) -> String { String(path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? path) }
        if let script = merged.script, !script.isEmpty { return name(script[...]) }
        guard let command = merged.command else { return nil }
        let words = command.prefix(2_000).split(whereSeparator: { $0.isWhitespace || "\"';&|".contains($0) })
        return words.first { word in [".py", ".sh", ".R", ".r", ".ipynb"].contains { word.hasSuffix($0) } }.map(name)
    }

    private static func order(_ s: RunStatement) -> (Int, Int64, String, Int) {
        let cited = s.citations[.record]?.location
        return (
            -(s.status?.rank ?? -1), -(s.ended?.microseconds ?? s.started?.microseconds ?? s.created?.microseconds ?? 0),
            cited?.source ?? "", cited?.line ?? 0
        )
    }
}

extension RunStatement {
    /// Takes from `other` what this statement does not say.
    package mutating func fill(from other: RunStatement) {
        runUUID = runUUID ?? other.runUUID
        parentRunID = parentRunID ?? other.parentRunID
        rootRunID = rootRunID ?? other.rootRunID
        displayName = displayName ?? other.displayName
        experiment = experiment ?? other.experiment
        kind = kind ?? other.kind
        status = status ?? other.status
        created = created ?? other.created
        started = started ?? other.started
        ended = ended ?? other.ended
        compute = compute ?? other.compute
        error = error ?? other.error
        fillPorts(&inputs, from: other.inputs)
        fillPorts(&outputs, from: other.outputs)
        command = command ?? other.command
        script = script ?? other.script
        snapshotID = snapshotID ?? other.snapshotID
        limitSeconds = limitSeconds ?? other.limitSeconds
        if logFiles.isEmpty { logFiles = other.logFiles }
        reusedRunID = reusedRunID ?? other.reusedRunID
        nodeID = nodeID ?? other.nodeID
        stepName = stepName ?? other.stepName
        continueOnStepFailure = continueOnStepFailure ?? other.continueOnStepFailure
        anyExitCodeSucceeds = anyExitCodeSucceeds ?? other.anyExitCodeSucceeds
        submittedBy = submittedBy ?? other.submittedBy
        cancelationReason = cancelationReason ?? other.cancelationReason
        if steps.isEmpty { steps = other.steps }
        if edges.isEmpty { edges = other.edges }
        properties.merge(other.properties) { mine, _ in mine }
        citations.merge(other.citations) { mine, _ in mine }
    }

    private func fillPorts(_ mine: inout [Port], from others: [Port]) {
        for other in others {
            if let at = mine.firstIndex(where: { $0.name == other.name }) {
                mine[at].uri = mine[at].uri ?? other.uri
                mine[at].mode = mine[at].mode ?? other.mode
                mine[at].producer = mine[at].producer ?? other.producer
            } else {
                mine.append(other)
            }
        }
    }
}
