import Evidence

/// What the script stood in when its stacks were dumped (faulthandler's timer, py-spy), and nobody wrote anything behind it.
struct StackDump: Sendable {
    enum Wait: Sendable {
        /// A socket, a client of a service or a database.
        case external
        /// A lock, queue, event or join of the process itself: a deadlock, or a partner that died.
        case lock
        /// A child process.
        case child
        /// None of these: it computes, or turns in a circle.
        case none
    }

    let judged: JudgedTraceback
    /// The main thread's stack.
    let block: TracebackBlock
    let wait: Wait
    /// The same stack was dumped more than once.
    let isRepeated: Bool

    init?(_ file: CaseFile) {
        guard
            let judged = file.tracebacks.last(where: { judged in
                let traceback = judged.traceback
                return judged.fate == .dump && !traceback.progressAfter && traceback.userLinesAfter <= StackDump.trailingLines
                    && traceback.blocks.allSatisfy { $0.type == "Timeout" || $0.type == "Thread" }
            })
        else { return nil }
        let blocks = judged.traceback.blocks
        // faulthandler prints the main thread last; py-spy names it.
        guard
            let block = blocks.first(where: { $0.message.hasPrefix("MainThread") }) ?? blocks.last(where: StackDump.isMain) ?? blocks.last,
            let leaf = block.frames.last
        else { return nil }
        // The interpreter waits for its threads after the script's end: that is no hang of the work.
        if block.frames.contains(where: { $0.function == "_shutdown" && $0.fileName == "threading.py" }) { return nil }
        self.judged = judged
        self.block = block
        wait = StackDump.wait(leaf, block.frames)
        isRepeated = judged.traceback.occurrences > 1
    }

    /// A dump's own footer.
    private static let trailingLines = 3

    private static func isMain(_ block: TracebackBlock) -> Bool {
        block.frames.first?.function == "<module>"
    }

    /// The frame in which the script waits, for evidence.
    var userFrame: TracebackFrame? { block.userFrame ?? block.frames.last }

    private static func wait(_ leaf: TracebackFrame, _ frames: [TracebackFrame]) -> Wait {
        let inner = frames.suffix(8)
        func has(_ parts: [String]) -> Bool {
            inner.contains { frame in parts.contains { frame.file.contains($0) } }
        }
        let name = leaf.fileName
        let function = leaf.function.split(separator: ".").last.map(String.init) ?? leaf.function
        if name == "subprocess.py" || name == "popen_fork.py" || name == "popen_spawn_posix.py" { return .child }
        if has(clients) || ["socket.py", "ssl.py"].contains(name) { return .external }
        if ["threading.py", "queue.py", "queues.py", "synchronize.py", "process_executor.py"].contains(name)
            || ["acquire", "_wait_for_tstate_lock", "lock", "get", "join"].contains(function)
        {
            return .lock
        }
        if name == "connection.py" || name == "selectors.py" { return has(["multiprocessing", "concurrent/futures"]) ? .lock : .external }
        return .none
    }

    private static let clients = [
        "/http/client.py", "/urllib3/", "/urllib/request.py", "/requests/", "/httpcore/", "/httpx/", "/aiohttp/", "/pyodbc", "/psycopg",
        "/pymysql/", "/grpc/", "/azure/core/", "/azure/storage/", "/botocore/", "/snowflake/", "/pymongo/", "/redis/", "/kafka/",
        "/paramiko/", "/sqlalchemy/", "/google/api_core/",
    ]
}
