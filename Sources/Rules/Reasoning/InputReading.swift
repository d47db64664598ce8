package import Evidence

/// Which step should have written a file that was not there.
package enum InputReading {
    /// Runs that should have produced the path that a message names; empty where the path is none of the run's inputs.
    package static func producers(ofMissing message: String, file: CaseFile) -> [String] {
        guard !file.producers.isEmpty else { return [] }
        let path = TextScan.quotedPath(in: message) ?? ""
        let empty = file.producers.filter(\.isLost)
        for producer in file.producers {
            let signs = [
                "/INPUT_\(producer.input)/", "/wd/\(producer.input)/", "/\(producer.runID)/", "/\(producer.input)/", "/\(producer.output)/",
            ]
            if signs.contains(where: { (path + "/").contains($0) }) {
                // The step named may have done its part: then one that left nothing is the next to ask.
                return [producer.runID] + (producer.isLost ? [] : empty.map(\.runID))
            }
        }
        if path.isEmpty || path.contains("/INPUT_") || path.contains("/mounts/") || path.contains("/wd/tmp") { return empty.map(\.runID) }
        return []
    }

    /// The name of the input below whose folder a path lies: `.../wd/INPUT_orders/a.csv` is in `orders`.
    package static func input(of path: String, in run: Run) -> String? {
        let parts = path.split(separator: "/").map(String.init)
        if let marked = parts.first(where: { $0.hasPrefix("INPUT_") && $0.count > 6 }) { return String(marked.dropFirst(6)) }
        guard let at = parts.firstIndex(of: "wd"), at + 1 < parts.count, parts.contains("data-capability") else { return nil }
        return run.inputs.contains { $0.name == parts[at + 1] } ? parts[at + 1] : nil
    }

    /// A victim whose pipeline's graph was not given: the file was missing below an input of which nobody knows the writer, and exactly one
    /// step that was over by then is in trouble. It is the one to ask.
    package static func likelyProducer(ofMissing message: String, file: CaseFile) -> String? {
        guard let path = TextScan.quotedPath(in: message), let input = input(of: path, in: file.run) else { return nil }
        if let writer = file.producers.first(where: { $0.input == input })?.runID {
            // The one who writes it is well: then another step that this one reads from, if one of them is in trouble.
            let direct = Set(file.producers.map(\.runID))
            let troubled = file.relatives.filter { direct.contains($0.runID) && $0.trouble != nil }
            return troubled.count == 1 && troubled[0].runID != writer ? troubled[0].runID : nil
        }
        guard !isFromOutside(input, file.run) else { return nil }
        guard let began = file.run.started ?? file.run.created else { return nil }
        let troubled = file.relatives.filter { other in
            other.relation == .sibling && other.status == .completed && other.trouble != nil
                && (other.ended.map { $0 <= began.adding(seconds: 60) } ?? false)
        }
        return troubled.count == 1 ? troubled[0].runID : nil
    }

    /// The input lies at a place of its own, not at one that a step of the pipeline writes.
    static func isFromOutside(_ input: String, _ run: Run) -> Bool {
        run.inputs.contains { $0.name == input && $0.producer == nil && $0.uri?.isEmpty == false && !($0.uri?.contains("${{") ?? false) }
    }
}

/// What a run asked for and did not get.
struct MissingInput: Sendable {
    let title: String
    let explanation: String
    let mechanism: String
    let evidence: [Quote]
    let source: SourceClass
    let exception: ExceptionSummary?
    /// Steps that should have written it.
    let producers: [String]
    /// The input is there, and a file in it is not: the data were reached, and the script died of its own exception.
    let isFileWithin: Bool

    init?(_ file: CaseFile) {
        if let judged = file.fatalTraceback, judged.fate == .unhandled, !judged.traceback.blocks.allSatisfy(\.frames.isEmpty) {
            self.init(judged, file)
        } else {
            self.init(wordsOf: file)
        }
    }

