/// A pull of a file's bytes in blocks, unpacked if they are gzip: told by its first bytes, never by its name.
final class ByteSource: ByteStream {
    /// Large enough that a system call costs nothing, small enough to stay in the cache from one reader to the next.
    static let blockBytes = 1 << 18
    private static let storedBytes = 1 << 18

    private let file: any ByteInput
    private var inflater: Inflater?
    /// Filled in turn.
    private var blocks: [UnsafeMutableRawBufferPointer]
    private var turn = 0
    private let stored: UnsafeMutableRawBufferPointer
    /// Part of `stored` that is not used yet.
    private var unread = 0..<0
    /// Stored bytes in front of `stored`.
    private var storedOffset = 0
    private var isStoredEnd = false
    /// Of the stored bytes that went through `stored`: all of them if the file is gzip.
    private var hash = ContentHash()
    private var isAtStart = true
    /// Between two members: padding and the next member may follow.
    private var isBetweenMembers = false
    private var isEnded = false
    /// Set once the end is reached, if it came too early.
    private(set) var damage: StreamDamage?

    var isCompressed: Bool { inflater != nil }

    /// The hash of a gzip file as it is stored, once it was read to its end without damage.
    var packedHash: String? { isCompressed && isStoredEnd && damage == nil ? hash.hexadecimal : nil }

    /// Bytes taken from the file so far.
    var storedBytes: Int { storedOffset + unread.upperBound }

    convenience init(_ file: InputFile) throws(StoredFile.Refusal) {
        self.init(try StoredFile(file))
    }

    init(_ input: any ByteInput) {
        file = input
        blocks = [.allocate(byteCount: ByteSource.blockBytes, alignment: 64)]
        stored = .allocate(byteCount: ByteSource.storedBytes, alignment: 16)
    }

    deinit {
        for block in blocks { block.deallocate() }
        stored.deallocate()
    }

    /// From now on bytes are valid until so many calls later, so that they need not be copied.
    func keep(blocks count: Int) {
        while blocks.count < count { blocks.append(.allocate(byteCount: ByteSource.blockBytes, alignment: 64)) }
    }

    /// The next bytes, valid until the next call unless more are kept; nil at the end.
    func next() -> UnsafeRawBufferPointer? { next(into: nil) }

    func next(into room: UnsafeMutableRawBufferPointer?) -> UnsafeRawBufferPointer? {
        guard !isEnded else { return nil }
        if isAtStart {
            isAtStart = false
            fill(atLeast: 3)
            let magic = UnsafeRawBufferPointer(rebasing: stored[unread]).prefix(3)
            if magic.elementsEqual(ByteSource.gzipMagic) { inflater = Inflater() }
        }
        let block = block(in: room)
        let count = inflater.map { unpack(into: block, with: $0) } ?? copy(into: block)
        guard count > 0 else {
            isEnded = true
            return nil
        }
        return UnsafeRawBufferPointer(rebasing: block[0..<count])
    }

    /// Where the next bytes go: into the room of who asks if that is not the end of it, else into a block of our own.
    private func block(in room: UnsafeMutableRawBufferPointer?) -> UnsafeMutableRawBufferPointer {
        if let room, room.count >= ByteSource.blockBytes / 4 {
            return UnsafeMutableRawBufferPointer(rebasing: room.prefix(ByteSource.blockBytes))
        }
        turn = turn + 1 < blocks.count ? turn + 1 : 0
        return blocks[turn]
    }

    private static let gzipMagic: [UInt8] = [0x1F, 0x8B, 0x08]

    // MARK: Stored bytes

    /// Reads until so many stored bytes are at hand, or the file ends.
    private func fill(atLeast wanted: Int) {
        if unread.count < wanted, unread.lowerBound > 0 {
            stored.copyMemory(from: UnsafeRawBufferPointer(rebasing: stored[unread]))
            storedOffset += unread.lowerBound
            unread = 0..<unread.count
        }
        while unread.count < wanted, !isStoredEnd {
            let count = read(into: UnsafeMutableRawBufferPointer(rebasing: stored[unread.upperBound...]))
            hash.update(UnsafeRawBufferPointer(rebasing: stored[unread.upperBound..<unread.upperBound + count]))
            unread = unread.lowerBound..<unread.upperBound + count
        }
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard !isStoredEnd else { return 0 }
        do throws(StoredFile.Refusal) {
            let count = try file.readBytes(into: buffer)
            isStoredEnd = count == 0
            return count
        } catch {
            isStoredEnd = true
            damage = StreamDamage(reason: "reading failed: \(error.reason)", offset: storedOffset + unread.upperBound)
            return 0
        }
    }

    /// A file that is not packed: what was looked at first, then straight into the block.
    private func copy(into block: UnsafeMutableRawBufferPointer) -> Int {
        if !unread.isEmpty {
            let count = unread.count
            block.copyMemory(from: UnsafeRawBufferPointer(rebasing: stored[unread]))
            storedOffset += unread.upperBound
            unread = 0..<0
            return count
        }
        var count = 0
        // Pipes hand out little at a time.
        while count < block.count, !isStoredEnd {
            let more = read(into: UnsafeMutableRawBufferPointer(rebasing: block[count...]))
            count += more
            storedOffset += more
        }
        return count
    }

    // MARK: gzip

    private func unpack(into block: UnsafeMutableRawBufferPointer, with inflater: Inflater) -> Int {
        var count = 0
        while count < block.count, !isEnded {
            if isBetweenMembers, !beginMember(with: inflater) { break }
            fill(atLeast: 1)
            let input = UnsafeRawBufferPointer(rebasing: stored[unread])
            let output = UnsafeMutableRawBufferPointer(rebasing: block[count...])
            let (read, written, outcome) = inflater.inflate(input, into: output)
            unread = unread.lowerBound + read..<unread.upperBound
            count += written
            switch outcome {
            case .memberEnded: isBetweenMembers = true
            case .damaged(let message): end("the gzip stream is damaged: \(message)")
            case .went:
                if input.isEmpty, written == 0 { end("the gzip stream ends early") }
            }
        }
        return count
    }

    /// Passes over the zeros that tapes and block devices leave behind a member; false if no member follows.
    private func beginMember(with inflater: Inflater) -> Bool {
        var zeros = 0
        while true {
            fill(atLeast: 3)
            while let byte = stored[unread].first, byte == 0 {
                unread = unread.lowerBound + 1..<unread.upperBound
                zeros += 1
            }
            if isStoredEnd || unread.count >= 3 { break }
        }
        isBetweenMembers = false
        guard !unread.isEmpty else {
            isEnded = true
            return false
        }
        guard UnsafeRawBufferPointer(rebasing: stored[unread]).prefix(3).elementsEqual(ByteSource.gzipMagic) else {
            end("something that is no gzip follows the gzip stream")
            return false
        }
        inflater.reset()
        return true
    }

    private func end(_ reason: String) {
        isEnded = true
        damage = damage ?? StreamDamage(reason: reason, offset: storedOffset + unread.lowerBound)
    }
}
