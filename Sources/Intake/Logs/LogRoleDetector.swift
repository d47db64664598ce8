import Evidence

/// Tells who wrote a log: by its first 64 KiB, and by its name only where those are silent.
enum LogRoleDetector {
    static let headBytes = 65_536

    static func detect(_ head: UnsafeRawBufferPointer, path: String) -> LogRole {
        let line = LineBytes(UnsafeRawBufferPointer(rebasing: head.prefix(headBytes)))
        if let told = byContent(line) { return told }
        return byName(path, isSilent: line.count < 256)
    }

    private static func byContent(_ head: LineBytes) -> LogRole? {
        let all = 0..<head.count
        func has(_ text: StaticString) -> Bool { head.find(text, in: all) != nil }

        let start = firstLine(head)
        if head.has("<START>[", at: start) || head.has("\"<START>[", at: start) { return .sweepController }
        if head.at(start) == UInt8(ascii: "{"), let end = head.first(.newline, in: start..<head.count) ?? Optional(head.count),
            head.find("\"process_name\"", in: start..<end) != nil
        {
            return .processStatus
        }
        if isRustRecord(head, start) { return rustRole(head) }
        if isPythonRecord(head, start) {
            return has("data_capability") || has("DataCapability") || has("[CapabilitySession]") || has("MountSession")
                || has("UploadSession") || has("rslex") ? .dataCapability : .otherCapability
        }
        // It quotes the preparation's and the release's lines, hence before them.
        if has("Starting output-watcher") || has("Mounting job level file systems") || has("Copy ACR Details file") { return .nodeSetup }
        if has("Entering context manager injector") || has("context_manager_injector.py") && has("Command line Options") { return .driver }
        if has("Entering job preparation") || has("Starting job preparation") { return .jobPreparation }
        if has("Entering job release") || has("Starting job release") { return .jobRelease }
        // Host tools write these two into the logs above as well.
        if has("Process Exiting with Code:") || has("Starting App Insight Logger for task")
            || has("The experiment completed successfully. Fin")
            || has("The experiment failed. Finalizing run")
        {
            return .driver
        }
        if isStepRecord(head, start) {
            if has("Job failed, job RunId is") || has("Job failed,job RunId") { return .stepErrors }
            if has("Execution status: ") || has("Submitting ") && has("first five are") || has("job runstatus is ")
                || has("Execution Service") || has("ReuseHash:") || has("Completing processing run id") || has("Job finished, job RunId")
                || has("ParentRunId:[")
            {
                return .stepExecution
            }
        }
        if has("acb_home_volume") || has("acb_step_") || has("Downloading source code...") && has("Using ") && has("home volume")
            || has("Launching container with name: acb")
        {
            return .imageBuild
        }
        if isKernelRecord(head, start) { return .system }
        return nil
    }

    /// Start of the first line that holds more than white space.
    private static func firstLine(_ head: LineBytes) -> Int {
        var at = head.has("\u{FEFF}", at: 0) ? 3 : 0
        while at < head.count, head.at(at) <= 32 { at += 1 }
        return at
    }

    /// `2026-02-01T19:54:04.113865Z  INFO `: the tracing format of the runtime's Rust services.
    private static func isRustRecord(_ head: LineBytes, _ start: Int) -> Bool {
        guard let stamp = TimestampParser.parse(head.bytes, from: start), stamp.hasZone, head.at(start + 10) == UInt8(ascii: "T"),
            head.at(stamp.end) == 32
        else { return false }
        let level = head.skipBlanks(stamp.end)
        return ["INFO ", "WARN ", "ERROR ", "DEBUG ", "TRACE "].contains { (word: StaticString) in head.has(word, at: level) }
    }

    /// The service whose module paths stand there most often; each mentions the others now and then.
    private static func rustRole(_ head: LineBytes) -> LogRole? {
        let services: [(StaticString, LogRole)] = [
            ("execution_wrapper", .executionWrapper), ("lifecycler::", .lifecycler), ("hosttools", .hostTools),
            ("vm_bootstrapper", .nodeSetup), ("data_capability", .dataCapability), ("rslex", .dataCapability),
            ("metrics_capability", .otherCapability), ("snapshot_capability", .otherCapability), ("cs_capability", .otherCapability),
        ]
        var best: (count: Int, role: LogRole)?
        for (text, role) in services {
            var count = 0
            var from = 0
            while let hit = head.find(text, in: from..<head.count) {
                count += 1
                from = hit + 1
            }
            if count > (best?.count ?? 0) { best = (count, role) }
        }
        return best?.role
    }

