import Evidence

extension EventOutline: RowReadable {
    /// Of an event's JSON, whose members stand in the order of their keys: most of its bytes are the line that says it, and are passed over.
    init(from row: inout RowReader) throws(RowReader.Unlike) {
        try row.open()
        try row.skip("caller")
        compute = try row.stringIfThere("compute")
        try row.skip("correlationID")
        detail = try row.value("detail")
        try row.member("kind")
        kind = try row.word()
        try row.skip("message")
        try row.skip("name")
        try row.skip("nodeID")
        parentRunID = try row.stringIfThere("parentRunID")
        try row.skip("quote")
        try row.skip("result")
        rootRunID = try row.stringIfThere("rootRunID")
        runID = try row.stringIfThere("runID")
        try row.skip("stage")
        status = try row.wordIfThere("status")
        time = try row.timeIfThere("time")
        try row.close()
    }
}

extension EventOutline.Names: RowReadable {
    init(from row: inout RowReader) throws(RowReader.Unlike) {
        self.init()
        try row.open()
        while !row.isAtClose {
            if row.has("displayName") {
                displayName = try row.string()
            } else if row.has("experiment") {
                experiment = try row.string()
            } else if row.has("experimentName") {
                experimentName = try row.string()
            } else if row.has("jobName") {
                jobName = try row.string()
            } else {
                try row.skipMember()
            }
        }
        try row.close()
    }
}
