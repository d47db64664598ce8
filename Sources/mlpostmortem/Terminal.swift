import Foundation
import Postmortem

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Whoever reads standard output closed it.
struct BrokenPipe: Error {}

/// Standard output and standard error.
enum Terminal {
    static func print(_ text: String) throws {
        try write(text, to: STDOUT_FILENO)
    }

    /// A piece of a text, which need not be whole characters.
    static func print(_ piece: UnsafeRawBufferPointer) throws {
        try write(piece, to: STDOUT_FILENO)
    }

    /// A note on standard error.
    static func note(_ text: String) {
        try? write(text + "\n", to: STDERR_FILENO)
    }

    /// An error, in the program's name.
    static func complain(_ text: String) {
        note("mlpostmortem: \(text)")
    }

    /// Draws the line anew in its place; the last one stays.
    static func redraw(_ line: String, isLast: Bool) throws {
        try write("\r\u{1B}[K" + line + (isLast ? "\n" : ""), to: STDERR_FILENO)
    }

    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }
    static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    // MARK: Layout

    /// The terminal's colours and width; a pipe or a file has neither, unless they are asked for.
    static func layout(_ choice: ColorChoice) -> Layout {
        Layout(width: width(STDOUT_FILENO, isTerminal: outputIsTerminal), ink: Ink(isOn: isColored(choice, outputIsTerminal)))
    }

    static func errorInk(_ choice: ColorChoice) -> Ink { Ink(isOn: isColored(choice, errorIsTerminal)) }

    static var errorWidth: Int { width(STDERR_FILENO, isTerminal: true) ?? 80 }

    private static func isColored(_ choice: ColorChoice, _ isTerminal: Bool) -> Bool {
        switch choice {
        case .always: return true
        case .never: return false
        case .auto:
            let environment = ProcessInfo.processInfo.environment
            let value = { (name: String) in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
            if value("NO_COLOR") != nil { return false }
            if let force = value("CLICOLOR_FORCE"), force != "0" { return true }
            return isTerminal && value("TERM") != "dumb" && value("CLICOLOR") != "0"
        }
    }

    /// `COLUMNS` where it is exported, else what the terminal says; nil where there is none. Narrower than 20 columns nothing can be shown.
    private static func width(_ descriptor: Int32, isTerminal: Bool) -> Int? {
        if let text = ProcessInfo.processInfo.environment["COLUMNS"], let columns = Int(text), (20...10_000).contains(columns) {
            return columns
        }
        guard isTerminal else { return nil }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 else { return 80 }
        return Int(size.ws_col)
    }

    /// The word as a shell takes it back.
    static func shellWord(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || "0123456789._-/+=:@%".unicodeScalars.contains($0) }
        return isPlain ? word : "'" + ShownText.line(word).replacing("'", with: "'\\''") + "'"
    }

    private static func write(_ text: String, to descriptor: Int32) throws {
        var copy = text
        try copy.withUTF8 { try write(UnsafeRawBufferPointer($0), to: descriptor) }
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws {
        guard Descriptor.write(bytes, to: descriptor) else { throw BrokenPipe() }
    }
}
