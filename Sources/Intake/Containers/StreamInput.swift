/// A stream read into buffers of somebody else.
final class StreamInput: ByteInput {
    private let stream: any ByteStream
    private var rest = UnsafeRawBufferPointer(start: nil, count: 0)

    init(_ stream: any ByteStream) {
        self.stream = stream
    }

    func readBytes(into buffer: UnsafeMutableRawBufferPointer) throws(StoredFile.Refusal) -> Int {
        while rest.isEmpty {
            guard let block = stream.next() else { return 0 }
            rest = block
        }
        let count = min(rest.count, buffer.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<count]))
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        return count
    }
}

/// What a gzip stream within another stream holds.
final class GzipStream: ByteStream {
    private let packed: any ByteStream
    private let source: ByteSource
    private let budget: UnpackingBudget

    var damage: StreamDamage? { budget.damage ?? packed.damage ?? source.damage }

    init(_ packed: any ByteStream, budget: UnpackingBudget) {
        self.packed = packed
        self.budget = budget
        source = ByteSource(StreamInput(packed))
    }

    func next() -> UnsafeRawBufferPointer? {
        guard budget.damage == nil, let block = source.next(), budget.take(block.count) else { return nil }
        return block
    }
}
