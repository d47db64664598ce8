package import Evidence

/// A reason for a death that has a rule of its own, told from the exception: its type first, its message second.
///
/// The general rule for exceptions steps back where one of these speaks, so that one failure has one cause.
package enum SpecialReason: Sendable {
    case deviceMemory, hostMemory, storage, deviceFault, workerDied, rendezvous, collective, virtualMachine, launcher

    package init?(_ block: TracebackBlock) {
        let type = block.shortType
        let message = block.message
        func says(_ signs: [String]) -> Bool { signs.contains { message.contains($0) } }
        if SpecialReason.isDeviceMemory(block.type, message) {
            self = .deviceMemory
        } else if says(SpecialReason.storageSigns), !says(["inotify", "watch limit"]) {
            self = .storage
        } else if type == "MemoryError" || type == "_ArrayMemoryError" || type == "ArrowMemoryError" || type.hasPrefix("OutOfMemory")
            || says(SpecialReason.hostMemorySigns)
        {
            self = .hostMemory
        } else if says(SpecialReason.deviceSigns) {
            self = .deviceFault
        } else if message.contains("DataLoader worker (pid") {
            self = .workerDied
        } else if SpecialReason.launcherTypes.contains(type) || says(SpecialReason.launcherSigns) {
            self = .launcher
        } else if type.hasPrefix("Rendezvous") || says(SpecialReason.rendezvousSigns) {
            self = .rendezvous
        } else if ["DistBackendError", "DistNetworkError", "DistStoreError", "HorovodInternalError"].contains(type)
            || says(SpecialReason.collectiveSigns)
        {
            self = .collective
        } else if type == "Py4JJavaError" {
            self = .virtualMachine
        } else {
            return nil
        }
    }

    /// The reason that the decisive exception names; where that is only a launcher's word, what it wraps.
    package init?(_ judged: JudgedTraceback) {
        let decisive = judged.decisive
        if let reason = SpecialReason(decisive), reason != .launcher {
            self = reason
        } else if SpecialReason(decisive) == .launcher {
            let origin = judged.traceback.origin.leaf
            guard origin.final.location != decisive.final.location else {
                self = .launcher
                return
            }
            guard let inner = SpecialReason(origin) else { return nil }
            self = inner
        } else {
            return nil
        }
    }

    private static func isDeviceMemory(_ type: String, _ message: String) -> Bool {
        if type.hasSuffix("OutOfMemoryError"), type.contains("cuda") || type.hasPrefix("torch") || type.contains("cupy") { return true }
        if type.hasSuffix("ResourceExhaustedError") { return !message.contains("gRPC") && !message.contains("message larger than max") }
        let signs = [
            "CUDA out of memory", "HIP out of memory", "XPU out of memory", "NPU out of memory", "MPS backend out of memory",
            "CUDA error: out of memory", "HIP error: out of memory", "CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED",
            "CUDA_ERROR_OUT_OF_MEMORY", "cudaErrorMemoryAllocation", "hipErrorOutOfMemory", "RESOURCE_EXHAUSTED: Out of memory",
            "OOM when allocating tensor", "cudaMalloc failed: out of memory", "No available memory for the cache blocks",
            "is less than desired GPU memory utilization", "out_of_memory: CUDA error",
        ]
        return signs.contains { message.contains($0) }
    }

    private static let storageSigns = [
        "[Errno 28]", "No space left on device", "[Errno 122]", "Disk quota exceeded", "insufficient shared memory (shm)",
        "out of shared memory. Try to raise your shared memory limit", "database or disk is full", "not enough space on the disk",
        "killed by signal: Bus error",
    ]
    private static let hostMemorySigns = [
        "for an array with shape", "can't allocate memory: you tried to allocate", "not enough memory: you tried to allocate",
        "[Errno 12] Cannot allocate memory", "std::bad_alloc", "bad allocation", "node running low on memory",
        "java.lang.OutOfMemoryError",
    ]
    private static let deviceSigns = [
        "uncorrectable ECC error", "uncorrectable NVLink error", "cudaErrorECCUncorrectable", "GPU is lost", "fallen off the bus",
        "CUDA-capable device(s) is/are busy or unavailable", "CUDA-capable devices are busy or unavailable",
        "system not yet initialized",
    ]
    private static let rendezvousSigns = [
        "waiting for clients", "The client socket has timed out", "server socket has failed to listen", "connectFullMesh failed",
        "Unable to connect to GCS", "Failed to connect to distributed JAX controller", "socketStartConnect", "no socket interface found",
    ]
    private static let collectiveSigns = [
        "Watchdog caught collective", "NCCL communicator was aborted", "NCCL operations have failed or timed out", "ncclRemoteError",
        "ncclSystemError", "NCCL error in", "gloo/transport", "Barrier timed out", "Horovod has been shut down",
    ]
    private static let launcherTypes: Set<String> = [
        "ChildFailedError", "ProcessExitedException", "ProcessRaisedException", "RayActorError", "ActorDiedError", "WorkerCrashedError",
        "KilledWorker", "EngineDeadError", "SignalException",
    ]
    private static let launcherSigns = [
        "Engine core initialization failed. See root cause", "Horovod detected that one or more processes exited",
        "AsyncEngineDeadError", "Task failed with exit code", "Engine process failed to start",
    ]
}

extension TracebackBlock {
    /// A peer that noticed the death of another one: its connection broke, or its wait ended.
    var isCollateral: Bool {
        guard let reason = SpecialReason(self) else {
            return shortType == "KeyboardInterrupt" || shortType == "SIGTERMException"
                || shortType == "SignalException" || message.contains("Connection closed by peer")
        }
        return reason == .collective || reason == .rendezvous
    }

    /// It passes on that a child failed, and says nothing of why.
    var isLaunchersWord: Bool {
        SpecialReason(self) == .launcher || (shortType == "CalledProcessError" && userFrame == nil)
    }
}

extension CaseFile {
    /// The exception among those that processes of this run died of that speaks for it: its own reason before a peer's complaint, both
    /// before the word of a launcher. Of several with a reason of their own the last stands for one process, and the first for many ranks,
    /// because one rank pulls the others down.
    static func decisive(of fatal: [JudgedTraceback]) -> JudgedTraceback? {
        func weight(_ judged: JudgedTraceback) -> Int {
            let block = judged.decisive
            if block.isLaunchersWord { return judged.traceback.blocks.count > 1 && !judged.traceback.origin.isLaunchersWord ? 3 : 1 }
            return block.isCollateral ? 2 : 3
        }
        let best = fatal.map(weight).max() ?? 0
        let same = fatal.filter { weight($0) == best }
        let areRanks = Set(same.compactMap { $0.traceback.rank ?? $0.log.rank }).count > 1
        let hasLauncher = fatal.contains { $0.decisive.isLaunchersWord }
        return areRanks || (hasLauncher && best > 1) ? same.first : same.last
    }
}
