import Evidence
import Foundation

@testable import Intake

/// The sample files of the formats, and what they decode to.
enum FormatFixtures {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/formats")
    static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/Intake/Formats")
    static let goldenName = "expected.json"
    /// Compiled once: thousands of pieces are decoded.
    private static let noPatterns = Result { try PatternSet([]) }

    /// Names of the sample files of a format, sorted.
    static func samples(of id: String) -> [String] {
        let root = folder.appending(path: id).path
        let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        var isFolder: ObjCBool = false
        return names.filter { name in
            name != goldenName && FileManager.default.fileExists(atPath: root + "/" + name, isDirectory: &isFolder) && !isFolder.boolValue
        }.sorted()
    }

    static func bytes(of id: String, _ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: id).appending(path: name)))
    }

    static func head(_ bytes: [UInt8], path: String) -> FormatHead {
        let head = Array(bytes.prefix(FormatHead.maximumBytes))
        return FormatHead(path: path, bytes: head, isWhole: head.count == bytes.count)
    }

    /// What the format makes of the bytes, fed in blocks of one size, else in two halves so that every record has a seam to cross.
    static func decode(_ bytes: [UInt8], as format: Format, name: String, blocks: Int? = nil) throws -> EvidenceBatch {
        var context = DecoderContext(source: name, options: ReadOptions(patterns: try noPatterns.get()))
        context.isPythonLiteral = head(bytes, path: name).isPythonLiteral
        var decoder = format.makeDecoder(context)
        bytes.withUnsafeBytes { buffer in
            let size = blocks ?? max(1, (buffer.count + 1) / 2)
            for start in stride(from: 0, to: buffer.count, by: size) {
                decoder.feed(UnsafeRawBufferPointer(rebasing: buffer[start..<min(buffer.count, start + size)]))
            }
        }
        decoder.finish()
        return decoder.take()
    }
}

/// What a sample decodes to, as its golden holds it.
struct DecodedSample: Encodable {
    struct SeenProblem: Encodable {
        var line: Int?
        var reason: String
    }

    var statements: [RunStatement]
    var events: [Event]
    var outputs: [OutputObject]
    /// Left out where there are none.
    var metrics: [MetricPoint]?
    var logs: [LogEvidence]?
    var snapshots: [CodeEvidence]?
    var problems: [SeenProblem]

    init(_ batch: EvidenceBatch) {
        statements = batch.statements
        events = Array(batch.events)
        outputs = batch.outputs
        metrics = batch.metrics.isEmpty ? nil : batch.metrics
        logs = batch.logs.isEmpty ? nil : batch.logs
        snapshots = batch.snapshots.isEmpty ? nil : batch.snapshots
        problems = batch.problems.map { SeenProblem(line: $0.line, reason: $0.reason) }
    }

    /// JSON with sorted keys; `nil` members are left out.
    static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}
