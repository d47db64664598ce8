import Evidence
import Foundation
import Testing

@testable import Intake

private let formats = FormatCatalogue.all
/// The formats whose records are mapped one by one: a piece of a log or of a program is another log or program.
private let recordFormats = formats.filter { !["log", "python-source"].contains($0.id) }

@Suite("Every format of the catalogue")
struct FormatCatalogueTests {
    @Test("has a file of its own in the folder of formats, and every file there is listed")
    func filesAndCatalogueAgree() throws {
        var inFiles: [String] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: FormatFixtures.sources.path) where name.hasSuffix(".swift") {
            let text = try String(contentsOf: FormatFixtures.sources.appending(path: name), encoding: .utf8)
            guard text.contains("extension Format {") else { continue }
            inFiles += text.matches(of: /\bid: "([a-z0-9-]+)"/).map { String($0.1) }
        }
        #expect(inFiles.sorted() == FormatCatalogue.all.map(\.id).sorted())
        #expect(Set(inFiles).count == inFiles.count)
    }

    @Test("has samples and a golden, and every folder of samples has a format")
    func samplesAndCatalogueAgree() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: FormatFixtures.folder.path).sorted()
        #expect(folders.filter { folder in !FormatCatalogue.all.contains { $0.id == folder } } == [])
        #expect(formats.map(\.id).filter { FormatFixtures.samples(of: $0).isEmpty } == [])
    }

    @Test("tells its own samples better than any other does", arguments: formats.map(\.id))
    func tellsItsOwn(id: String) throws {
        for name in FormatFixtures.samples(of: id) {
            let head = FormatFixtures.head(try FormatFixtures.bytes(of: id, name), path: name)
            let scores = FormatCatalogue.all.map { ($0.id, $0.tell(head)) }.filter { $0.1 > 0 }.sorted { $0.1 > $1.1 }
            #expect(scores.first?.0 == id, "\(name): \(scores)")
            #expect(scores.count < 2 || scores[0].1 > scores[1].1, "\(name): \(scores)")
        }
    }

    @Test("decodes its samples to what the golden says", arguments: formats.map(\.id))
    func matchesGolden(id: String) throws {
        let format = try #require(FormatCatalogue.all.first { $0.id == id })
        var decoded: [String: DecodedSample] = [:]
        for name in FormatFixtures.samples(of: id) {
            decoded[name] = try DecodedSample(FormatFixtures.decode(FormatFixtures.bytes(of: id, name), as: format, name: name))
        }
        let text = try DecodedSample.text(of: decoded)
        let golden = FormatFixtures.folder.appending(path: id).appending(path: FormatFixtures.goldenName)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" { try text.write(to: golden, atomically: true, encoding: .utf8) }
        let expected = try? String(contentsOf: golden, encoding: .utf8)
        #expect(text == expected, "Accept the golden of \(id) with UPDATE_GOLDENS=1 if this is meant.")
    }

    @Test("decodes its samples alike in blocks of 1, 7 and 4096 bytes", arguments: formats.map(\.id))
    func ignoresBlocks(id: String) throws {
        let format = try #require(FormatCatalogue.all.first { $0.id == id })
        for name in FormatFixtures.samples(of: id) {
            let bytes = try FormatFixtures.bytes(of: id, name)
            let whole = try DecodedSample.text(of: DecodedSample(FormatFixtures.decode(bytes, as: format, name: name)))
            for size in [1, 7, 4_096] {
                let text = try DecodedSample.text(of: DecodedSample(FormatFixtures.decode(bytes, as: format, name: name, blocks: size)))
                #expect(text == whole, "\(name) in blocks of \(size)")
            }
        }
    }

    @Test("keeps what stands before a cut, wherever the sample is cut", arguments: recordFormats.map(\.id))
    func survivesCuts(id: String) throws {
        let format = try #require(FormatCatalogue.all.first { $0.id == id })
        for name in FormatFixtures.samples(of: id) {
            let bytes = try FormatFixtures.bytes(of: id, name)
            let whole = try Self.fingerprints(FormatFixtures.decode(bytes, as: format, name: name))
            // What ends a row of a table may be missing at its end, so a cut row may pass for a whole one.
            let loose = id.hasSuffix("-csv") ? 1 : 0
            var most = 0
            for end in 0..<bytes.count {
                let head = Array(bytes[..<end])
                let part = try Self.fingerprints(FormatFixtures.decode(head, as: format, name: name))
                _ = format.tell(FormatFixtures.head(head, path: name))
                // A parameter's file is its value: a shorter one is another value, and nobody can tell.
                if id == "mlflow-folder", !name.contains("metrics/") { continue }
                for (kind, seen) in part {
                    let known = whole[kind] ?? []
                    let sure = seen.dropLast(loose)
                    #expect(
                        seen.count <= known.count && zip(sure, known).allSatisfy { $0 == $1 }, "\(kind) of \(name) cut at \(end)")
                }
                let count = part["statements", default: []].count + part["events", default: []].count
                #expect(count >= most - loose, "\(name) cut at \(end) lost records that a shorter piece had")
                most = max(most, count)
            }
            guard id != "mlflow-folder" else { continue }
            #expect(most >= whole["statements", default: []].count + whole["events", default: []].count - 1)
        }
    }

    /// What each record says, without the raw lines: a cut shortens the line that it falls into.
    private static func fingerprints(_ batch: EvidenceBatch) throws -> [String: [String]] {
        var result: [String: [String]] = [:]
        for statement in batch.statements {
            var bare = statement
            bare.citations = [:]
            result["statements", default: []].append(try DecodedSample.text(of: bare))
        }
        for event in batch.events {
            result["events", default: []].append("\(event.key) \(event.message ?? "") \(event.detail.sorted { $0.key < $1.key })")
        }
        result["outputs"] = batch.outputs.map { "\($0.path) \($0.bytes)" }
        result["metrics"] = batch.metrics.map { "\($0.key) \($0.quote.location)" }
        return result
    }
}
