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
    @Option(
        help: ArgumentHelp("The store (default: $MLPOSTMORTEM_STORE, else postmortem.sqlite in this folder).", valueName: "file"),
        completion: .file(extensions: ["sqlite"]))
    var store: String?

    @Option(
        help: ArgumentHelp(
            "The configuration (default: $MLPOSTMORTEM_CONFIG, else \(Settings.usualFile) in this folder, if it is there).",
            valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @Option(help: ArgumentHelp("Tasks that work side by side (default: one for each processor).", valueName: "n"))
    var jobs: Int?

    @Option(
        help: ArgumentHelp(
            "Wait so long for another process that writes to the store (default: \(Int(Session.usualWait))).", valueName: "seconds"))
    var wait: Double?

    @Option(help: "Progress on standard error; auto shows it on a terminal only.")
    var progress: ProgressChoice = .auto

    @Option(help: "Colours; auto uses them on a terminal, unless NO_COLOR is set or CLICOLOR is 0.")
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

    /// The configuration with these options over it.
    func settings() throws -> Settings {
        var settings = try Settings.load(path: config, environment: ProcessInfo.processInfo.environment)
        settings.take(store: store, jobs: jobs, wait: wait)
        return settings
    }

    func session(creates: Bool, settings: Settings, redacts: Bool = true) throws -> Session {
        let isQuiet = quiet
        return try Session(settings: settings, creates: creates, redacts: redacts) { if !isQuiet { Terminal.note($0) } }
    }

    /// A session for a command that only looks.
    func session() throws -> Session { try session(creates: false, settings: try settings()) }

    /// How what goes to standard output is laid out.
    var layout: Layout { Terminal.layout(color) }

    /// A note that `--quiet` silences.
    func note(_ text: String) {
        if !quiet { Terminal.note(text) }
    }

    /// Says which command may come next, to a person who sits before the terminal.
    func suggest(_ command: String) {
        guard !quiet, Terminal.errorIsTerminal, Terminal.outputIsTerminal else { return }
        let place = store.map { " --store " + Terminal.shellWord($0) } ?? ""
        Terminal.note(Terminal.errorInk(color).paint("next: mlpostmortem \(command)\(place)", .faint))
    }
}

/// A moment given on the command line: ISO 8601, a date alone is its midnight, UTC unless said.
struct TimeArgument {
    let time: Timestamp

    /// Reads the text, or says how it has to look.
    static func read(_ text: String) throws -> TimeArgument {
        guard let time = TimeText.time(of: text) else {
            throw ValidationError("'\(ShownText.line(text))' is no time; write 2026-11-01, 2026-11-01T02:03 or 2026-11-01T02:03:04Z.")
        }
        return TimeArgument(time: time)
    }
}

/// A status in any vocabulary of Azure ML (`Failed`, `succeeded`, `Killed`).
struct StatusArgument {
    let status: RunStatus

    static func read(_ text: String) throws -> StatusArgument {
        if let status = RunStatus(text: text) { return StatusArgument(status: status) }
        let names = RunStatus.allCases.map(\.rawValue)
        let hint = Nearness.hint(for: text, among: names, otherwise: "There are \(names.joined(separator: ", ")).")
        throw ValidationError("There is no status '\(ShownText.line(text))'. \(hint)")
    }
}