    /// From an exception: only a path below a declared input that comes from outside the pipeline. One that a step should have written is that
    /// step's matter, and the exception says so itself.
    private init?(_ judged: JudgedTraceback, _ file: CaseFile) {
        let block = judged.decisive
        guard ExceptionKind(block) == .missingFile, let path = TextScan.quotedPath(in: block.message),
            let input = InputReading.input(of: path, in: file.run), InputReading.isFromOutside(input, file.run),
            !file.producers.contains(where: { $0.input == input })
        else { return nil }
        let name = TextScan.lastComponent(path)
        isFileWithin = name != "INPUT_\(input)" && name != input
        title = !isFileWithin ? "The input \(input) is not there" : "\(name) is not in the input \(input)"
        let place = file.run.inputs.first { $0.name == input }?.uri ?? input
        explanation = "The input \(input) is given as `\(place)`, and the script found no such file there."
        mechanism = "file:\(input)/\(TextScan.masked(name))"
        evidence = judged.evidence(of: block)
        source = .log
        exception = judged.summary(of: block)
        producers = []
    }

    /// From the words of the storage, the mount or the service.
    private init?(wordsOf file: CaseFile) {
        let isOpen = file.status == .running || file.status == .notResponding
        let hits = [Pattern.mountFailed, .missingInput].flatMap { pattern in file.hits(pattern) }.filter { hit in
            guard let log = file.dossier.logs.first(where: { $0.source == hit.quote.location.source }) else { return false }
            // The script's own log: the words must be among its last, or it went on without.
            // A script that wrote something has got its mounts: what the runtime says of them before that was tried again with success.
            return !log.role.isUserOutput
                ? !isOpen && !file.hasOutput : (hit.quote.location.line ?? 0) >= (log.lastUserLine?.number ?? 0) - 15
        }
        let error = file.run.error.flatMap { error -> (String, Quote)? in
            guard let quote = file.run.citations[.error] else { return nil }
            let line = error.message.split(whereSeparator: \.isNewline).first { line in MissingInput.signs.contains { line.contains($0) } }
            return line.map { (String($0), quote) }
        }
        // The line that says most: a mount's before the storage's, the first before its repetitions.
        guard let text = hits.first?.text ?? error?.0 else { return nil }
        let isMount = hits.first?.pattern == Pattern.mountFailed.id || text.lowercased().contains("mount")
        let said = text.trimmingSpaces.prefix(160)
        title = (isMount ? "The data could not be mounted: " : "An input was not there: ") + said
        explanation = hits.isEmpty ? "The service's error says so." : "The line quoted is that of the storage or of the runtime."
        mechanism = (isMount ? "mount:" : "input:") + TextScan.masked(String(said))
        let isOwn = hits.first.map { hit in file.userLogs.contains { $0.source == hit.quote.location.source } } ?? false
        evidence = [hits.first?.quote, hits.dropFirst().first?.quote, error?.1].compactMap { $0 }
        source = hits.isEmpty ? .history : isOwn ? .log : .system
        isFileWithin = false
        exception = nil
        let whole = hits.map(\.text).joined(separator: "\n") + (error?.0 ?? "")
        let named = file.producers.filter { producer in
            whole.contains(producer.runID) || whole.contains("/\(producer.output)/") || whole.contains("'\(producer.input)'")
        }
        producers = isMount ? [] : (named.isEmpty ? file.producers.filter(\.isLost) : named).map(\.runID)
    }

    private static let signs = [
        "Found no resources for the input", "StreamAccess.NotFound", "NotFoundException", "BlobNotFound", "ContainerNotFound",
        "DatasetMountValidationException", "StreamError(NotFound)", "Unable to mount", "BFSMountError", "Failed to mount", "MountVolume.",
    ]
}

extension String {
    /// Without white space at its ends.
    var trimmingSpaces: String {
        let head = drop { $0.isWhitespace }
        return String(String(head.reversed()).drop { $0.isWhitespace }.reversed())
    }
}
