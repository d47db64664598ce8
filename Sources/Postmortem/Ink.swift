/// Colours for a terminal, or none. They only repeat what words say: nothing is told by a colour alone.
package struct Ink: Sendable {
    package enum Tint: Sendable {
        case plain, strong, faint, good, caution, bad, worst, place
    }

    let isOn: Bool

    package init(isOn: Bool) { self.isOn = isOn }

    /// The text in its tint. Text from evidence was made inert before, so that every escape is ours.
    package func paint(_ text: String, _ tint: Tint) -> String {
        guard isOn, tint != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(code(tint))m" + text + "\u{1B}[0m"
    }

    private func code(_ tint: Tint) -> String {
        switch tint {
        case .plain: "0"
        case .strong: "1"
        case .faint: "2"
        case .good: "32"
        case .caution: "33"
        case .bad: "31"
        case .worst: "1;31"
        case .place: "36"
        }
    }

    /// The tint of a word that means something everywhere: a verdict, a severity, a status.
    package static func tint(of word: String) -> Tint {
        switch word.lowercased() {
        case "failed", "error", "damaged", "notresponding": .bad
        case "critical": .worst
        case "suspicious", "stuck", "warning", "cancelrequested": .caution
        case "succeeded", "completed", "finished", "read": .good
        case "canceled", "not-run", "unknown", "skipped", "info", "notstarted": .faint
        default: .plain
        }
    }
}

/// How text is laid out for whoever reads it.
package struct Layout: Sendable {
    /// Columns of the terminal; nil where text goes into a file or another program and nothing is cut for want of room.
    package var width: Int?
    package var ink: Ink

    package init(width: Int? = nil, ink: Ink = Ink(isOn: false)) {
        self.width = width
        self.ink = ink
    }

    /// For a file or another program.
    package static let plain = Layout()
}
