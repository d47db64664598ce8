import CArchive

/// An archive that is being read, member by member.
final class OpenArchive {
    /// How its members begin to be addressed, without `!`.
    let path: String
    let kind: ContainerKind.ArchiveKind
    private let stream: any ByteStream
    private var archive: LibArchive
    private let budget: UnpackingBudget
    /// Members handed out, by name: two of one name would be one source.
    private var names: Set<String> = []
    private var hasBegun = false
    /// A zip whose table of contents is of no use.
    private var tableDamage: StreamDamage?

    /// What stands next in it.
    enum Step {
        case member(path: String, any ByteStream)
        case refused(path: String, reason: String, isLost: Bool)
        /// Nothing more can be read; nil at a proper end.
        case ended(StreamDamage?)
    }

    init(_ stream: any ByteStream, kind: ContainerKind.ArchiveKind, path: String, budget: UnpackingBudget) {
        self.path = path
        self.kind = kind
        self.stream = stream
        self.budget = budget
        archive = LibArchive(stream, kind: .archive(kind))
    }

    /// Goes to the next member; what was not read of the one before is passed over.
    func next() -> Step {
        while budget.damage == nil {
            let (entry, outcome) = archive.nextEntry()
            if case .damaged(let reason) = outcome {
                if readsWithoutTable(because: reason) { continue }
                return .ended(tableDamage ?? StreamDamage(reason: reason, offset: archive.offset))
            }
            hasBegun = true
            guard let entry else { return .ended(tableDamage ?? finish()) }
            guard budget.takeMember() else { break }
            if let step = step(entry) { return step }
        }
        return .ended(budget.damage)
    }

    /// A zip can be read from front to back, too; false if that was done already.
    private func readsWithoutTable(because reason: String) -> Bool {
        guard kind == .zip, !hasBegun, tableDamage == nil, stream is any SeekableStream else { return false }
        tableDamage = StreamDamage(reason: "its table of contents is damaged (\(reason))", offset: archive.offset)
        archive = LibArchive(stream, kind: .archive(kind), isSeeking: false)
        return true
    }

    /// A tar ends before its file does: only the rest tells whether the file is whole.
    private func finish() -> StreamDamage? {
        if kind == .tar {
            while let block = stream.next(), budget.take(block.count) {}
        }
        return budget.damage ?? stream.damage
    }

    /// Nil for what is passed over without a word.
    private func step(_ entry: OpaquePointer) -> Step? {
        let name: String
        switch MemberName(entry) {
        case .ignored: return nil
        case .refused(let text):
            return .refused(path: path + "!" + text, reason: "The member's name leads out of the archive; it was not read.", isLost: true)
        case .path(let text): name = text
        }
        let member = path + "!" + name
        if let link = OpenArchive.kindThatHoldsNothing(entry) {
            return link.isEmpty ? nil : .refused(path: member, reason: "The member is \(link) and was passed over.", isLost: false)
        }
        if archive_entry_is_encrypted(entry) != 0 {
            return .refused(path: member, reason: "The member is encrypted and was not read.", isLost: true)
        }
        guard names.insert(name).inserted else {
            return .refused(
                path: member, reason: "The archive has several members of this name; only the first was read.", isLost: true)
        }
        let isEmpty = kind == .zip && archive_entry_size_is_set(entry) != 0 && archive_entry_size(entry) == 0
        return .member(path: member, MemberStream(archive, isEmpty: isEmpty, budget: budget))
    }

    /// What a member is that is no file; empty for a folder, nil for a file.
    private static func kindThatHoldsNothing(_ entry: OpaquePointer) -> String? {
        if archive_entry_hardlink(entry) != nil { return "a hard link" }
        // The types of `stat`, which C writes as casts that Swift does not see.
        switch UInt32(archive_entry_filetype(entry)) {
        case 0o040000: return ""
        case 0o120000: return "a symbolic link"
        case 0o020000, 0o060000: return "a device"
        case 0o010000: return "a FIFO"
        case 0o140000: return "a socket"
        default: return nil
        }
    }
}
