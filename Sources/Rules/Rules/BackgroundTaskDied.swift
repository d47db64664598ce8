import Evidence

extension Rule {
    /// A thread, task, child process or pool worker died.
    package static let backgroundTaskDied = Rule(
        id: "background-task-died", category: .unhandledException, kind: .cause, severity: .error,
        title: "A thread, task or worker process died",
        why: """
            An exception in a thread, an asyncio task or a child process ends only that: the main process goes on, and exits with code 0 unless it \
            asks for the result. A pool that lost a worker raises BrokenProcessPool or TerminatedWorkerError, which names no reason, for the \
            worker was killed from outside (memory) or crashed in native code.
            """,
        harmless: [
            "Threads that watch (GPU monitors, trackers, exporters) and whose every frame lies in an installed package.",
            "`(most likely raised during interpreter shutdown)` and `Exception ignored in …`.",
        ],
        remedy: [
            "Ask every background task for its result (`future.result()`, `join()` and exit code) and end the script with a failure if one died.",
            "Set `threading.excepthook` to stop the script, or use a task group.",
        ],
        alert: .failedJobs, prior: 62,
        explains: [
            "declared-output-empty", "premature-exit-success", "hang-no-progress", "hang-external-call", "time-limit-exceeded",
            "explicit-exit", "swallowed-exception",
        ],
        needs: [.userLog], patterns: [.javaThreadDied],
        examples: [
            RuleExample(
                "a thread dies, the script ends with success",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log: """
                    writing shards
                    Exception in thread shard-writer:
                    Traceback (most recent call last):
                      File "/usr/lib/python3.10/threading.py", line 1016, in _bootstrap_inner
                        self.run()
                      File "shards.py", line 31, in run
                        self.sink.put(part)
                    KeyError: 'part-0002'
                    shard 2 queued
                    shard 3 queued

                    """,
                ],
                expectation: .finds(
                    title: "KeyError: 'part-0002' ended shard-writer while the script went on",
                    source: ExampleFiles.log, line: 8)),
            RuleExample(
                "a pool lost a worker",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    Traceback (most recent call last):
                      File "prep.py", line 30, in <module>
                        parts = list(pool.map(clean, rows))
                      File "/usr/lib/python3.10/concurrent/futures/_base.py", line 403, in __get_result
                        raise self._exception
                    concurrent.futures.process.BrokenProcessPool: A process in the process pool was terminated abruptly

                    """,
                ],
                expectation: .finds(
                    title: "BrokenProcessPool: A process in the process pool was terminated abruptly ended the script",
                    source: ExampleFiles.log, line: 6)),
            RuleExample(
                "a thread of a Java process dies",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: "stage 2\nException in thread \"broadcast-3\" java.lang.OutOfMemoryError: Java heap space\nleaving\n",
                ],
                expectation: .finds(
                    title: "OutOfMemoryError: Java heap space ended the thread broadcast-3", source: ExampleFiles.log, line: 2)),
            RuleExample(
                "a monitor's thread",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log: """
                    Exception in thread sampler:
                    Traceback (most recent call last):
                      File "/usr/lib/python3.10/threading.py", line 1016, in _bootstrap_inner
                        self.run()
                      File "/opt/env/lib/python3.10/site-packages/watcher/gpu.py", line 40, in run
                        self.read()
                    FileNotFoundError: [Errno 2] No such file or directory: 'nvidia-smi'
                    epoch 1/2 loss 0.4
                    epoch 2/2 loss 0.3

                    """,
                ],
                expectation: .staysSilent),
            RuleExample(
                "a thread's traceback that is cut", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log: "Exception in thread feeder:\nTraceback (most recent call last):\n  File \"feed.py\", line 31, in ru",
                ],
                expectation: .staysSilent),
        ],
        conclude: { file in
            if let lost = file.fatalTraceback {
                return ExceptionKind(lost.decisive) == .workerLost ? [poolBroke(lost, file)] : []
            }
            if let judged = file.tracebacks.last(where: { $0.fate == .background && SpecialReason($0) == nil && isWorthAWord($0, file) }) {
                return [backgroundDeath(judged, file)]
            }
            return javaDeath(file)
        })

    private static func backgroundDeath(_ judged: JudgedTraceback, _ file: CaseFile) -> Conclusion {
        let name = judged.traceback.intro?.name ?? "a background task"
        let block = judged.decisive
        let lost = isLost(file)
        var weights = Weights()
        weights.add(.log, judged.weight)
        if lost { weights.add(.history, 0.5) }
        let summary = judged.summary(of: block)
        return Conclusion(
            mechanism: mechanism(of: block), severity: severity(file), confidence: weights.confidence(),
            title: "\(headline(block)) ended \(name) while the script went on",
            explanation:
                "\(name) died of \(headline(block))\(place(summary)); the main process did not notice. What it had still to do was not done."
                + Clues.explanation(block, in: file),
            evidence: Clues.before(block, in: file) + judged.evidence(of: block), exception: summary, effectiveTime: block.final.time)
    }

    private static func poolBroke(_ judged: JudgedTraceback, _ file: CaseFile) -> Conclusion {
        let block = judged.decisive
        var weights = Weights()
        weights.add(.log, 0.85)
        if file.status == .failed { weights.add(.history, 0.6) }
        if file.ending.state == .failed { weights.add(file.ending.source, 0.6) }
        return Conclusion(
            mechanism: mechanism(of: block), confidence: weights.confidence(), title: "\(headline(block)) ended the script",
            explanation:
                "A worker of the pool ended without a word\(place(judged.summary(of: block))): it was killed from outside, mostly for want of memory, "
                + "or crashed in native code.",
            evidence: judged.evidence(of: block),
            remedy: [
                "Look at the memory of the node at that time; run with fewer workers, or with smaller pieces for each.",
                "Run the worker's function once in the main process, with `PYTHONFAULTHANDLER=1`, to see what it dies of.",
            ],
            exception: judged.summary(of: block), effectiveTime: block.final.time)
    }

    private static func javaDeath(_ file: CaseFile) -> [Conclusion] {
        guard let hit = file.userHits(.javaThreadDied).last, let type = hit.captures["type"] else { return [] }
        // Spark and its kin replace threads and executors: what ended well and is whole needs no word.
        if file.saysSucceeded && !isLost(file) { return [] }
        var weights = Weights()
        weights.add(.log, 0.6)
        if isLost(file) { weights.add(.history, 0.5) }
        let short = type.split(separator: ".").last.map(String.init) ?? type
        let message = hit.captures["message"] ?? ""
        let said = message.isEmpty ? short : "\(short): \(message.prefix(120))"
        return [
            Conclusion(
                mechanism: short + ":" + TextScan.masked(message), severity: severity(file), confidence: weights.confidence(),
                title: "\(said) ended the thread \(hit.captures["thread"] ?? "")",
                explanation: "A thread of the Java process died; the process itself went on without it.",
                evidence: [hit.quote], exception: ExceptionSummary(type: type, message: message), effectiveTime: hit.quote.time)
        ]
    }

    private static func isLost(_ file: CaseFile) -> Bool { !file.emptyOutputs.isEmpty || file.status == .failed }

    private static func severity(_ file: CaseFile) -> Severity {
        if file.saysSucceeded { return file.emptyOutputs.isEmpty ? .warning : .critical }
        return .error
    }

    /// Threads that watch or report may die; nothing of the work is lost with them.
    private static func isWorthAWord(_ judged: JudgedTraceback, _ file: CaseFile) -> Bool {
        let name = judged.traceback.intro?.name ?? ""
        let isMonitor = ["tqdm", "TMonitor", "wandb", "azureml", "prometheus", "QueueManagerThread", "tensorboard"].contains {
            name.contains($0)
        }
        if isMonitor || (judged.traceback.intro?.text.contains("interpreter shutdown") ?? false) { return false }
        let block = judged.decisive
        if ExceptionKind(block) == .exit { return false }
        let isForeign = !block.frames.isEmpty && block.frames.allSatisfy { !$0.isUserCode }
        return !isForeign || isLost(file)
    }
}
