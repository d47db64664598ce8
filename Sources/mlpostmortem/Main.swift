import ArgumentParser
import Foundation
import Postmortem

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The program: reads its arguments, runs one command, ends with the exit code of the contract.
@main
struct Main {
    static func main() async {
        Signals.install()
        var command: any ParsableCommand
        do { command = try Root.parseAsRoot() } catch {
            if let advice = Advice.onUnknownCommand(CommandLine.arguments.dropFirst()) {
                Terminal.complain(advice)
                exit(ExitCode.validationFailure.rawValue)
            }
            Root.exit(withError: error)
        }
        do {
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let status as ExitStatus {
            exit(status.rawValue)
        } catch let error as CannotRun {
            Terminal.complain(error.description)
            exit(ExitStatus.cannotRun.rawValue)
        } catch is BrokenPipe {
            // Whoever read our output has had enough.
            exit(0)
        } catch  where Root.exitCode(for: error) != .failure {
            // Help that was asked for, or a value that a command does not take.
            Root.exit(withError: error)
        } catch {
            Terminal.complain("a fault of the program itself: \(error). Please report it with the command that you gave.")
            exit(ExitStatus.fault.rawValue)
        }
    }
}
