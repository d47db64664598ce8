import Evidence

/// Numbers for the places that a section cites; the same place has the same number.
struct Footnotes {
    private(set) var locations: [Location] = []
    private var numbers: [String: Int] = [:]

    /// More notes than this are a list nobody reads; later places stand without a number.
    private static let maximumNotes = 60

    /// The byte offset does not tell two places in one line apart.
    mutating func number(of location: Location) -> Int? {
        let key = location.source + "\u{1F}" + (location.line.map { String($0) } ?? "b\(location.offset ?? -1)")
        if let known = numbers[key] { return known }
        guard locations.count < Footnotes.maximumNotes else { return nil }
        locations.append(location)
        numbers[key] = locations.count
        return locations.count
    }
}
