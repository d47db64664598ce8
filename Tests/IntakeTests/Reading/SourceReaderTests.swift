import Evidence
import Testing

@testable import Intake

/// A format that tells its records by a member and gives an output object for each.
private let sizes = Format.records(id: "sizes", title: "Sizes", howToGet: "") { head in
    head.records.contains { $0.root["size"] != nil } ? 80 : 0
} decode: { record, context, batch in
    guard let size = record.root["size"]?.int else { return false }
    let quote = record.quote(of: record.root, source: context.source)
    batch.events.append(
        Event(kind: .other, time: Timestamp(microseconds: Int64(size)), name: record.root["name"]?.string ?? "", quote: quote))
    return true
}

/// A format that speaks for any text, and counts its bytes.
private let bytes = Format(id: "bytes", title: "Bytes", howToGet: "", tell: { $0.isText ? 20 : 0 }) { context in
    ByteCounter(source: context.source)
}

private struct ByteCounter: EvidenceDecoder {
    var log: LogEvidence

    init(source: String) {
        log = LogEvidence(source: source, role: .user)
    }

    mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        log.byteCount += Int64(bytes.count)
        log.lineCount += bytes.count { $0 == 0x0A }
    }

    mutating func finish() {}

    mutating func take() -> EvidenceBatch {
        var batch = EvidenceBatch()
        batch.logs = [log]
        log.byteCount = 0
        log.lineCount = 0
        return batch
    }
}

@Suite("Reading a source")
struct SourceReaderTests {
    private let folder = TemporaryFolder()

    private func read(
        _ file: InputFile, as formatID: String? = nil
    ) throws -> (source: Source, batches: [EvidenceBatch]) {
        let options = try ReadOptions(patterns: PatternSet([]), formatID: formatID)
        let reader = try SourceReader(file, options: options, formats: [bytes, sizes])
        var batches: [EvidenceBatch] = []
        while let batch = try reader.next() { batches.append(batch) }
        #expect(try reader.next() == nil)
        return (reader.source, batches)
    }

    private func read(_ bytes: [UInt8], as formatID: String? = nil) throws -> (source: Source, batches: [EvidenceBatch]) {
        try read(InputFile(shownPath: "x/file", path: folder.write(bytes, to: "file")), as: formatID)
    }

    private func hash(_ bytes: [UInt8]) -> String {
        var hash = ContentHash()
        bytes.withUnsafeBytes { hash.update($0) }
        return hash.hexadecimal
    }

    private let lines = Array((0..<3_000).map { "{\"size\":\($0 + 1),\"name\":\"n\($0)\"}\n" }.joined().utf8)

