/// Lengths of time as Azure ML writes them.
enum Span {
    /// Seconds in a number (or its text), an ISO 8601 duration (`PT1H30M`, `P30D`) or a .NET TimeSpan (`1.02:03:04.5`); nil for others.
    static func seconds(_ text: String?) -> Double? {
        guard let text, !text.isEmpty else { return nil }
        if let number = Double(text) { return number.isFinite && number >= 0 ? number : nil }
        if text.first == "P" || text.first == "p" { return iso(text.dropFirst()) }
        return timeSpan(text)
    }

    private static func iso(_ text: Substring) -> Double? {
        var total = 0.0
        var number = ""
        var isTime = false
        var found = false
        for character in text.uppercased() {
            switch character {
            case "0"..."9", ".": number.append(character)
            case ",": number.append(".")
            case "T" where number.isEmpty: isTime = true
            default:
                guard let value = Double(number), let unit = unit(character, isTime: isTime) else { return nil }
                total += value * unit
                number = ""
                found = true
            }
        }
        return found && number.isEmpty ? total : nil
    }

    private static func unit(_ letter: Character, isTime: Bool) -> Double? {
        switch (letter, isTime) {
        case ("W", false): 604_800
        case ("D", false): 86_400
        case ("H", true): 3_600
        case ("M", true): 60
        case ("S", true): 1
        default: nil
        }
    }

    private static func timeSpan(_ text: String) -> Double? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let minutes = Double(parts[1]), let seconds = Double(parts[2]), minutes < 60, seconds < 60, minutes >= 0,
            seconds >= 0
        else { return nil }
        let first = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard first.count <= 2, let last = first.last, let hours = Int(last), hours >= 0 else { return nil }
        let days = first.count == 2 ? Int(first[0]) : 0
        guard let days, days >= 0 else { return nil }
        return Double(days) * 86_400 + Double(hours) * 3_600 + minutes * 60 + seconds
    }
}
