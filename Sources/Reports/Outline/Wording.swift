import Evidence

/// Counts and verdicts as one says them.
enum Wording {
    /// `1 run`, `12 runs`, `no runs`.
    static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        let noun = number == 1 ? one : many ?? one + "s"
        return (number == 0 ? "no" : grouped(number)) + " " + noun
    }

    /// `1,234,567`
    static func grouped(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var output = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { output += "," }
            output.append(digit)
        }
        return output
    }

    /// `812 bytes`, `3.4 MB`, in powers of 1,000.
    static func bytes(_ count: Int64) -> String {
        guard count >= 1_000 else { return Wording.count(Int(count), "byte") }
        var value = Double(count) / 1_000
        for unit in ["kB", "MB", "GB"] {
            if value < 999.95 { return decimal(value) + " " + unit }
            value /= 1_000
        }
        return decimal(value) + " TB"
    }

    private static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? grouped(tenths / 10) : grouped(tenths / 10) + ".\(tenths % 10)"
    }

    /// `a, b and c`
    static func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }

    /// What one says of a run, or of several, with this verdict: `The run failed`.
    static func predicate(_ verdict: Verdict, plural: Bool = false) -> String {
        switch verdict {
        case .failed: "failed"
        case .succeeded: "succeeded"
        case .suspicious: plural ? "report success against the evidence" : "reports success against the evidence"
        case .stuck: plural ? "are stuck" : "is stuck"
        case .canceled: plural ? "were canceled" : "was canceled"
        case .running: plural ? "are still running" : "is still running"
        case .notRun: "never started"
        case .unknown: plural ? "ended in a way the evidence does not tell" : "ended in a way the evidence does not tell"
        }
    }

    /// A verdict as a label in a table or heading.
    static func label(_ verdict: Verdict) -> String {
        switch verdict {
        case .notRun: "never started"
        default: verdict.rawValue
        }
    }

    /// A sentence that ends with a full stop, whether or not it came with one.
    static func sentence(_ text: String) -> String {
        guard let last = text.last else { return text }
        return ".!?…".contains(last) ? text : text + "."
    }

    /// Without the full stop at its end, for use within another sentence.
    static func clause(_ text: String) -> String {
        text.hasSuffix(".") && !text.hasSuffix("..") ? String(text.dropLast()) : text
    }

    /// A path as tables can hold it: the ARM id in the path of an archived diagnostics blob says the same in every row and gives way to `…`.
    ///
    /// Container, year, month, day and hour stay, so the file can still be found by its path.
    static func shownPath(_ path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.firstIndex(where: { $0 == "resourceId=" }),
            let year = parts[first...].firstIndex(where: { $0.hasPrefix("y=") })
        else { return path }
        return (parts[..<first] + ["…"] + parts[year...]).joined(separator: "/")
    }
}
