import Evidence
import Testing

@testable import Intake

/// What a file gave, source by source.
struct ContainerReading {
    var sources: [Source] = []
    var problems: [Problem] = []

    /// Paths of the sources that were members, or the file itself where it is no archive.
    var paths: [String] { members.map(\.path) }
    var members: [Source] { sources.filter { !["zip", "tar", "7z"].contains($0.format) } }
    var archive: Source? { sources.last { ["zip", "tar", "7z"].contains($0.format) } }
    /// `path: reason`, in the order in which they came.
    var reasons: [String] { problems.map { "\($0.source): \($0.reason)" } }

    private static let patterns = Result { try PatternSet([]) }

    init(_ bytes: [UInt8], name: String, limits: UnpackingBudget.Limits = UnpackingBudget.Limits()) throws {
        let folder = TemporaryFolder()
        let file = InputFile(shownPath: name, path: folder.write(bytes, to: "file"))
        try self.init(file, limits: limits)
    }

    init(_ file: InputFile, limits: UnpackingBudget.Limits = UnpackingBudget.Limits()) throws {
        let options = try ReadOptions(patterns: ContainerReading.patterns.get())
        let container = try ContainerReader(file, options: options, formats: FormatCatalogue.all, limits: limits)
        while let reader = try container.next() {
            while let batch = try reader.next() { problems += batch.problems }
            sources.append(reader.source)
        }
        #expect(try container.next() == nil)
    }
}
