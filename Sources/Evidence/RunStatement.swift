/// What one record of one source says about a run. A run is what all its statements say together (`Run`).
package struct RunStatement: Sendable, Codable {
    package var runID: String
    /// 32 hexadecimal digits or a dashed UUID; it names the working folder of the common runtime.
    package var runUUID: String?
    package var parentRunID: String?
    package var rootRunID: String?
    package var displayName: String?
    package var experiment: String?
    package var kind: RunKind?
    package var status: RunStatus?
    package var created: Timestamp?
    package var started: Timestamp?
    package var ended: Timestamp?
    /// Name of the compute target, without its ARM path.
    package var compute: String?
    package var error: RunError?
    package var inputs: [Port] = []
    package var outputs: [Port] = []
    package var command: String?
    package var script: String?
    /// Id of the code snapshot that ran.
    package var snapshotID: String?
    /// The limit after which the service cancels the run, in seconds.
    package var limitSeconds: Double?
    /// Relative paths of the logs that the run history lists.
    package var logFiles: [String] = []
    /// The run whose outputs this step reused; it then has no logs of its own.
    package var reusedRunID: String?
    /// Node id and name of the step in its pipeline's graph.
    package var nodeID: String?
    package var stepName: String?
    package var continueOnStepFailure: Bool?
    /// True where a non-zero exit code counts as success (`commandReturnCodeConfig.returnCode` = `ZeroOrGreater`).
    package var anyExitCodeSucceeds: Bool?
    /// Who submitted it, or who canceled it, as far as the record tells.
    package var submittedBy: String?
    package var cancelationReason: String?
    /// Of a pipeline: its steps and how data flows between them.
    package var steps: [PipelineStep] = []
    package var edges: [PipelineEdge] = []
    /// Other properties and tags worth keeping, text to text.
    package var properties: [String: String] = [:]
    /// The raw lines that carry single statements; keys as in `Citation`.
    package var citations: [Citation: Quote] = [:]

    package init(runID: String) {
        self.runID = runID
    }
}

/// Which statement of a record a quote carries.
package enum Citation: String, Sendable, Codable, CodingKeyRepresentable {
    case record, status, error, started, ended, limit, outputs
}

/// What kind of thing a run is.
package enum RunKind: String, Sendable, Codable {
    case pipeline, step, job, sweep, automl, child
}

/// Why the service says that a run failed.
package struct RunError: Hashable, Sendable, Codable {
    /// Outermost code: `UserError`, `SystemError`, `ServiceError` ...
    package var code: String?
    /// The codes within, outermost first.
    package var innerCodes: [String]
    package var message: String
    package var component: String?

    package init(code: String? = nil, innerCodes: [String] = [], message: String, component: String? = nil) {
        self.code = code
        self.innerCodes = innerCodes
        self.message = message
        self.component = component
    }
}

/// A declared input or output of a run.
package struct Port: Hashable, Sendable, Codable {
    package var name: String
    /// Where its data lie: a datastore URI, an asset id or a path.
    package var uri: String?
    package var mode: String?
    package var isFile: Bool
    /// `${{parent.jobs.X.outputs.Y}}` read as (X, Y).
    package var producer: PortReference?

    package init(name: String, uri: String? = nil, mode: String? = nil, isFile: Bool = false, producer: PortReference? = nil) {
        self.name = name
        self.uri = uri
        self.mode = mode
        self.isFile = isFile
        self.producer = producer
    }
}

/// An output of a step of the same pipeline.
package struct PortReference: Hashable, Sendable, Codable {
    package var step: String
    package var port: String

    package init(step: String, port: String) {
        self.step = step
        self.port = port
    }
}

/// A node of a pipeline's graph.
package struct PipelineStep: Hashable, Sendable, Codable {
    /// Node id in a v1 graph; the step's name in a v2 job.
    package var id: String
    package var name: String
    package var runID: String?
    package var compute: String?

    package init(id: String, name: String, runID: String? = nil, compute: String? = nil) {
        self.id = id
        self.name = name
        self.runID = runID
        self.compute = compute
    }
}

/// An edge of a pipeline's graph; steps by their ids.
package struct PipelineEdge: Hashable, Sendable, Codable {
    package var from: PortReference
    package var to: PortReference

    package init(from: PortReference, to: PortReference) {
        self.from = from
        self.to = to
    }
}
