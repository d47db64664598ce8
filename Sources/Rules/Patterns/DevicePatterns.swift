import Evidence

extension Pattern {
    /// The NVIDIA driver reports a fault of the device. Codes of applications' own faults (13, 31, 43, 45) are not among them.
    static let driverFault = Pattern(
        "driver-fault", literals: ["NVRM: Xid"],
        regex:
            #"NVRM: Xid \((?:PCI:)?(?<device>[0-9a-fA-F:.]+)\): (?<code>48|6[34]|74|79|9[245]|119|120|140|154)\b(?<text>.{0,160})"#,
        captures: ["device", "code", "text"],
        matches: [
            "NVRM: Xid (PCI:0000:10:1c): 63, pid=1896, Row Remapper: New row marked for remapping, reset gpu to activate.",
            "kernel: NVRM: Xid (PCI:0000:06:00): 79, GPU has fallen off the bus.",
        ],
        ignores: ["NVRM: Xid (PCI:0000:06:00): 31, pid=77, Ch 00000008, MMU Fault", "NVRM: Xid (PCI:0000:06:00): 13, Graphics Exception"])

    /// A program reports that the device itself is broken or gone.
    static let deviceFault = Pattern(
        "device-fault",
        literals: [
            "uncorrectable", "Uncorrectable", "fallen off the bus", "GPU is lost", "busy or unavailable", "system not yet initialized",
            "GPU reset begin",
        ],
        regex:
            #"(?:(?:CUDA|HIP) error: uncorrectable (?:ECC|NVLink) error|cudaErrorECCUncorrectable|uncorrectable ECC error encountered|GPU has fallen off the bus|GPU is lost|CUDA-capable device(?:\(s\)|s) (?:is/)?are busy or unavailable|cudaErrorSystemNotReady|system not yet initialized|amdgpu .*GPU reset begin)"#,
        matches: [
            "RuntimeError: CUDA error: uncorrectable ECC error encountered", "CUDA error: uncorrectable NVLink error detected",
            "cudaErrorECCUncorrectable: Uncorrectable ECC error", "NVRM: GPU 0000:07:00.0: GPU has fallen off the bus.",
            "Unable to determine the device handle for GPU 0000:86:00.0: GPU is lost.  Reboot the system to recover this GPU",
            "RuntimeError: CUDA error: CUDA-capable device(s) is/are busy or unavailable",
            "all CUDA-capable devices are busy or unavailable",
            "Error 802: system not yet initialized", "amdgpu 0000:03:00.0: amdgpu: GPU reset begin!",
        ],
        ignores: [
            "Volatile Uncorr. ECC: 0", "uncorrectable errors: 0", "CUDA error: device-side assert triggered",
            "the session is busy or unavailable",
        ])

    /// A check inside a kernel failed: an index or a label out of its range.
    static let kernelAssertion = Pattern(
        "kernel-assertion", literals: ["Assertion `"],
        regex: #"^(?<file>\S+\.(?:cu|cuh|hip|h|cpp)):(?<line>\d+): .*\bAssertion `(?<check>.+?)`? ?failed"#,
        captures: ["file", "line", "check"],
        matches: [
            "/pytorch/aten/src/ATen/native/cuda/Loss.cu:186: nll_loss_forward: block: [0,0,0], thread: [4,0,0] Assertion `t >= 0 && t < n_classes` failed."
        ],
        ignores: ["train: engine.cpp:12: void step(): Assertion `n > 0' failed.", "Assertion `checks` are on"])
}
