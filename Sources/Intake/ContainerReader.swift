import Evidence

/// Reads all sources of a file, one after another: the file itself, or the members of the archive that it is, and the archive last.
///
/// One pass over the file, nothing is unpacked to disk. An archive is a source too: it holds no evidence, but its hash tells next time
/// that nothing in it changed, and what could not be read of it is its problem.
package final class ContainerReader {
    /// Archives within archives; deeper is a trap or a mistake.
    package static let maximumDepth = 4
    /// A file packed twice was packed by mistake; deeper is a trap.
    private static let maximumPackings = 3
    /// A file of so many stored bytes takes long enough to unpack that a thread for it pays.
    private static let largeBytes = 4 << 20
    /// Refused members that are named; a tar of a whole system has thousands of links.
    private static let maximumProblems = 100

    private let file: InputFile
    private let options: ReadOptions
    private let formats: [Format]
    private let stored: StoredFile?
    private let base: ByteSource?
    private let budget: UnpackingBudget
    /// A file that is no archive.
    private var single: SourceReader?
    private var stack: [OpenArchive] = []
    private var archive: Source?
    private var problems: [Problem] = []
    private var unnamedProblems = (count: 0, lost: 0)
    private var hash = ContentHash()
    private var member: SourceReader?

    /// Fails only for a format (`options.formatID`) that does not exist.
    package convenience init(_ file: InputFile, options: ReadOptions) throws(IntakeError) {
        try self.init(file, options: options, formats: FormatCatalogue.all)
    }

    init(
        _ file: InputFile, options: ReadOptions, formats: [Format], limits: UnpackingBudget.Limits = UnpackingBudget.Limits()
    ) throws(IntakeError) {
        self.file = file
        self.options = options
        self.formats = formats
        stored = file.obstacle == nil ? try? StoredFile(file, meter: options.meter) : nil
        guard let stored else {
            base = nil
            budget = UnpackingBudget(limits) { 0 }
            // Says what is in the way.
            single = try SourceReader(file, options: options, formats: formats)
            return
        }
        let base = ByteSource(stored)
        self.base = base
        let size = stored.byteCount
        budget = UnpackingBudget(limits) { size ?? base.storedBytes }
        single = try open(base, path: file.shownPath)
    }

    /// The next source, to be read to its end before the next is asked for; nil after the last.
    package func next() throws(IntakeError) -> SourceReader? {
        if let single {
            self.single = nil
            return single
        }
        noteMember()
        while let top = stack.last {
            switch top.next() {
            case .member(let path, let stream):
                if let reader = try open(stream, path: path) {
                    member = reader
                    return reader
                }
            case .refused(let path, let reason, let isLost): note(path, reason, isDamage: isLost)
            case .ended(let damage):
                stack.removeLast()
                guard let damage else { continue }
                note(top.path, "The archive could be read only in part: \(damage.reason).", offset: damage.offset, isDamage: true)
            }
        }
        return finishArchive()
    }

    // MARK: Opening

    /// A reader of the stream if it is no archive; an archive goes on the stack.
    private func open(_ stream: any ByteStream, path: String) throws(IntakeError) -> SourceReader? {
        var stream = stream
        var packings = 0
        while true {
            let peeked = PeekedStream(stream)
            guard let kind = ContainerKind(head: peeked.head, path: path) else {
                guard let base, stream === base else { return try SourceReader(peeked, path: path, options: options, formats: formats) }
                var own = options
                let size = stored?.byteCount ?? 0
                let unpacksAhead = options.readsAhead && size >= ContainerReader.largeBytes
                own.isLarge = unpacksAhead && (base.isCompressed || size >= LiteralSearch.few)
                return try SourceReader(peeked, of: base, unpacksAhead: unpacksAhead, path: path, options: own, formats: formats)
            }
            switch kind {
            case .packed(let packing):
                packings += 1
                guard packings <= ContainerReader.maximumPackings else {
                    return SourceReader(
                        path: path, lost: "The file is packed more than \(ContainerReader.maximumPackings) times over; it was not read.",
                        options: options)
                }
                stream =
                    packing == .gzip
                    ? GzipStream(peeked, budget: budget) : UnpackedStream(peeked, packing: packing, budget: budget)
            case .archive(let kind):
                begin(kind, peeked, isBase: stream === base, path: path)
                return nil
            }
        }
    }

    private func begin(_ kind: ContainerKind.ArchiveKind, _ stream: PeekedStream, isBase: Bool, path: String) {
        if archive == nil {
            archive = Source(path: path, contentHash: "", bytes: 0, format: kind.rawValue, state: .read, records: 0)
        }
        guard stack.count < ContainerReader.maximumDepth else {
            return note(
                path, "The archive stands in \(ContainerReader.maximumDepth) others and was not read.", isDamage: true)
        }
        var input: any ByteStream = stream
        if kind.wantsSeeking {
            if isBase, base?.isCompressed == false, let stored, let seekable = FileStream(stored) {
                input = seekable
            } else {
                let memory = MemoryStream(stream, limit: budget.limits.heldBytes)
                // A zip can be read from front to back as well, a 7z cannot.
                guard memory.isWhole || kind == .zip else {
                    let reason = "The archive is a 7z of more than \(budget.limits.heldBytes) bytes within another; it was not read."
                    return note(path, reason, isDamage: true)
                }
                input = memory
            }
        }
        stack.append(OpenArchive(input, kind: kind, path: path, budget: budget))
    }

    // MARK: The archive itself

    /// The member that was read last counts for the archive's hash.
    private func noteMember() {
        guard let source = member?.source else { return }
        member = nil
        for text in [source.path, source.contentHash] {
            // A zero ends each, so that no two lists read alike.
            (Array(text.utf8) + [0]).withUnsafeBytes { hash.update($0) }
        }
    }

    private func note(_ path: String, _ reason: String, offset: Int? = nil, isDamage: Bool) {
        if isDamage { archive?.state = .damaged }
        guard problems.count < ContainerReader.maximumProblems else {
            unnamedProblems.count += 1
            unnamedProblems.lost += isDamage ? 1 : 0
            return
        }
        problems.append(Problem(source: path, offset: offset, reason: reason, recoveredBytes: 0, isDamage: isDamage))
    }

    private func finishArchive() -> SourceReader? {
        guard var archive else { return nil }
        self.archive = nil
        if unnamedProblems.count > 0 {
            problems.append(
                Problem(
                    source: file.shownPath, reason: "\(unnamedProblems.count) more members were not read.", recoveredBytes: 0,
                    isDamage: unnamedProblems.lost > 0))
        }
        for problem in problems {
            (Array((problem.source + "\0" + problem.reason).utf8) + [0]).withUnsafeBytes { hash.update($0) }
        }
        archive.contentHash = hash.hexadecimal
        return SourceReader(known: archive, problems: problems, options: options)
    }
}
