/// A file on disk as a stream that can be read from any place.
final class FileStream: SeekableStream {
    private static let blockBytes = 1 << 18

    private let file: StoredFile
    let count: Int
    private let block: UnsafeMutableRawBufferPointer
    private var offset = 0
    private(set) var damage: StreamDamage?

    /// Nil for a pipe.
    init?(_ file: StoredFile) {
        guard let count = file.byteCount, file.seek(to: 0) else { return nil }
        self.file = file
        self.count = count
        block = .allocate(byteCount: FileStream.blockBytes, alignment: 16)
    }

    deinit { block.deallocate() }

    func next() -> UnsafeRawBufferPointer? {
        do throws(StoredFile.Refusal) {
            let count = try file.readBytes(into: block)
            offset += count
            return count == 0 ? nil : UnsafeRawBufferPointer(rebasing: block[..<count])
        } catch {
            damage = StreamDamage(reason: "reading failed: \(error.reason)", offset: offset)
            return nil
        }
    }

    func seek(to offset: Int) -> Bool {
        guard file.seek(to: offset) else { return false }
        self.offset = offset
        return true
    }
}
