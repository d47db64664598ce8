import Evidence

extension Format {
    /// Any text that no other format claims: the tail of the catalogue.
    static let log = Format(
        id: "log",
        title: "Log of a run: what its process or the platform printed",
        howToGet: "az ml job download --name RUN --all, or Outputs + logs -> Download all in the studio",
        isParallel: true
    ) { head in
        LogScore.score(of: head)
    } makeDecoder: { context in
        LogDecoder(context: context)
    }
}

/// Gives the bytes of a log to its scanner.
private struct LogDecoder: EvidenceDecoder {
    private var scanner: LogScanner
    private var batch = EvidenceBatch()

    init(context: DecoderContext) {
        if context.options.isLarge { context.options.patterns.search.prepare() }
        scanner = LogScanner(
            source: context.source, patterns: context.options.patterns, explicitRunID: context.options.runID,
            readsAhead: context.options.readsAhead)
    }

    var room: UnsafeMutableRawBufferPointer? { scanner.room }

    mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        scanner.feed(bytes)
    }

    mutating func finish() {
        batch.logs.append(scanner.finish())
    }

    mutating func take() -> EvidenceBatch {
        let taken = batch
        batch = EvidenceBatch()
        return taken
    }
}

/// How surely a file is a log.
enum LogScore {
    /// Text whose content says nothing against it; just enough.
    static let text = 20
    /// Content that only a log of the platform has.
    static let platform = 40

    /// Extensions of text that nobody prints: sources, tables, documents.
    private static let otherExtensions: Set<String> = [
        "csv", "tsv", "yaml", "yml", "toml", "ini", "cfg", "md", "rst", "html", "htm", "css", "xml", "svg", "ipynb", "sh", "ps1", "bat",
        "r",
        "sql", "js", "ts", "java", "scala", "c", "h", "cc", "cpp", "cu", "go", "rs", "swift", "kql", "bicep", "tf", "dockerfile",
    ]

    static func score(of head: FormatHead) -> Int {
        guard head.isText else { return 0 }
        if head.looksLikeJSON || !head.records.isEmpty && !head.isPythonLiteral { return scoreOfJSON(head) }
        return otherExtensions.contains(head.fileExtension) ? 0 : text
    }

    /// Logs that are JSON: process records, error envelopes, structured logging. Other JSON is an export that nobody knows.
    private static func scoreOfJSON(_ head: FormatHead) -> Int {
        if let first = head.records.first, first.envelope == nil {
            if first.root["process_name"] != nil { return platform }
            if first.root.member("error")?.member("code") != nil, head.records.count == 1 { return text }
            let says = ["message", "msg", "event"].contains { first.root.member($0)?.string != nil }
            let isLogged = ["level", "levelname", "severity", "logger"].contains { first.root.member($0)?.string != nil }
            if says, isLogged, first.root["operationName"] == nil { return text }
        }
        // An error envelope that was cut, so that no record of it is whole.
        if head.records.isEmpty {
            let start = String(decoding: head.bytes.prefix(256), as: UTF8.self).filter { !$0.isWhitespace }
            if start.hasPrefix("{\"error\":{\"code\":") { return text }
        }
        return head.fileExtension == "log" || head.fileExtension == "txt" ? text : 0
    }
}
