import Evidence

/// Lines that the platform writes into the user's log: the v1 control script and its host tools, the container's shell.
///
/// Only known texts count. A time stamp makes no wrapper line: user code prints them in the same forms.
enum WrapperLines {
    /// Whether the line (without its line feed) was written by the platform, in a log of this role.
    static func contains(_ line: LineBytes, role: LogRole) -> Bool {
        switch role {
        case .driver: isControl(line) || isShell(line)
        case .user: isShell(line) || isSure(line, line.skipBlanks(0))
        default: false
        }
    }

    /// What the literal search looks for, so that only few lines are asked; every text below holds one of them.
    static let literals: [String] = [
        "context manager injector", "context_manager_injector.py", "Run History Context Manager", "Current directory:",
        "Preparing to call script", "After variable expansion, calling script", "Command=", "Command Working Directory=",
        "Starting Linux command", ". Finalizing run", "finished with return code", "Script type =", "daemon thread to refresh tokens",
        "Cleaning up all outstanding", "items cleaning up", "Cleanup took ", "Could not clean up all items", "Not exporting to RunHistory",
        "Stopped: ", "OriginalData: ", "FilteredData: ", "Writing error with error_code", "control script error", "wrapper cmd",
        "Wrapper cmd", "Process Exiting with Code", "App Insight", "of http call to", "http request", "Http call failed",
        "Request max attempts", "Request: POST /sendlogs", "JobInfoJson", "Send process info logs", "Version: ", ".go:",
        "experiment finalizing status", "experiment running status", "Exiting context: ", "Entering context: ",
        "no version information available", "mpirun version string", "MPI publisher", "Http request failed", "Response code ",
    ]

    /// Beginnings that are the wrapper's with a time stamp or without.
    private static let sure: [StaticString] = [
        "Entering context manager injector", "[context_manager_injector.py] Command line Options",
        "context_manager_injector.py Command line Options", "Entering Run History Context Manager", "Preparing to call script [",
        "After variable expansion, calling script [", "The experiment completed successfully. Finalizing run",
        "The experiment failed. Finalizing run", "The experiment failed with exit code",
        "The activity completed successfully. Finalizing run",
        "Starting the daemon thread to refresh tokens", "Cleaning up all outstanding Run operations, waiting",
        "Could not clean up all items!",
        "Finished context manager injector", "Writing error with error_code", "Could not parse control script error",
        "Failed to parse control script error", "Skipping parsing control script error", "Failed to run the wrapper cmd with err",
        "Wrapper cmd failed with err", "All App Insights Logs was sen", "Not exporting to RunHistory as the exporter",
        "Logging experiment finalizing status in history service", "Logging experiment running status in history service",
        "Script type = ", "Starting App Insight Logger for task", "Process Exiting with Code:",
    ]

    /// Beginnings that user code might print too: the wrapper's only behind its own time stamp.
    private static let stamped: [StaticString] = [
        "Current directory:", "Command=", "Command Working Directory=", "Starting Linux command", "Command finished with return code",
        "Got JobInfoJson from env", "Version: ", "Send process info logs to master server", "Sending http request",
        "Final http request try",
        "Request max attempts reached", "Retries exhausted. Http call failed", "Request: POST /sendlogs", "Exiting context: ",
        "Entering context: ", "mpirun version string:", "MPI publisher:", "Http request failed with status", "Response code ",
        "Succeeded to parse control script error",
    ]

    /// The SDK prints some of them into logs of today's jobs too.
    private static func isSure(_ line: LineBytes, _ start: Int) -> Bool {
        sure.contains { line.has($0, at: start) } || isCount(line, start)
    }

    private static func isControl(_ line: LineBytes) -> Bool {
        let start = line.skipBlanks(0)
        if isSure(line, start) || isHistoryLine(line, start) { return true }
        // `Current directory:  /mnt/...` stood without a stamp in 2020.
        if line.has("Current directory:", at: start) { return line.find("/LS_root/", in: start..<line.count) != nil }
        guard let (end, isGo) = controlStamp(line, start) else { return false }
        var at = line.skipBlanks(end)
        if let source = goSource(line, at), isGo { at = source }
        // `- INFO - __main__ - Exiting context: RunHistory`, the form of 2020.
        if line.has("- INFO - __main__ - ", at: at) { at += 20 }
        if line.has("Attempt ", at: at), line.find(" of http call to ", in: at..<min(line.count, at + 40)) != nil { return true }
        return at > end && sure.contains { line.has($0, at: at) } || stamped.contains { line.has($0, at: at) }
            || isGo && goSource(line, line.skipBlanks(end)) != nil
    }

    /// `[2021-04-03T14:17:58.226511]` of the control script, `2021/04/03 14:17:57` of the Go tools, `12/01/2020 23:51:00` of 2020.
    private static func controlStamp(_ line: LineBytes, _ start: Int) -> (end: Int, isGo: Bool)? {
        guard let found = TimestampParser.parse(line.bytes, from: start) else { return nil }
        let isBracketed = line.at(start) == UInt8(ascii: "[")
        let isGo = line.at(start + 4) == UInt8(ascii: "/")
        return isBracketed || isGo || line.at(start + 2) == UInt8(ascii: "/") ? (found.end, isGo) : nil
    }

    /// `logger.go:297: `
    private static func goSource(_ line: LineBytes, _ start: Int) -> Int? {
        var at = start
        while line.at(at).isWord || line.at(at) == UInt8(ascii: ".") { at += 1 }
        guard at > start + 3, line.has(".go:", at: at - 3) else { return nil }
        at += 1
        while line.at(at).isDigit { at += 1 }
        return line.at(at) == UInt8(ascii: ":") ? line.skipBlanks(at + 1) : nil
    }

    /// `2 items cleaning up...` and `Cleanup took 6.02 seconds`, whole lines.
    private static func isCount(_ line: LineBytes, _ start: Int) -> Bool {
        let end = line.trimmedEnd(start..<max(start, line.count)).upperBound
        if line.has("Cleanup took ", at: start) {
            return line.at(start + 13).isDigit && end >= start + 8 && line.has(" seconds", at: end - 8)
        }
        var at = start
        while line.at(at).isDigit { at += 1 }
        return at > start && line.has(" items cleaning up...", at: at)
    }

    /// The lines that follow `Not exporting to RunHistory`.
    private static func isHistoryLine(_ line: LineBytes, _ start: Int) -> Bool {
        let end = line.trimmedEnd(start..<max(start, line.count)).upperBound
        if line.has("Stopped: true", at: start) { return end == start + 13 }
        if line.has("Stopped: false", at: start) { return end == start + 14 }
        guard line.has("OriginalData: ", at: start) || line.has("FilteredData: ", at: start) else { return false }
        return (start + 14..<max(start + 14, end)).allSatisfy { line.at($0).isDigit || line.at($0) == UInt8(ascii: ".") }
    }

    /// `bash: /azureml-envs/.../libtinfo.so.6: no version information available (required by bash)`
    private static func isShell(_ line: LineBytes) -> Bool {
        guard let mark = line.find(": no version information available (required by ", in: 0..<line.count) else { return false }
        return line.find(".so", in: 0..<mark) != nil
    }
}
