import Evidence

extension Format {
    /// Python source of a code snapshot.
    static let pythonSource = Format(
        id: "python-source",
        title: "Python source of a code snapshot",
        howToGet: "Job -> Code -> Download in the studio, or the folder that was submitted"
    ) { head in
        PythonSourceScore.score(of: head)
    } makeDecoder: { context in
        PythonSourceDecoder(context: context)
    }
}

/// Gathers a file for the scanner of Python source, which looks at it as a whole.
private struct PythonSourceDecoder: EvidenceDecoder {
    /// Twice what the scanner looks at; a model written as source can be larger than memory.
    private static let maximumBytes = 4 << 20

    private let source: String
    private var bytes: [UInt8] = []
    private var batch = EvidenceBatch()

    init(context: DecoderContext) {
        source = context.source
    }

    mutating func feed(_ more: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: more.prefix(PythonSourceDecoder.maximumBytes - bytes.count))
    }

    mutating func finish() {
        batch.snapshots.append(PythonScanner.scan(bytes, source: source))
    }

    mutating func take() -> EvidenceBatch {
        let taken = batch
        batch = EvidenceBatch()
        return taken
    }
}

/// How surely a file is Python source.
enum PythonSourceScore {
    /// Lines that are looked at: imports stand at the top.
    private static let lookedLines = 200

    static func score(of head: FormatHead) -> Int {
        guard head.isText, !head.looksLikeJSON, head.records.isEmpty || head.fileExtension == "py" else { return 0 }
        if head.fileExtension == "py" || head.fileExtension == "pyi" { return 60 }
        let lines = head.bytes.split(separator: 0x0A, maxSplits: lookedLines, omittingEmptySubsequences: true).prefix(lookedLines)
            .map { String(decoding: $0.prefix(200), as: UTF8.self) }
        guard let first = lines.first(where: { $0.contains { !$0.isWhitespace } }), isCode(first) else { return 0 }
        let imports = lines.count { $0.hasPrefix("import ") || $0.hasPrefix("from ") && $0.contains(" import ") }
        let blocks = lines.count { line in ["def ", "class ", "if __name__", "async def "].contains { line.hasPrefix($0) } }
        return imports >= 1 && blocks >= 1 && imports + blocks >= 3 ? 50 : 0
    }

    /// How a file of Python begins.
    private static func isCode(_ line: String) -> Bool {
        ["import ", "from ", "#", "\"\"\"", "'''", "def ", "class ", "@"].contains { line.hasPrefix($0) }
    }
}
