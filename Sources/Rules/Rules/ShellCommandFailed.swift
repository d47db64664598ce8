import Evidence

extension Rule {
    /// A command of a shell line failed, or was not there at all.
    package static let shellCommandFailed = Rule(
        id: "shell-command-failed", category: .prematureExit, kind: .cause, severity: .error,
        title: "A shell command failed or was missing",
        why: """
            The shell says that a command was not found, or that it could not open what it was given. As the last command of the line it ends \
            the run with code 127, 126, 2 or 1. Inside `a; b`, before a pipe or in front of `|| true` its code is lost: the run is then \
            recorded as Completed although a part of it never ran.
            """,
        harmless: [
            "Probes that are expected to fail on some nodes: `nvidia-smi`, `lscpu`, `command -v`.",
            "A complaint of the shell behind which the script worked on and died of something else.",
        ],
        remedy: [
            "Install the tool in the environment, or correct its name and path.",
            "Run the line with `bash -euo pipefail -c '…'` and join commands with `&&`, so that no failure is lost.",
        ],
        alert: .failedJobs, prior: 66, explains: ["explicit-exit", "declared-output-empty", "premature-exit-success"],
        needs: [.userLog], patterns: [.commandNotFound, .commandRefused],
        examples: [
            RuleExample(
                "a missing interpreter ends the run",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(127),
                    ExampleFiles.log: "preparing\n/bin/bash: line 1: Rscript: command not found\n",
                ],
                expectation: .finds(title: "The command Rscript was not found", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "the script's file is not where the command looks for it",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(2),
                    ExampleFiles.log: "python: can't open file '/wd/trian.py': [Errno 2] No such file or directory\n",
                ],
                expectation: .finds(
                    title: "A shell command failed: python: can't open file '/wd/trian.py': [Errno 2] No such file or directory",
                    source: ExampleFiles.log, line: 1)),
            RuleExample(
                "a missing tool whose failure was lost, and an empty output",
                files: [
                    "run.json": ExampleFiles.run("Completed", outputs: true), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    "outputs.json": ExampleFiles.listing(filled: false),
                    ExampleFiles.log: "sh: 1: azcopy: not found\nall steps finished\n",
                ],
                expectation: .finds(
                    title: "The command azcopy was not found, and the run went on; the output 'model' is empty", source: ExampleFiles.log,
                    line: 1)),
            RuleExample(
                "a probe for a graphics card",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log: "/bin/sh: 1: nvidia-smi: not found\nno GPU here, the CPU will do\ndone\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "a complaint, then an exception that ended the script, with the log cut behind it", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log:
                        "cp: cannot stat 'old/a.bin': No such file or directory\nTraceback (most recent call last):\n  File \"t.py\", line 3, in <module>\n    1 / 0\nZeroDivisionError: division by zero",
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            let missing = file.userHits(.commandNotFound).filter { !isProbe($0) }
            if file.status == .completed || (file.status == nil && file.ending.state == .succeeded) { return masked(missing, file) }
            guard file.fatalTraceback == nil, file.ending.state == .failed || file.status == .failed, file.status != .canceled else {
                return []
            }
            guard file.ending.state != .killed, let last = file.lastLine else { return [] }
            let code = file.ending.code
            // A shell's last words stand at the end; with its own exit codes for them they may stand anywhere.
            let isOwnCode = code == 127 || code == 126
            let candidates = (missing + file.userHits(.commandRefused)).filter { hit in
                isOwnCode || (hit.quote.location.line ?? 0) >= last.line.number - reach
            }
            let ordered = candidates.sorted { ($0.quote.location.line ?? 0) < ($1.quote.location.line ?? 0) }
            guard let hit = ordered.last(where: { code != 127 || $0.pattern == Pattern.commandNotFound.id }) ?? ordered.last else {
                return []
            }
            var weights = Weights()
            weights.add(.log, isOwnCode ? 0.9 : 0.7)
            if file.status == .failed { weights.add(.history, 0.5) }
            if file.ending.state == .failed { weights.add(file.ending.source == .log ? .history : file.ending.source, 0.6) }
            return [
                Conclusion(
                    mechanism: TextScan.masked(hit.text), confidence: weights.confidence(), title: title(of: hit),
                    explanation: "The shell printed the line quoted"
                        + (code.map { ", and the command line ended with code \($0)." } ?? ", and the run failed."),
                    evidence: [hit.quote] + ordered.filter { $0.quote != hit.quote }.suffix(3).map(\.quote)
                        + [file.ending.quote].compactMap { $0 },
                    effectiveTime: hit.quote.time)
            ]
        })

    /// So many lines from the end a shell's complaint is still its farewell: a trap or a usage text may follow.
    private static let reach = 6

    /// The run says that it went well, although a command was not there.
    private static func masked(_ missing: [PatternHit], _ file: CaseFile) -> [Conclusion] {
        guard let hit = missing.first else { return [] }
        let empty = file.emptyOutputs.map(\.port.name)
        var weights = Weights()
        weights.add(.log, 0.7)
        if !empty.isEmpty { weights.add(.history, 0.6) }
        let isAlone = !file.dossier.outputs.isEmpty && file.dossier.outputs.allSatisfy { $0.content == .filled }
        // Whatever the command was for, the outputs are there.
        if isAlone { return [] }
        let tail = empty.isEmpty ? "" : "; \(OutputWords.clause(empty)) empty"
        return [
            Conclusion(
                mechanism: TextScan.masked(hit.text), severity: empty.isEmpty ? .warning : .critical,
                confidence: weights.confidence(textOnly: empty.isEmpty), title: "\(title(of: hit)), and the run went on\(tail)",
                explanation: "The shell did not find the command, and its exit code was lost: the run is recorded as a success.",
                evidence: [hit.quote, file.ending.quote, file.statusQuote].compactMap { $0 },
                effectiveTime: hit.quote.time)
        ]
    }

    private static func tool(of hit: PatternHit) -> String? {
        ["tool", "zsh", "env", "cmd"].lazy.compactMap { hit.captures[$0] }.first { !$0.isEmpty }
    }

    private static func title(of hit: PatternHit) -> String {
        if let tool = tool(of: hit) { return "The command \(tool) was not found" }
        return "A shell command failed: \(hit.text.prefix(140))"
    }

    /// Tools that scripts ask for only to see what the node is.
    private static func isProbe(_ hit: PatternHit) -> Bool {
        guard let tool = tool(of: hit) else { return false }
        return [
            "nvidia-smi", "rocm-smi", "nvcc", "gpustat", "lscpu", "lspci", "ldconfig", "free", "numactl", "ibstat", "ibv_devinfo", "ip",
            "ifconfig", "hostname", "git", "module", "sudo", "which", "tput", "locale", "ps", "lsb_release", "sysctl", "nproc",
        ].contains(TextScan.lastComponent(tool))
    }
}
