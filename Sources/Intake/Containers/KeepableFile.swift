/// A file's bytes in the parts in which a store keeps them: as they lie on disk if they are packed already, else packed as gzip.
package final class KeepableFile {
    /// So much is held at a time.
    package static let partBytes = 1 << 20
    /// As a store notes what was done to the bytes.
    package static let gzip = "gzip"

    /// `gzip`, or nil where the parts are the file's own bytes.
    package let packing: String?
    /// Bytes of the file that were read so far.
    package private(set) var bytes: Int64 = 0
    private let shownPath: String
    private let file: StoredFile
    private let deflater: Deflater?
    private let block: UnsafeMutableRawBufferPointer
    /// Part of `block` that is not packed yet.
    private var unread = 0..<0
    private var isFileEnded = false
    private var isEnded = false
    private var contentHash = ContentHash()

    /// Fails for a file that cannot be read, and for what can be read only once.
    package init(_ input: InputFile) throws(IntakeError) {
        shownPath = input.shownPath
        guard input.obstacle == nil, !input.isStandardInput else {
            throw IntakeError(subject: input.shownPath, description: input.obstacle ?? "Standard input cannot be kept.")
        }
        block = .allocate(byteCount: ByteSource.blockBytes, alignment: 16)
        let head: [UInt8]
        do throws(StoredFile.Refusal) {
            file = try StoredFile(input)
            head = Array(block[..<(try file.readBytes(into: block))].prefix(1_024))
        } catch {
            block.deallocate()
            throw IntakeError(subject: input.shownPath, description: "The file could not be read: \(error.reason).")
        }
        guard file.seek(to: 0) else {
            block.deallocate()
            throw IntakeError(subject: input.shownPath, description: "The file can be read only once.")
        }
        // A tar is many files in one, but no smaller than they are.
        let kind = ContainerKind(head: head, path: input.shownPath)
        let isPacked = kind != nil && kind != .archive(.tar)
        deflater = isPacked ? nil : Deflater()
        packing = isPacked ? nil : KeepableFile.gzip
    }

    deinit { block.deallocate() }

    /// The hash of the file as it lies on disk (`SourceReader.storedHash`), once `next` has returned nil.
    package var hash: String { contentHash.hexadecimal }

    /// The next part, of at most `partBytes`; nil at the end.
    package func next() throws(IntakeError) -> [UInt8]? {
        var part: [UInt8] = []
        part.reserveCapacity(KeepableFile.partBytes)
        while part.count < KeepableFile.partBytes, !isEnded {
            if unread.isEmpty, !isFileEnded { try fill() }
            guard let deflater else {
                let count = min(unread.count, KeepableFile.partBytes - part.count)
                part.append(contentsOf: block[unread.prefix(count)])
                unread = unread.dropFirst(count)
                isEnded = isFileEnded && unread.isEmpty
                continue
            }
            let room = min(ByteSource.blockBytes, KeepableFile.partBytes - part.count)
            let packed = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                let result = deflater.deflate(
                    UnsafeRawBufferPointer(rebasing: block[unread]), isLast: isFileEnded, into: UnsafeMutableRawBufferPointer(buffer))
                unread = unread.dropFirst(result.read)
                isEnded = result.isComplete
                count = result.written
            }
            part += packed
        }
        return part.isEmpty ? nil : part
    }

    private func fill() throws(IntakeError) {
        let count: Int
        do throws(StoredFile.Refusal) { count = try file.readBytes(into: block) } catch {
            throw IntakeError(subject: shownPath, description: "The file could not be read: \(error.reason).")
        }
        isFileEnded = count == 0
        unread = 0..<count
        bytes += Int64(count)
        contentHash.update(UnsafeRawBufferPointer(rebasing: block[unread]))
    }
}
