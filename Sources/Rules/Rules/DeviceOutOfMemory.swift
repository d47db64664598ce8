import Evidence

extension Rule {
    /// The memory of a GPU or another accelerator was exhausted.
    package static let deviceOutOfMemory = Rule(
        id: "oom-gpu", category: .unhandledException, kind: .cause, severity: .error,
        title: "The accelerator's memory was full",
        why: """
            A tensor or a workspace did not fit into the memory of the GPU, and the exception ended the script. The message often says who holds \
            the memory: this process, its cache (reserved, but not allocated), or another process on the same device.
            """,
        harmless: [
            "An allocator that reports a failed attempt as a hint about speed (`this is not a failure`).",
            "A search for the largest batch that catches the exception and goes on.",
        ],
        remedy: [
            "Halve the batch and accumulate gradients; use mixed precision or recompute activations.",
            "If much is reserved but not allocated, set `PYTORCH_CUDA_ALLOC_CONF=expandable_segments:True`.",
            "If another process holds memory of the device, end it, or give each process a device of its own.",
        ],
        alert: .memoryDeaths, prior: 80, explains: FatalExplains.process + ["oom-python-alloc"],
        patterns: [.deviceMemoryFull, .bareException],
        examples: [
            RuleExample(
                "one rank of two",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    [rank0]: step 11
                    [rank1]: Traceback (most recent call last):
                    [rank0]: step 12
                    [rank1]:   File "train.py", line 44, in <module>
                    [rank1]:     loss.backward()
                    [rank1]: torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 1.50 GiB. GPU 1 has a total capacity of 15.77 GiB

                    """,
                ],
                expectation: .finds(
                    title: "The accelerator's memory was full on rank 1: CUDA out of memory. Tried to allocate 1.50 GiB",
                    source: ExampleFiles.log, line: 6)),
            RuleExample(
                "a server without a traceback",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log:
                        "loading weights\nallocating 8192.00 MiB on device 0: cudaMalloc failed: out of memory\nfailed to load model\n",
                ],
                expectation: .finds(
                    title:
                        "The accelerator's memory was full: allocating 8192.00 MiB on device 0: cudaMalloc failed: out of memory",
                    source: ExampleFiles.log, line: 2)),
            RuleExample(
                "a hint about speed, and a retry that fits",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    W Allocator (GPU_0_bfc) ran out of memory trying to allocate 2.20GiB. The caller indicates that this is not a failure, but may mean that there could be performance gains
                    CUDA out of memory with batch 64, trying 32
                    \((1...40).map { "Epoch \($0)/40 loss 0.5" }.joined(separator: "\n"))
                    ValueError: no labels left

                    """,
                ],
                expectation: .staysSilent),
            RuleExample(
                "the log is cut behind the message", isDamaged: true,
                files: [
                    "run.json": ExampleFiles.run("Failed"),
                    ExampleFiles.log:
                        "step 3\nXlaRuntimeError: RESOURCE_EXHAUSTED: Out of memory while trying to allocate 17179869184 bytes.",
                ],
                expectation: .finds(
                    title:
                        "The accelerator's memory was full: RESOURCE_EXHAUSTED: Out of memory while trying to allocate 17179869184 bytes",
                    source: ExampleFiles.log, line: 2)),
        ],
        conclude: { file in
            guard let found = FatalMechanism(.deviceMemory, patterns: [.deviceMemoryFull], in: file) else { return [] }
            let said = firstSentence(found.text)
            var conclusion = Conclusion(
                mechanism: found.mechanism, confidence: found.confidence(file),
                title: "The accelerator's memory was full\(found.onRanks): \(said)",
                explanation: "What the script asked for\(found.place) did not fit into the memory of the device, and the process ended."
                    + (found.text.contains("Process ") && found.text.contains("memory in use")
                        ? " Another process uses the device too." : ""),
                evidence: found.evidence(file), exception: found.exception, effectiveTime: found.quote?.time)
            if found.judged == nil, file.ending.signal != nil { conclusion.category = .prematureExit }
            return [conclusion]
        })

    /// Up to the first full stop that ends a sentence: `Tried to allocate 1.50 GiB. GPU 1 …` → `Tried to allocate 1.50 GiB`, together with
    /// the sentence before it where that is short.
    static func firstSentence(_ text: String) -> String {
        var parts = text.split(separator: ". ", omittingEmptySubsequences: false).map(String.init)
        if parts.count > 1, (parts[0].count < 24) { parts[0] += ". " + parts.remove(at: 1) }
        let first = parts[0]
        return first.hasSuffix(".") ? String(first.dropLast()) : first
    }
}
