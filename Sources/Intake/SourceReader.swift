package import Evidence

/// Reads one source from its first byte to its last: hashes it, tells its format, hands out what it says in batches.
///
/// A pull without tasks of its own: whoever calls decides what runs beside it.
package final class SourceReader {
    /// Records that make a batch worth handing on.
    private static let batchCount = 500

    private enum Phase {
        /// Gathering the head.
        case head([UInt8])
        case decoding(any EvidenceDecoder)
        /// Nothing in it can be told: only hashed on.
        case hashing
        /// Nothing is to be read: what there is to say is in the batch.
        case known
        case ended
    }

    /// Complete once `next()` has returned nil.
    package private(set) var source: Source
    private let options: ReadOptions
    private let formats: [Format]
    private var bytes: (any ByteStream)?
    /// Where the bytes come from as they are, if they fill a file of their own.
    private let file: ByteSource?
    /// The file is worth a thread that unpacks it, unless its decoder has a thread of its own.
    private let unpacksAhead: Bool
    private var hash = ContentHash()
    private var transcoder: UTF16Transcoder?
    private var phase = Phase.head([])
    private var batch = EvidenceBatch()

    /// A file that is read as it is, or unpacked if it is gzip; archives are taken apart by `ContainerReader`.
    convenience init(_ file: InputFile, options: ReadOptions, formats: [Format]) throws(IntakeError) {
        try self.init(nil, path: file.shownPath, options: options, formats: formats)
        if let obstacle = file.obstacle {
            note(obstacle, isDamage: file.isLost)
            return
        }
        do throws(StoredFile.Refusal) {
            bytes = try ByteSource(file)
        } catch {
            note("The file could not be opened: \(error.reason).", isDamage: true)
        }
    }

    /// Fails only for a format (`options.formatID`) that does not exist.
    init(
        _ bytes: (any ByteStream)?, of file: ByteSource? = nil, unpacksAhead: Bool = false, path: String, options: ReadOptions,
        formats: [Format]
    ) throws(IntakeError) {
        if let wanted = options.formatID, !formats.contains(where: { $0.id == wanted }) {
            let known = formats.map(\.id).joined(separator: ", ")
            throw IntakeError(subject: wanted, description: "There is no format '\(wanted)'; known are \(known).")
        }
        self.bytes = bytes
        self.file = file
        self.unpacksAhead = unpacksAhead
        self.options = options
        self.formats = formats
        source = Source(path: path, contentHash: "", bytes: 0, format: nil, state: .skipped, records: 0)
    }

    /// A source of which all is known already: nothing of it is left to read but its problems.
    init(known source: Source, problems: [Problem], options: ReadOptions) {
        self.source = source
        self.options = options
        file = nil
        unpacksAhead = false
        formats = []
        batch.problems = problems
        phase = .known
    }

    /// A source that was not read, and why.
    convenience init(path: String, lost reason: String, options: ReadOptions) {
        let source = Source(path: path, contentHash: ContentHash().hexadecimal, bytes: 0, format: nil, state: .damaged, records: 0)
        self.init(known: source, problems: [Problem(source: path, reason: reason, recoveredBytes: 0)], options: options)
    }

    /// The next batch, nil at the end.
    package func next() throws(IntakeError) -> EvidenceBatch? {
        while true {
            if case .ended = phase { return nil }
            guard let block = bytes?.next(into: room) else {
                end()
                let last = batch
                batch = EvidenceBatch()
                return last.count == 0 && last.problems.isEmpty ? nil : last
            }
            source.bytes += Int64(block.count)
            hash.update(block)
            take(block)
            options.meter?.noteRead(block.count)
            if batch.count >= SourceReader.batchCount {
                let full = batch
                batch = EvidenceBatch()
                return full
            }
        }
    }

    /// The hash of the file as it is stored, if reading the source told it.
    package var storedHash: String? {
        guard let file else { return nil }
        return file.isCompressed ? file.packedHash : source.state == .damaged ? nil : source.contentHash
    }

    /// The hash of a file as it is stored, to see quickly that nothing changed; nil if it cannot be read to its end.
    package static func storedHash(of file: InputFile) -> String? {
        guard !file.isStandardInput, file.obstacle == nil, let stored = try? StoredFile(file) else { return nil }
        var hash = ContentHash()
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: ByteSource.blockBytes, alignment: 16)
        defer { block.deallocate() }
        while true {
            guard let count = try? stored.readBytes(into: block) else { return nil }
            if count == 0 { return hash.hexadecimal }
            hash.update(UnsafeRawBufferPointer(rebasing: block[0..<count]))
        }
    }

    // MARK: Phases

    /// Where the decoder would copy the next bytes to.
    private var room: UnsafeMutableRawBufferPointer? {
        guard transcoder == nil, case .decoding(let decoder) = phase else { return nil }
        return decoder.room
    }

    private func take(_ block: UnsafeRawBufferPointer) {
        if case .head(let head) = phase, head.isEmpty, transcoder == nil { transcoder = UTF16Transcoder(head: block) }
        guard let text = transcoder?.transcode(block) else { return decode(block) }
        text.withUnsafeBytes { decode($0) }
    }

    private func decode(_ block: UnsafeRawBufferPointer) {
        switch phase {
        case .head(var head):
            phase = .hashing
            head.append(contentsOf: block)
            if head.count < FormatHead.maximumBytes {
                phase = .head(head)
            } else {
                tellFormat(of: head, isWhole: false)
            }
        case .decoding(var decoder):
            // Held once only: a second holder would make its buffers be copied when they grow.
            phase = .hashing
            decoder.feed(block)
            collect(&decoder)
            phase = .decoding(decoder)
        case .hashing, .known, .ended: break
        }
    }

    /// Chooses the format and gives its decoder what was gathered.
    private func tellFormat(of head: [UInt8], isWhole: Bool) {
        let beginning = FormatHead(path: source.path, bytes: Array(head.prefix(FormatHead.maximumBytes)), isWhole: isWhole)
        let chosen = options.formatID.map { id in formats.first { $0.id == id } } ?? FormatCatalogue.best(of: formats, for: beginning)
        guard let chosen, !head.isEmpty else {
            phase = .hashing
            if let advice = UnreadContainer.advice(for: beginning) { note(advice, isDamage: false) }
            return
        }
        source.format = chosen.id
        source.state = .read
        if let file, let bytes, unpacksAhead, !chosen.isParallel { self.bytes = ReadAheadStream(bytes, of: file) }
        let context = DecoderContext(source: source.path, options: options, isPythonLiteral: beginning.isPythonLiteral)
        var decoder = chosen.makeDecoder(context)
        head.withUnsafeBytes { decoder.feed($0) }
        collect(&decoder)
        phase = .decoding(decoder)
    }

    private func end() {
        if let rest = transcoder?.finish(), !rest.isEmpty { rest.withUnsafeBytes { decode($0) } }
        if case .head(let head) = phase { tellFormat(of: head, isWhole: true) }
        if case .decoding(var decoder) = phase {
            phase = .ended
            decoder.finish()
            collect(&decoder)
        }
        if let damage = bytes?.damage {
            note("The file could be read only in part: \(damage.reason).", offset: damage.offset, isDamage: true)
        }
        if case .known = phase {} else { source.contentHash = hash.hexadecimal }
        bytes = nil
        phase = .ended
    }

    // MARK: Batches

    private func collect(_ decoder: inout any EvidenceDecoder) {
        let more = decoder.take()
        source.note(more)
        batch.append(more)
    }

    private func note(_ reason: String, offset: Int? = nil, isDamage: Bool) {
        if isDamage { source.state = .damaged }
        batch.problems.append(
            Problem(source: source.path, offset: offset, reason: reason, recoveredBytes: source.bytes, isDamage: isDamage))
    }
}

extension Source {
    /// Counts a batch of this source.
    fileprivate mutating func note(_ batch: EvidenceBatch) {
        if batch.problems.contains(where: \.isDamage) { state = .damaged }
        records += batch.statements.count + batch.events.count + batch.outputs.count + batch.snapshots.count + batch.metrics.count
        records += batch.logs.reduce(0) { $0 + $1.lineCount }
        for i in batch.events.indices { note(batch.events.time(at: i)) }
        for metric in batch.metrics { note(metric.time) }
        for log in batch.logs {
            note(log.firstTime)
            note(log.lastTime)
        }
        for statement in batch.statements {
            note(statement.created)
            note(statement.started)
            note(statement.ended)
        }
    }

    private mutating func note(_ time: Timestamp?) {
        guard let time else { return }
        firstTime = firstTime.map { min($0, time) } ?? time
        lastTime = lastTime.map { max($0, time) } ?? time
    }
}

extension EvidenceBatch {
    /// Adds what another batch holds.
    mutating func append(_ other: EvidenceBatch) {
        statements += other.statements
        events += other.events
        outputs += other.outputs
        logs += other.logs
        snapshots += other.snapshots
        metrics += other.metrics
        problems += other.problems
    }
}
