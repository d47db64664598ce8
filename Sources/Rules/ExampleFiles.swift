import Evidence

/// Files of rule examples that recur: a run-history record, a log folder.
enum ExampleFiles {
    /// Where the examples' user log lies: below the id of the run it belongs to.
    static let log = "logs/r1/user_logs/std_log.txt"
    static let wrapper = "logs/r1/system_logs/lifecycler/execution-wrapper.log"

    /// A run-history record of run `r1`. `extra` is JSON text of further members, each with a comma before it.
    static func run(
        _ status: String, id: String = "r1", started: String = "2026-03-02T08:00:00Z", ended: String? = "2026-03-02T08:30:00Z",
        outputs: Bool = false,
        extra: String = ""
    ) -> String {
        var text = "[\n{\"runId\": \"\(id)\", \"target\": \"cpu-cluster\", \"status\": \"\(status)\",\n \"startTimeUtc\": \"\(started)\""
        if let ended { text += ", \"endTimeUtc\": \"\(ended)\"" }
        if outputs {
            text +=
                ",\n \"runDefinition\": {\"script\": \"train.py\", \"command\": \"python train.py\", \"outputData\": {\"model\": {\"outputLocation\":"
            text +=
                " {\"uri\": {\"path\": \"azureml://datastores/workspaceblobstore/paths/azureml/\(id)/model/\"}}, \"mechanism\": \"Mount\"}}}"
        }
        return text + extra + "}\n]\n"
    }

    /// What the runtime logs when the process ended with `code`.
    static func exited(_ code: Int, at time: String = "2026-03-02T08:29:58.000000Z") -> String {
        "\(time)  INFO Execution::wait_for_completion: execution_wrapper::execution: Gathered execution result for rank 0 process_rank=0"
            + " exit_code=\(code) stderr_path=Some(\"user_logs/std_log.txt\")\n"
    }

    /// A listing in which another run's output is filled and, if asked, this one's.
    static func listing(filled: Bool, at time: String = "2026-03-02T08:29:00+00:00") -> String {
        var rows = [blob("azureml/r0/model/model.pkl", bytes: 4_096, at: "2026-03-01T08:20:00+00:00")]
        if filled { rows.append(blob("azureml/r1/model/model.pkl", bytes: 4_096, at: time)) }
        rows.append(blob("azureml/r2/model/model.pkl", bytes: 4_096, at: "2026-03-03T08:20:00+00:00"))
        return "[\n" + rows.joined(separator: ",\n") + "\n]\n"
    }

    private static func blob(_ name: String, bytes: Int, at time: String) -> String {
        "{\"container\": \"azureml-blobstore\", \"name\": \"\(name)\", \"properties\": {\"contentLength\": \(bytes), \"lastModified\": \"\(time)\"}}"
    }
}
