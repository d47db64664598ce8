import Foundation
import Testing

/// The program, as a user starts it.
struct Program {
    struct Outcome {
        var code: Int32
        var out: String
        var err: String
    }

    /// A folder of its own, which goes with the test.
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("mlpostmortem-\(UUID().uuidString)")
            .resolvingSymlinksInPath()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// The checkout.
    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let sample = repository.appendingPathComponent("SampleLogs/workspace").path

    /// Where the build puts the program: beside the tests.
    static let path: String = {
        var place = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        for _ in 0..<6 {
            let candidate = place.appendingPathComponent("mlpostmortem").path
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder.boolValue { return candidate }
            place = place.deletingLastPathComponent()
        }
        return "mlpostmortem"
    }()

    func run(_ arguments: [String], input: String = "", environment: [String: String] = [:]) throws -> Outcome {
        try start(Self.path, arguments, input: input, environment: environment)
    }

    /// A line as a person types it, with the program on the search path.
    func shell(_ line: String, environment: [String: String] = [:]) throws -> Outcome {
        try start("/bin/bash", ["-c", "set -o pipefail; " + line], input: "", environment: environment)
    }

    private func start(_ path: String, _ arguments: [String], input: String, environment: [String: String]) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        var variables = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("MLPOSTMORTEM") && !$0.key.hasPrefix("CLICOLOR") && $0.key != "NO_COLOR" && $0.key != "COLUMNS"
        }
        variables["PATH"] = URL(fileURLWithPath: Self.path).deletingLastPathComponent().path + ":" + (variables["PATH"] ?? "/usr/bin:/bin")
        process.environment = variables.merging(environment) { $1 }
        // Into files: a pipe that is not emptied would stop the program.
        let (out, err, into) = (file("out"), file("err"), file("in"))
        defer { for url in [out, err, into] { try? FileManager.default.removeItem(at: url) } }
        try Data(input.utf8).write(to: into)
        for url in [out, err] { try Data().write(to: url) }
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: err)
        process.standardInput = try FileHandle(forReadingFrom: into)
        try process.run()
        process.waitUntilExit()
        let text = { (url: URL) in String(decoding: try Data(contentsOf: url), as: UTF8.self) }
        return Outcome(code: process.terminationStatus, out: try text(out), err: try text(err))
    }

    private func file(_ name: String) -> URL {
        FileManager.default.temporaryDirectory.appendingPathComponent("mlpostmortem-\(UUID().uuidString).\(name)")
    }

    func write(_ text: String, to name: String) throws {
        let url = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func text(of name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path) }
}
