import Evidence

extension Pattern {
    /// An allocation in the node's memory failed, in whatever runtime.
    static let allocationFailed = Pattern(
        "allocation-failed",
        literals: [
            "MemoryError", "Unable to allocate", "allocate memory", "bad_alloc", "OutOfMemory", "heap out of memory",
            "cannot allocate vector",
            "bad allocation", "runtime: out of memory", "memory allocation of", "not enough memory", "running low on memory",
        ],
        regex:
            #"(?:^MemoryError(?:: .*)?$|\bUnable to allocate (?<size>[\d.]+ [KMGTPE]?i?B) for an array|^(?:OSError: )?\[Errno 12\] Cannot allocate memory|: Cannot allocate memory$|DefaultCPUAllocator: (?:can't allocate memory|not enough memory)|(?:what\(\):\s+|instance of '|^)(?:std::)?bad_alloc\b(?!_)|bad allocation$|java\.lang\.OutOfMemoryError: \S|JavaScript heap out of memory|cannot allocate vector of (?:size|length) |^fatal error: runtime: out of memory|^memory allocation of \d+ bytes failed|\bOutOfMemoryError\(\)|System\.OutOfMemoryException: |node running low on memory)"#,
        captures: ["size"],
        matches: [
            "MemoryError", "numpy.core._exceptions._ArrayMemoryError: Unable to allocate 7.11 PiB for an array with shape (10, 10)",
            "OSError: [Errno 12] Cannot allocate memory", "bash: fork: Cannot allocate memory",
            "RuntimeError: [enforce fail at alloc_cpu.cpp:83] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes",
            "terminate called after throwing an instance of 'std::bad_alloc'", "  what():  std::bad_alloc", "lightgbm: bad allocation",
            "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space",
            "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
            "Error: cannot allocate vector of size 3.7 Gb",
            "fatal error: runtime: out of memory", "memory allocation of 17179869184 bytes failed", "ERROR: LoadError: OutOfMemoryError()",
            "Unhandled exception. System.OutOfMemoryException: Array dimensions exceeded supported range.",
            "ray.exceptions.OutOfMemoryError: Task was killed due to the node running low on memory.",
        ],
        ignores: [
            "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2 GiB", "Handles MemoryError by halving the batch",
            "Unable to allocate resources: Requested node configuration is not available", "memory allocation of the cache: 2 GB",
            "java.lang.OutOfMemoryError handler installed", "rmm::bad_alloc_policy",
        ])

    /// The memory of a GPU or another accelerator is full.
    static let deviceMemoryFull = Pattern(
        "device-memory-full",
        literals: [
            "out of memory", "ALLOC_FAILED", "OUT_OF_MEMORY", "RESOURCE_EXHAUSTED", "OOM when", "cudaErrorMemoryAllocation",
            "hipErrorOutOfMemory", "No available memory for the cache", "desired GPU memory utilization", "Out of memory allocating",
            "GPU memory (",
        ],
        regex:
            #"(?:\b(?:CUDA|HIP|XPU|NPU) out of memory\.? Tried to allocate (?<requested>[\d.]+ ?[KMGT]i?B)|\b(?:CUDA|HIP) out of memory\b|(?:CUDA|HIP) error: out of memory|MPS backend out of memory|CU(?:BLAS|DNN)_STATUS_ALLOC_FAILED|CUDA_ERROR_OUT_OF_MEMORY|cudaErrorMemoryAllocation|hipErrorOutOfMemory|cudaMalloc failed: out of memory|RESOURCE_EXHAUSTED: (?:Out of memory|Failed to allocate|Error allocating)|OOM when allocating tensor|No available memory for the cache blocks|is less than desired GPU memory utilization|Out of memory allocating [\d,]+ bytes|Requested amount of GPU memory \(\d+ bytes\) could not be allocated)"#,
        captures: ["requested"],
        matches: [
            "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 22.78 GiB. GPU 0 has a total capacity of 31.47 GiB",
            "RuntimeError: CUDA error: out of memory", "RuntimeError: HIP out of memory. Tried to allocate 2.00 GiB", "CUDA out of memory",
            "RuntimeError: MPS backend out of memory (MPS allocated: 8.00 GB)",
            "RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
            "CUDA_ERROR_OUT_OF_MEMORY: out of memory", "bad_alloc: cudaErrorMemoryAllocation: out of memory", "HIP: hipErrorOutOfMemory",
            "ggml: allocating 8192.00 MiB on device 0: cudaMalloc failed: out of memory",
            "XlaRuntimeError: RESOURCE_EXHAUSTED: Out of memory while trying to allocate 17179869184 bytes.",
            "ResourceExhaustedError: OOM when allocating tensor with shape[64,3,64,64]",
            "ValueError: No available memory for the cache blocks. Try increasing `gpu_memory_utilization`",
            "Free memory on device (3.1/24 GiB) on startup is less than desired GPU memory utilization (0.9, 21 GiB).",
            "cupy.cuda.memory.OutOfMemoryError: Out of memory allocating 8,589,934,592 bytes (allocated so far: 512 bytes).",
            "[TRT] Requested amount of GPU memory (1024 bytes) could not be allocated.",
        ],
        ignores: [
            "Allocator (GPU_0_bfc) ran out of memory trying to allocate 2.20GiB. The caller indicates that this is not a failure, but may mean",
            "grpc: RESOURCE_EXHAUSTED: Received message larger than max", "Out of memory: Killed process 4123 (python)",
            "--oom-policy=retry when out of memory",
        ])

    /// A disk, a quota or the shared memory is full.
    static let storageFull = Pattern(
        "storage-full",
        literals: [
            "No space left", "uota exceeded", "shared memory (shm)", "disk is full", "enough space on the disk", "shared memory limit",
            "low on resource: ephemeral", "signal: Bus error",
        ],
        regex:
            #"(?:No space left on device|(?:Disk|disk) quota exceeded|might be caused by insufficient shared memory \(shm\)|out of shared memory\. Try to raise your shared memory limit|database or disk is full|There is not enough space on the disk|low on resource: ephemeral-storage|DataLoader worker \(pid[^)]*\)+ is killed by signal: Bus error)"#,
        matches: [
            "OSError: [Errno 28] No space left on device: '/tmp/shard'", "cp: error writing 'b': Disk quota exceeded",
            "ERROR: Unexpected bus error encountered in worker. This might be caused by insufficient shared memory (shm).",
            "It is possible that dataloader's workers are out of shared memory. Try to raise your shared memory limit.",
            "sqlite3.OperationalError: database or disk is full", "OSError: [WinError 112] There is not enough space on the disk",
            "The node was low on resource: ephemeral-storage.", "RuntimeError: DataLoader worker (pid 7) is killed by signal: Bus error.",
        ],
        ignores: [
            "OSError: [Errno 28] inotify watch limit reached", "Using shared memory pool of 8 GB", "disk quota: 40 of 100 GB used",
            "out of resource: shared memory, Required: 147456",
        ])

}