    /// `INFO 2026-02-01 19:54:05,919 initializer.py:55 [14] - `
    private static func isPythonRecord(_ head: LineBytes, _ start: Int) -> Bool {
        for word in ["INFO ", "WARNING ", "ERROR ", "DEBUG ", "CRITICAL "] as [StaticString] where head.has(word, at: start) {
            guard let stamp = TimestampParser.parse(head.bytes, from: start + word.utf8CodeUnitCount) else { return false }
            let end = min(head.count, stamp.end + 120)
            guard let source = head.find(".py:", in: stamp.end..<max(stamp.end, end)) else { return false }
            return head.find("] - ", in: source..<end) != nil
        }
        return false
    }

    /// `[2026-02-01 19:53:42Z] `
    private static func isStepRecord(_ head: LineBytes, _ start: Int) -> Bool {
        head.at(start) == UInt8(ascii: "[") && TimestampParser.parse(head.bytes, from: start)?.hasZone == true
    }

    /// `[12345.678901] ` of the kernel's ring, or a py-spy dump.
    private static func isKernelRecord(_ head: LineBytes, _ start: Int) -> Bool {
        if head.has("Process ", at: start), head.find(" (idle): \"", in: start..<head.count) != nil { return true }
        guard head.at(start) == UInt8(ascii: "[") else { return false }
        var at = head.skipBlanks(start + 1)
        guard LinePrefix.digits(head, &at, most: 8) != nil, head.at(at) == UInt8(ascii: ".") else { return false }
        at += 1
        return LinePrefix.digits(head, &at, most: 6) != nil && head.at(at) == UInt8(ascii: "]")
    }

    /// The file's name speaks where the content does not; a system log's name counts for a (nearly) empty file only.
    private static func byName(_ path: String, isSilent: Bool) -> LogRole {
        let name = (path.split(whereSeparator: { $0 == "/" || $0 == "!" || $0 == "\\" }).last.map(String.init) ?? path).lowercased()
        if name.contains("driver_log") { return .driver }
        guard isSilent else { return .user }
        let known: [(String, LogRole)] = [
            ("executionlogs", .stepExecution), ("stdoutlogs", .stepExecution), ("stderrlogs", .stepErrors),
            ("execution-wrapper", .executionWrapper),
            ("lifecycler", .lifecycler), ("hosttools", .hostTools), ("data-capability", .dataCapability), ("capability", .otherCapability),
            ("rslex", .dataCapability), ("job_prep", .jobPreparation), ("job_post", .jobRelease), ("job_release", .jobRelease),
            ("azureml-execution", .nodeSetup), ("batchai_execution", .nodeSetup), ("vm-bootstrapper", .nodeSetup),
            ("image_build", .imageBuild), ("process_status", .processStatus), ("process_info", .processStatus),
            ("hyperdrive", .sweepController),
        ]
        return known.first { name.contains($0.0) }?.1 ?? .user
    }

    /// The rank that a file name gives: `std_log_process_03.txt`, `70_driver_log_2.txt`, `log_rank_1.txt`.
    static func rank(ofPath path: String) -> Int? {
        let name = (path.split(whereSeparator: { $0 == "/" || $0 == "!" || $0 == "\\" }).last.map(String.init) ?? path).lowercased()
        for marker in ["process_", "process-", "rank_", "rank-", "rank", "worker_", "worker-", "driver_log_", "driver_log-"] {
            guard let range = name.firstRange(ofText: marker) else { continue }
            let digits = name[range.upperBound...].prefix { $0.isASCII && $0.isNumber }
            if !digits.isEmpty, digits.count <= 5, let rank = Int(digits) { return rank }
        }
        return nil
    }
}

extension String {
    /// The first occurrence of `text`.
    fileprivate func firstRange(ofText text: String) -> Range<String.Index>? {
        var at = startIndex
        while at < endIndex {
            if self[at...].hasPrefix(text) { return at..<index(at, offsetBy: text.count) }
            at = index(after: at)
        }
        return nil
    }
}
