import Evidence

extension Rule {
    /// A disk, a quota or shared memory was full.
    package static let storageFull = Rule(
        id: "disk-or-shm-full", category: .unhandledException, kind: .cause, severity: .error,
        title: "No space was left on a disk or in shared memory",
        why: """
            A write failed because the disk, the quota or `/dev/shm` was full. Data loaders pass batches through shared memory; when it is full \
            the kernel answers with a bus error, not with an exception. The message often names the path, and with it the volume.
            """,
        harmless: [
            "The limit on watched files, which has the same error number.",
            "A failed write of a cache or a monitor after which work went on.",
        ],
        remedy: [
            "Find the volume that the path names: delete old checkpoints and caches there, or write to the mounted output instead.",
            "For shared memory give the container more (`shm_size`, `--ipc=host`) or lower the number of loading workers.",
            "Take a node with a larger disk.",
        ],
        alert: .failedJobs, prior: 84, explains: FatalExplains.process + ["oom-python-alloc"],
        patterns: [.storageFull],
        examples: [
            RuleExample(
                "a checkpoint that does not fit",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    Traceback (most recent call last):
                      File "train.py", line 61, in <module>
                        save(model, '/tmp/ckpt/last.pt')
                    OSError: [Errno 28] No space left on device: '/tmp/ckpt/last.pt'

                    """,
                ],
                expectation: .finds(
                    title: "No space was left: [Errno 28] No space left on device: '/tmp/ckpt/last.pt'", source: ExampleFiles.log, line: 4)),
            RuleExample(
                "shared memory, told by a bus error",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log:
                        "ERROR: Unexpected bus error encountered in worker. This might be caused by insufficient shared memory (shm).\n",
                ],
                expectation: .finds(
                    title:
                        "No space was left: ERROR: Unexpected bus error encountered in worker. This might be caused by insufficient shared memory (shm).",
                    source: ExampleFiles.log, line: 1)),
            RuleExample(
                "the limit on watched files, and a cache that could not be written",
                files: [
                    "run.json": ExampleFiles.run("Completed"), ExampleFiles.wrapper: ExampleFiles.exited(0),
                    ExampleFiles.log:
                        "OSError: [Errno 28] inotify watch limit reached\ncould not cache: No space left on device\nall rows written\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the shell's word, cut", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.log: "copying\ncp: error writing '/data/b': Disk quota exceeded",
                ],
                expectation: .finds(
                    title: "No space was left: cp: error writing '/data/b': Disk quota exceeded", source: ExampleFiles.log, line: 2)),
        ],
        conclude: { file in
            guard let found = FatalMechanism(.storage, patterns: [.storageFull], in: file) else { return [] }
            let path = TextScan.quotedPath(in: found.text)
            let isShared = ["shm", "shared memory", "Bus error", "bus error"].contains { found.text.contains($0) }
            var conclusion = Conclusion(
                mechanism: found.mechanism, confidence: found.confidence(file), title: "No space was left: \(found.text)",
                explanation: (isShared
                    ? "Shared memory was full" : path.map { "The volume of `\($0)` was full" } ?? "A disk or a quota was full")
                    + "\(found.place)\(found.onRanks), and the process ended of it.",
                evidence: found.evidence(file), exception: found.exception, effectiveTime: found.quote?.time)
            conclusion.category = found.judged != nil ? .unhandledException : .prematureExit
            return [conclusion]
        })
}
