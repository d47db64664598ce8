/// The exit codes of the contract, other than 0 and what the argument parser gives (64).
enum ExitStatus: Int32, Error {
    /// `scan` found something at or above `--fail-on`.
    case findings = 1
    /// No such path, store unusable, bad configuration.
    case cannotRun = 2
    /// Done, but bytes were lost.
    case damage = 3
    case fault = 70
    case interrupted = 130
    case terminated = 143
}
