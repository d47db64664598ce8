import Evidence

// Members are read in the order in which they are written, which is that of their keys.

extension Event: RowReadable {
    init(from row: inout RowReader) throws(RowReader.Unlike) {
        try row.open()
        let caller = try row.stringIfThere("caller")
        let compute = try row.stringIfThere("compute")
        let correlationID = try row.stringIfThere("correlationID")
        let detail = try row.texts("detail")
        try row.member("kind")
        let kind: EventKind = try row.word()
        let message = try row.stringIfThere("message")
        let name = try row.string("name")
        let nodeID = try row.stringIfThere("nodeID")
        let parentRunID = try row.stringIfThere("parentRunID")
        let quote: Quote = try row.value("quote")
        let result = try row.stringIfThere("result")
        let rootRunID = try row.stringIfThere("rootRunID")
        let runID = try row.stringIfThere("runID")
        let stage = try row.stringIfThere("stage")
        let status: RunStatus? = try row.wordIfThere("status")
        self.init(kind: kind, time: try row.timeIfThere("time"), name: name, quote: quote, detail: detail)
        try row.close()
        self.caller = caller
        self.compute = compute
        self.correlationID = correlationID
        self.message = message
        self.nodeID = nodeID
        self.parentRunID = parentRunID
        self.result = result
        self.rootRunID = rootRunID
        self.runID = runID
        self.stage = stage
        self.status = status
    }
}

extension PortReference: RowReadable {
    init(from row: inout RowReader) throws(RowReader.Unlike) {
        try row.open()
        let port = try row.string("port")
        self.init(step: try row.string("step"), port: port)
        try row.close()
    }
}

extension Port: RowReadable {
    init(from row: inout RowReader) throws(RowReader.Unlike) {
        try row.open()
        let isFile = try row.bool("isFile")
        let mode = try row.stringIfThere("mode")
        let name = try row.string("name")
        let producer: PortReference? = try row.valueIfThere("producer")
        self.init(name: name, uri: try row.stringIfThere("uri"), mode: mode, isFile: isFile, producer: producer)
        try row.close()
    }
}

extension RunStatement: RowReadable {
    init(from row: inout RowReader) throws(RowReader.Unlike) {
        // Its id stands behind most of it.
        self.init(runID: "")
        try row.open()
        anyExitCodeSucceeds = try row.boolIfThere("anyExitCodeSucceeds")
        cancelationReason = try row.stringIfThere("cancelationReason")
        try row.member("citations")
        for (key, quote) in try row.dictionary({ (row) throws(RowReader.Unlike) -> Quote in try row.value() }) {
            guard let citation = Citation(rawValue: key) else { throw RowReader.Unlike() }
            citations[citation] = quote
        }
        command = try row.stringIfThere("command")
        compute = try row.stringIfThere("compute")
        continueOnStepFailure = try row.boolIfThere("continueOnStepFailure")
        created = try row.timeIfThere("created")
        displayName = try row.stringIfThere("displayName")
        edges = try row.others("edges")
        ended = try row.timeIfThere("ended")
        error = try row.otherIfThere("error")
        experiment = try row.stringIfThere("experiment")
        inputs = try row.values("inputs")
        kind = try row.wordIfThere("kind")
        limitSeconds = try row.doubleIfThere("limitSeconds")
        logFiles = try row.strings("logFiles")
        nodeID = try row.stringIfThere("nodeID")
        outputs = try row.values("outputs")
        parentRunID = try row.stringIfThere("parentRunID")
        properties = try row.texts("properties")
        reusedRunID = try row.stringIfThere("reusedRunID")
        rootRunID = try row.stringIfThere("rootRunID")
        runID = try row.string("runID")
        runUUID = try row.stringIfThere("runUUID")
        script = try row.stringIfThere("script")
        snapshotID = try row.stringIfThere("snapshotID")
        started = try row.timeIfThere("started")
        status = try row.wordIfThere("status")
        stepName = try row.stringIfThere("stepName")
        steps = try row.others("steps")
        submittedBy = try row.stringIfThere("submittedBy")
        try row.close()
    }
}

extension OutputObject: RowReadable {
    init(from row: inout RowReader) throws(RowReader.Unlike) {
        try row.open()
        let bytes = Int64(try row.integer("bytes"))
        let container = try row.stringIfThere("container")
        let modified = try row.timeIfThere("modified")
        let path = try row.string("path")
        self.init(path: path, container: container, bytes: bytes, modified: modified, quote: try row.value("quote"))
        try row.close()
    }
}
