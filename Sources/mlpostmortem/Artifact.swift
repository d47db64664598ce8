import Foundation
import Postmortem

/// Files that the program writes.
enum Artifact {
    /// Replaces the file in one step, so that a reader never sees half a report.
    static func write(_ text: String, to path: String) throws {
        try write(to: path) { piece in
            var text = text
            try text.withUTF8 { try piece(UnsafeRawBufferPointer($0)) }
        }
    }

    /// The same with a text that `make` hands over piece by piece: a report may have hundreds of megabytes.
    static func write(to path: String, _ make: (_ piece: @escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws {
        do {
            // A device or a pipe cannot be replaced, and a link stays one.
            var isFolder: ObjCBool = false
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            let isPlain = attributes?[.type] as? FileAttributeType == .typeRegular || attributes == nil
            if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
                throw CannotRun("Cannot write '\(path)': it is a folder. Name a file with --output.")
            }
            let file = try OutputFile(path: path, isReplaced: isPlain)
            do { try make(file.write) } catch {
                file.discard()
                throw error
            }
            try file.finish()
        } catch let error as CannotRun {
            throw error
        } catch {
            throw CannotRun("Cannot write '\(path)': \(reason(error)). Name a file in a folder that can be written.")
        }
    }

    /// What stands at the path now, for reports that people write into; nil where there is no file. A file that cannot be read must not be
    /// replaced, because nobody knows what is lost.
    static func existing(at path: String) throws -> String? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else { return nil }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard attributes?[.type] as? FileAttributeType != .typeCharacterSpecial else { return nil }
        do {
            guard let text = PageText.read(try Data(contentsOf: URL(fileURLWithPath: path))) else {
                throw CannotRun(
                    "Cannot write the report into '\(path)': what stands there is no UTF-8 text, and would be lost. Name another file.")
            }
            return text
        } catch let error as CannotRun {
            throw error
        } catch {
            throw CannotRun("Cannot read '\(path)', which is to be written anew: \(reason(error)). Name another file.")
        }
    }

    /// Makes the folder with those above it.
    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw CannotRun("Cannot make the folder '\(path)': \(reason(error)). Name another one with --report-dir.")
        }
    }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? CocoaError else { return "\(error)" }
        switch error.code {
        case .fileNoSuchFile, .fileReadNoSuchFile: return "its folder does not exist"
        case .fileWriteNoPermission: return "that is not permitted"
        case .fileWriteOutOfSpace: return "the disk is full"
        case .fileWriteFileExists: return "a file of that name is in the way"
        default: return "the system says no (\(error.code.rawValue))"
        }
    }
}
