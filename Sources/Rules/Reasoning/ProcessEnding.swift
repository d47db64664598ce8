package import Evidence

/// How the user's process ended, derived from exit codes and end markers before any rule speaks.
package struct ProcessEnding: Sendable {
    package enum State: Sendable {
        /// Ended with code 0, or a wrapper said that it succeeded.
        case succeeded
        /// Ended with another code.
        case failed
        /// A signal ended it.
        case killed
        /// Nothing says that it ended.
        case unknown
    }

    package let state: State
    /// The exit code as the shell would say it: 128 + n for signals.
    package let code: Int?
    /// The signal that ended the process, if one did.
    package let signal: Int?
    /// The line that says so.
    package let quote: Quote?
    package let source: SourceClass
    /// End markers of the wrapper, in order: the user's part is over.
    package let markers: [PatternHit]

    package init(dossier: Dossier) {
        let logs = dossier.logs
        let run = dossier.run
        markers = logs.flatMap { log in
            log.hits(where: ProcessEnding.markerPatterns.contains)
        }
        var statement =
            ProcessEnding.fromSystemLogs(logs) ?? ProcessEnding.fromDriver(logs) ?? ProcessEnding.fromError(run)
            ?? ProcessEnding.fromJobEvents(dossier.events) ?? ProcessEnding.fromUserText(logs)
        // A launcher that passes on a failure hides the signal that ended its child.
        let isPlain = statement.map { $0.code != 0 && ProcessEnding.normalized($0.code).signal == nil } ?? (run.status != .completed)
        if isPlain, let child = LaunchReport(logs).killedChild { statement = (child.code, child.signal, child.quote, .log) }
        if let statement {
            let (code, signal) = ProcessEnding.normalized(statement.code)
            self.code = code
            self.signal = signal ?? statement.signal
            quote = statement.quote
            source = statement.source
            state = self.signal != nil ? .killed : (code == 0 || run.anyExitCodeSucceeds == true ? .succeeded : .failed)
            return
        }
        code = nil
        signal = nil
        source = .log
        if let marker = markers.last(where: { $0.pattern == Pattern.experimentFailed.id }) {
            state = .failed
            quote = marker.quote
        } else if let marker = markers.last(where: { ProcessEnding.successPatterns.contains($0.pattern) }) {
            state = .succeeded
            quote = marker.quote
        } else {
            quote = nil
            state = .unknown
        }
    }

    private typealias Statement = (code: Int, signal: Int?, quote: Quote?, source: SourceClass)

    private static let markerPatterns: Set<String> = [
        Pattern.experimentSucceeded.id, Pattern.experimentFailed.id, Pattern.cleanupBegun.id, Pattern.cleanupDone.id,
        Pattern.jobReleased.id, Pattern.phaseCompleted.id, Pattern.processCompleted.id,
    ]
    private static let successPatterns: Set<String> = [Pattern.experimentSucceeded.id, Pattern.phaseCompleted.id]

    /// Exit codes that the runtime's own logs state; any rank that failed decides.
    private static func fromSystemLogs(_ logs: [LogEvidence]) -> Statement? {
        let hits = logs.filter { $0.role == .executionWrapper }.flatMap { $0.hits(of: Pattern.wrapperExitCode.id) }
        let codes = hits.compactMap { hit in hit.captures["code"].flatMap(Int.init).map { ($0, hit.quote) } }
        guard let decisive = codes.last(where: { $0.0 != 0 }) ?? codes.last else { return nil }
        return (decisive.0, nil, decisive.1, .system)
    }

    /// What the v1 wrapper states at the end of the driver log. The command's own code says more than the wrapper's.
    private static func fromDriver(_ logs: [LogEvidence]) -> Statement? {
        for pattern in [Pattern.commandReturnCode, Pattern.driverExitCode] {
            for log in logs where log.role == .driver {
                if let hit = log.hits(of: pattern.id).last, let code = hit.captures["code"].flatMap(Int.init) {
                    return (code, nil, hit.quote, .system)
                }
            }
        }
        return nil
    }

    private static func fromError(_ run: Run) -> Statement? {
        guard let error = run.error else { return nil }
        let markers = [
            "exited with status code", "exit_code\":", "exit_code\\\":", "failed with status code", "exit code:", "Exit code", "exit code",
        ]
        for marker in markers {
            if let code = TextScan.integer(after: marker, in: error.message) { return (code, nil, run.citations[.error], .history) }
        }
        return nil
    }

    private static func fromJobEvents(_ events: [Event]) -> Statement? {
        for event in events.reversed() where event.kind == .job {
            if let code = TextScan.integer(after: "exit code", in: event.message ?? "") { return (code, nil, event.quote, .diagnostics) }
        }
        return nil
    }

    /// What a shell or launcher printed into the user's own log near its end.
    private static func fromUserText(_ logs: [LogEvidence]) -> Statement? {
        for log in logs where log.role == .user || log.role == .system {
            let last = log.hits.last { hit in
                (hit.pattern == Pattern.shellSignal.id || hit.pattern == Pattern.statedExitCode.id)
                    && (hit.quote.location.line ?? 0) >= log.lineCount - nearEnd
            }
            guard let hit = last else { continue }
            if let what = hit.captures["what"] ?? hit.captures["bare"] {
                return (-signalNumber(of: what), signalNumber(of: what), hit.quote, .log)
            }
            if let code = hit.captures["code"].flatMap(Int.init) { return (code, nil, hit.quote, .log) }
        }
        return nil
    }

    /// A shell's word on a dead child stands within the last lines; what stands earlier was survived.
    private static let nearEnd = 40

    private static func signalNumber(of word: String) -> Int {
        switch word.lowercased() {
        case "killed": 9
        case "terminated": 15
        case "aborted": 6
        case "segmentation fault": 11
        case "bus error": 7
        case "illegal instruction": 4
        case "floating point exception": 8
        default: 9
        }
    }

    /// Maps the ways in which a signal shows as a code: −n (Python), 128 + n (shells), 256 − n (a launcher passed −n to `sys.exit`).
    static func normalized(_ code: Int) -> (code: Int, signal: Int?) {
        if code < 0, code >= -64 { return (128 - code, -code) }
        if let signal = [129, 130, 131, 132, 134, 135, 136, 137, 139, 141, 143].first(where: { $0 == code }) {
            return (code, signal - 128)
        }
        if [241, 245, 247, 250, 252].contains(code) { return (128 + 256 - code, 256 - code) }
        return (code, nil)
    }

    /// `SIGKILL` for 9 and so on.
    package static func signalName(_ signal: Int) -> String {
        switch signal {
        case 2: "SIGINT"
        case 3: "SIGQUIT"
        case 4: "SIGILL"
        case 6: "SIGABRT"
        case 7: "SIGBUS"
        case 8: "SIGFPE"
        case 9: "SIGKILL"
        case 11: "SIGSEGV"
        case 13: "SIGPIPE"
        case 15: "SIGTERM"
        default: "signal \(signal)"
        }
    }
}
