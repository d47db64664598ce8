import ArgumentParser
import Evidence
import Foundation
import Postmortem

/// When progress is shown on standard error.
enum ProgressChoice: String, CaseIterable, ExpressibleByArgument { case auto, always, never, json }

/// When colours are used.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument { case auto, always, never }

/// Options that every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The store (default: $MLPOSTMORTEM_STORE, else postmortem.sqlite in this folder).", valueName: "file"))
    var store: String?

    @Option(help: ArgumentHelp("Tasks that work side by side (default: one for each processor).", valueName: "n"))
    var jobs: Int?

    @Option(
        help: ArgumentHelp(
            "Wait so long for another process that writes to the store (default: \(Int(Session.usualWait))).", valueName: "seconds"))
    var wait: Double?

    @Option(help: "Progress on standard error; auto shows it on a terminal only.")
    var progress: ProgressChoice = .auto

    @Option(help: "Colours; NO_COLOR is honoured.")
    var color: ColorChoice = .auto

    @Flag(name: .shortAndLong, help: "Say nothing but errors on standard error.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Say more; doubtful findings (confidence below 0.45) are shown too.")
    var verbose = false

    func validate() throws {
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs must be between 1 and 256.") }
        if let wait, !(0...86_400).contains(wait) { throw ValidationError("--wait must be between 0 and 86400 seconds.") }
        if quiet, verbose { throw ValidationError("--quiet and --verbose exclude each other.") }
    }

    var storePath: String {
        if let store { return store }
        let named = ProcessInfo.processInfo.environment["MLPOSTMORTEM_STORE"]
        return named.flatMap { $0.isEmpty ? nil : $0 } ?? "postmortem.sqlite"
    }

    func session(creates: Bool) throws -> Session {
        let isQuiet = quiet
        return try Session(storePath: storePath, creates: creates, jobs: jobs, wait: wait ?? Session.usualWait) { sentence in
            if !isQuiet { Terminal.note(sentence) }
        }
    }

    /// A note that `--quiet` silences.
    func note(_ text: String) {
        if !quiet { Terminal.note(text) }
    }
}

/// A moment given on the command line: ISO 8601, a date alone is its midnight, UTC unless said.
struct TimeArgument: ExpressibleByArgument {
    let time: Timestamp

    init?(argument: String) {
        guard let time = TimeText.time(of: argument) else { return nil }
        self.time = time
    }
}
