import Evidence

extension Rule {
    /// A GPU is broken or gone.
    package static let deviceFault = Rule(
        id: "gpu-hardware-fault", category: .computeLost, kind: .cause, severity: .error,
        title: "A GPU failed",
        why: """
            The driver logged a fault of the device (an Xid code for memory errors, NVLink, the bus), or a program was told that the device has \
            uncorrectable errors, is lost or cannot be had. Whatever dies after that on the same node follows from it.
            """,
        harmless: [
            "Codes that an application causes itself (13, 31, 43, 45).",
            "`device-side assert triggered`: a check in a kernel failed, which is the script's own fault.",
        ],
        remedy: [
            "Keep jobs off the node until it was drained and its GPU reset or replaced; submit the run again elsewhere.",
            "Open a support case with the node's id and the code of the driver.",
        ],
        alert: .stoppedNodes, prior: 93,
        explains: FatalExplains.process + ["oom-gpu", "oom-python-alloc", "disk-or-shm-full", "node-lost-or-unusable"],
        patterns: [.driverFault, .deviceFault],
        examples: [
            RuleExample(
                "the driver's line before the script dies",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: """
                    [ 8123.4] NVRM: Xid (PCI:0000:06:00): 74, NVLink: fatal error detected on link 2
                    Traceback (most recent call last):
                      File "train.py", line 40, in <module>
                        step(batch)
                    RuntimeError: CUDA error: unspecified launch failure

                    """,
                ],
                expectation: .finds(
                    title: "A GPU failed: Xid 74 on 0000:06:00", source: ExampleFiles.log, line: 1)),
            RuleExample(
                "the exception names the device's errors",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: "epoch 1\nmonitor: CUDA error: uncorrectable ECC error encountered\n",
                ],
                expectation: .finds(
                    title: "A GPU failed: monitor: CUDA error: uncorrectable ECC error encountered", source: ExampleFiles.log,
                    line: 2)),
            RuleExample(
                "an application's own fault, and a count of errors",
                files: [
                    "run.json": ExampleFiles.run("Failed"), ExampleFiles.wrapper: ExampleFiles.exited(1),
                    ExampleFiles.log: "Volatile Uncorr. ECC: 0\nNVRM: Xid (PCI:0000:06:00): 31, pid=77, MMU Fault\nbad index, leaving\n",
                ],
                expectation: .staysSilent),
            RuleExample(
                "the driver's line is cut behind the code", isDamaged: true,
                files: ["run.json": ExampleFiles.run("Failed"), ExampleFiles.log: "step 9\nNVRM: Xid (PCI:0000:06:00): 79"],
                expectation: .finds(title: "A GPU failed: Xid 79 on 0000:06:00", source: ExampleFiles.log, line: 2)),
        ],
        conclude: { file in
            guard let found = FatalMechanism(.deviceFault, patterns: [.driverFault, .deviceFault], in: file) else { return [] }
            let driver = found.hits.first { $0.pattern == Pattern.driverFault.id }
            let code = driver?.captures["code"]
            let said = driver.flatMap { hit in code.map { "Xid \($0) on \(hit.captures["device"] ?? "a device")" } } ?? found.text
            let first = driver?.quote ?? found.quote
            return [
                Conclusion(
                    mechanism: code.map { "Xid \($0)" } ?? found.mechanism, confidence: found.confidence(file, line: 0.9),
                    title: "A GPU failed: \(said)",
                    explanation: "The line quoted speaks of the device itself, not of what the script did\(found.onRanks)."
                        + (driver == nil ? "" : " It is the driver's own."),
                    evidence: [first].compactMap { $0 } + found.evidence(file), exception: found.exception, effectiveTime: first?.time)
            ]
        })
}