    @Test("hands out its records in batches and describes it at the end")
    func records() throws {
        let (source, batches) = try read(lines)
        #expect(batches.flatMap(\.events).map(\.name) == (0..<3_000).map { "n\($0)" })
        #expect(
            source
                == Source(
                    path: "x/file", contentHash: hash(lines), bytes: Int64(lines.count), format: "sizes", state: .read, records: 3_000,
                    firstTime: Timestamp(microseconds: 1), lastTime: Timestamp(microseconds: 3_000)))
    }

    @Test("packed gives the same source as unpacked")
    func packed() throws {
        let (plain, plainBatches) = try read(lines)
        let (packed, packedBatches) = try read(StoredGzip.member(lines))
        #expect(packed == plain)
        #expect(packedBatches.flatMap(\.events) == plainBatches.flatMap(\.events))
    }

    @Test("packed and cut keeps what came before the cut and says so")
    func cut() throws {
        let member = StoredGzip.member(lines)
        let (source, batches) = try read(Array(member[..<50_000]))
        #expect(source.state == .damaged)
        #expect(source.format == "sizes")
        #expect(source.records > 1_000)
        #expect(
            batches.flatMap(\.problems).map(\.reason) == [
                "The file ends inside the record that begins in line \(source.records + 1).",
                "The file could be read only in part: the gzip stream ends early.",
            ])
        #expect(batches.flatMap(\.problems).last?.offset == 50_000)
        #expect(batches.flatMap(\.problems).last?.recoveredBytes == source.bytes)
    }

    @Test("takes the format that its head speaks for most, the first of equal ones")
    func choice() throws {
        #expect(try read(lines).source.format == "sizes")
        #expect(try read(Array("plain text\n".utf8)).source.format == "bytes")
        #expect(try read(Array("{\"other\":1}\n".utf8)).source.format == "bytes")
    }

    @Test("takes the format that was asked for")
    func asked() throws {
        let (source, batches) = try read(lines, as: "bytes")
        #expect(source.format == "bytes")
        #expect(batches.flatMap(\.logs).reduce(0) { $0 + $1.byteCount } == Int64(lines.count))
    }

    @Test("fails for a format that does not exist")
    func unknownFormat() {
        #expect(throws: IntakeError(subject: "no", description: "There is no format 'no'; known are bytes, sizes.")) {
            _ = try read(lines, as: "no")
        }
    }

    @Test("skips what is empty or of no known format, without a problem", arguments: [[], [0, 1, 2, 3, 0, 1, 2, 3]] as [[UInt8]])
    func skipped(bytes: [UInt8]) throws {
        let (source, batches) = try read(bytes)
        #expect(
            source == Source(path: "x/file", contentHash: hash(bytes), bytes: Int64(bytes.count), format: nil, state: .skipped, records: 0))
        #expect(batches.isEmpty)
    }

    @Test("says of an archive that is not read that it must be unpacked first")
    func archive() throws {
        let rar = Array("Rar!\u{1A}\u{7}\u{1}\u{0}\u{33}\u{92}\u{1}\u{2}\u{3}".utf8)
        let (source, batches) = try read(InputFile(shownPath: "logs.rar", path: folder.write(rar, to: "logs.rar")))
        #expect(source.state == .skipped)
        #expect(
            batches.flatMap(\.problems).map(\.reason) == ["The file is a RAR archive, which is not read: unpack it and ingest the folder."])
        #expect(batches.flatMap(\.problems).map(\.isDamage) == [false])
    }

    @Test("tells a record of more than 64 KiB by its beginning")
    func longFirstRecord() throws {
        let text = "{\"size\":1,\"text\":\"" + String(repeating: "x", count: 200_000) + "\"}"
        #expect(try read(Array(text.utf8)).source.format == "sizes")
    }

    @Test("reads UTF-16 as if it were UTF-8")
    func utf16() throws {
        let stored = ([0xFEFF] + Array("{\"size\":1,\"name\":\"é\"}".utf16)).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let (source, batches) = try read(stored)
        #expect(batches.flatMap(\.events).map(\.name) == ["é"])
        #expect(source.contentHash == hash(stored))
        #expect(source.bytes == Int64(stored.count))
    }

    @Test("reads printed Python values as records")
    func python() throws {
        let (source, batches) = try read(Array("{'size': 1, 'name': None}\n{'size': 2, 'name': 'b'}\n".utf8))
        #expect(source.format == "sizes")
        #expect(batches.flatMap(\.events).map(\.name) == ["", "b"])
    }

    @Test("that cannot be opened is damaged, that is no file is skipped")
    func obstacles() throws {
        let (gone, batches) = try read(InputFile(shownPath: "gone", path: folder.path + "/gone"))
        #expect(gone.state == .damaged)
        #expect(batches.flatMap(\.problems).map(\.reason) == ["The file could not be opened: No such file or directory."])
        let (pipe, more) = try read(InputFile(shownPath: "pipe", path: "/dev/null", obstacle: "It is a FIFO."))
        #expect(pipe.state == .skipped)
        #expect(more.flatMap(\.problems).map(\.reason) == ["It is a FIFO."])
        let (folderItself, last) = try read(InputFile(shownPath: "folder", path: folder.path))
        #expect(folderItself.state == .damaged)
        #expect(last.flatMap(\.problems).map(\.reason) == ["The file could be read only in part: reading failed: Is a directory."])
    }

    @Test("hashes a file as it is stored")
    func storedHash() throws {
        let member = StoredGzip.member(lines)
        let path = folder.write(member, to: "a.gz")
        #expect(SourceReader.storedHash(of: InputFile(shownPath: "a.gz", path: path)) == hash(member))
        #expect(SourceReader.storedHash(of: InputFile(shownPath: "no", path: path + "no")) == nil)
    }
}
