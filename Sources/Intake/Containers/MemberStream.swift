/// The bytes of the member that an archive stands at, or of a stream that libarchive unpacks.
final class MemberStream: ByteStream {
    private static let zeros = [UInt8](repeating: 0, count: 1 << 16)

    private let archive: LibArchive
    private let budget: UnpackingBudget
    /// Bytes handed out; what libarchive gives next may belong further on.
    private var offset = 0
    private var waiting: UnsafeRawBufferPointer?
    private var hole = 0
    private var isEnded = false
    private var own: StreamDamage?
    private let zeroBytes: UnsafeMutableRawBufferPointer

    var damage: StreamDamage? { budget.damage ?? own }

    /// `isEmpty` where the archive says so: packers of empty files write streams that libarchive does not take.
    init(_ archive: LibArchive, isEmpty: Bool = false, budget: UnpackingBudget) {
        isEnded = isEmpty
        self.archive = archive
        self.budget = budget
        zeroBytes = .allocate(byteCount: MemberStream.zeros.count, alignment: 16)
        zeroBytes.copyBytes(from: MemberStream.zeros)
    }

    deinit { zeroBytes.deallocate() }

    func next() -> UnsafeRawBufferPointer? {
        if hole > 0 { return giveHole() }
        if let block = waiting {
            waiting = nil
            return give(block)
        }
        while !isEnded, budget.damage == nil {
            let (block, place, outcome) = archive.nextData()
            switch outcome {
            case .went: break
            case .ended: isEnded = true
            case .damaged(let reason):
                isEnded = true
                own = StreamDamage(reason: reason, offset: archive.offset)
            }
            guard !block.isEmpty else { continue }
            guard place > offset else { return give(block) }
            // Sparse files leave out what is zero.
            hole = place - offset
            waiting = block
            return giveHole()
        }
        return nil
    }

    private func give(_ block: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        offset += block.count
        return budget.take(block.count) ? block : nil
    }

    private func giveHole() -> UnsafeRawBufferPointer? {
        let count = min(hole, zeroBytes.count)
        hole -= count
        return give(UnsafeRawBufferPointer(rebasing: zeroBytes[..<count]))
    }
}

/// What a stream packed by bzip2, xz, zstd or lz4 holds.
final class UnpackedStream: ByteStream {
    private let packed: any ByteStream
    private let archive: LibArchive
    private let packing: ContainerKind.Packing
    private let content: MemberStream
    private var isAtStart = true
    private var isEnded = false
    private var own: StreamDamage?

    var damage: StreamDamage? { own ?? content.damage ?? packed.damage }

    init(_ packed: any ByteStream, packing: ContainerKind.Packing, budget: UnpackingBudget) {
        self.packed = packed
        self.packing = packing
        archive = LibArchive(packed, kind: .packed(packing))
        content = MemberStream(archive, budget: budget)
    }

    func next() -> UnsafeRawBufferPointer? {
        if isAtStart {
            isAtStart = false
            begin()
        }
        guard !isEnded, let block = content.next() else {
            isEnded = true
            return nil
        }
        return block
    }

    private func begin() {
        switch archive.nextEntry().outcome {
        case .went:
            if archive.isFiltered { return }
            isEnded = true
            own = StreamDamage(reason: "the \(packing.rawValue) stream does not go on as it begins", offset: 0)
        case .ended: isEnded = true
        case .damaged(let reason):
            isEnded = true
            own = StreamDamage(reason: reason, offset: archive.offset)
        }
    }
}
