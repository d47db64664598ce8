/// A line pattern that a rule looks for in logs.
///
/// The scanner first asks whether one of `literals` stands in the raw bytes, and only then runs `regex` over the normalised line
/// (`NSRegularExpression` syntax, unanchored). Every pattern carries samples; the tests hold it to them.
package struct Pattern: Sendable {
    package let id: String
    /// One of these must occur in the raw line, byte for byte; four characters or more where possible, rare ones preferred.
    package let literals: [String]
    package let regex: String
    /// Names of the groups of `regex` whose text is kept.
    package let captures: [String]
    /// Normalised lines that must match.
    package let matches: [String]
    /// Lines that look alike and must not match.
    package let ignores: [String]

    package init(
        _ id: String, literals: [String], regex: String, captures: [String] = [], matches: [String], ignores: [String]
    ) {
        self.id = id
        self.literals = literals
        self.regex = regex
        self.captures = captures
        self.matches = matches
        self.ignores = ignores
    }
}

/// A line on which a pattern matched.
package struct PatternHit: Hashable, Sendable, Codable {
    package var pattern: String
    package var captures: [String: String]
    /// The line after normalisation: without ANSI codes, rank and stream prefixes, time stamp.
    package var text: String
    /// Level word in front of the message (`ERROR`, `WARNING` ...), if a logger wrote the line.
    package var level: String?
    package var quote: Quote
    /// Attempt of the process in this file, from 0.
    package var attempt: Int
    package var rank: Int?
    /// The platform's wrapper wrote the line, not the user's code.
    package var isWrapper = false

    package init(
        pattern: String, captures: [String: String], text: String, level: String? = nil, quote: Quote, attempt: Int = 0, rank: Int? = nil
    ) {
        self.pattern = pattern
        self.captures = captures
        self.text = text
        self.level = level
        self.quote = quote
        self.attempt = attempt
        self.rank = rank
    }
}
