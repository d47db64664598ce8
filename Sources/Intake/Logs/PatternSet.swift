package import Evidence
internal import Foundation

/// Why a set of patterns cannot be used.
package struct PatternError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Id of the pattern; empty where the set as a whole is meant.
    package let pattern: String
    /// A full sentence.
    package let reason: String

    package init(pattern: String, reason: String) {
        self.pattern = pattern
        self.reason = reason
    }

    package var description: String {
        pattern.isEmpty ? reason : "Pattern \(pattern): \(reason)"
    }
}

/// The patterns of all rules, compiled: one search for all literals, and an expression for each pattern.
package final class PatternSet: Sendable {
    package let patterns: [Pattern]
    /// Changes with any pattern and with the scanner: facts of another fingerprint are to be scanned again.
    package let fingerprint: String

    let search: LiteralSearch
    let table: LiteralTable
    /// Scan memory between two files.
    let spare = SpareScanMemory()
    private let expressions: [LazyExpression]

    /// Raised whenever the scanner finds something else in the same bytes.
    private static let scannerVersion = 1

    package init(_ patterns: [Pattern]) throws(PatternError) {
        self.patterns = patterns
        var seen: Set<String> = []
        var numbers: [[UInt8]: Int] = [:]
        var texts: [[UInt8]] = []
        var members: [[Int32]] = []
        var triggers: [LineTriggers] = []

        func number(of literal: String) -> Int {
            let bytes = Array(literal.utf8)
            if let known = numbers[bytes] { return known }
            numbers[bytes] = texts.count
            texts.append(bytes)
            members.append([])
            triggers.append([])
            return texts.count - 1
        }

        for (index, pattern) in patterns.enumerated() {
            guard seen.insert(pattern.id).inserted else {
                throw PatternError(pattern: pattern.id, reason: "The id is used twice.")
            }
            guard !pattern.literals.isEmpty, pattern.literals.allSatisfy(PatternSet.canBeSearched) else {
                throw PatternError(pattern: pattern.id, reason: "It needs literals, all of two bytes or more, and none across lines.")
            }
            for literal in pattern.literals { members[number(of: literal)].append(Int32(index)) }
        }
        for (literal, meaning) in LineTriggers.literals { triggers[number(of: literal)].formUnion(meaning) }

        var flat: [Int32] = []
        var table: [LiteralTable.Entry] = []
        for (index, text) in texts.enumerated() {
            table.append(
                LiteralTable.Entry(
                    length: text.count, first: Int32(flat.count), count: Int32(members[index].count), triggers: triggers[index]))
            flat += members[index]
        }
        expressions = patterns.map { LazyExpression($0.regex) }
        self.table = LiteralTable(literals: table, patterns: flat)
        search = LiteralSearch(texts)
        fingerprint = PatternSet.fingerprint(of: patterns)
    }

    private static func canBeSearched(_ literal: String) -> Bool {
        literal.utf8.count >= LiteralIndex.shortest && !literal.contains("\n")
    }

    /// Literals that Vectorscan has to look for: fewer than 500, or it takes six times as long to make ready.
    package var searchedLiterals: Int { search.stems }

    /// Compiles every expression, to learn now whether all can be; a scan compiles only those that it asks.
    package func check() throws(PatternError) {
        for (pattern, expression) in zip(patterns, expressions) where expression.compiled == nil {
            throw PatternError(pattern: pattern.id, reason: "The expression \(pattern.regex) cannot be compiled.")
        }
    }

    /// The named groups of the first match of pattern `index` in `text`; nil if it does not match.
    func match(_ index: Int, in text: String, length: Int) -> [String: String]? {
        guard let match = expressions[index].compiled?.firstMatch(in: text, range: NSRange(location: 0, length: length)) else { return nil }
        var captures: [String: String] = [:]
        for name in patterns[index].captures {
            let range = match.range(withName: name)
            if range.location != NSNotFound, let part = Range(range, in: text) { captures[name] = String(text[part]) }
        }
        return captures
    }

    private static func fingerprint(of patterns: [Pattern]) -> String {
        var text = "\(scannerVersion)"
        for pattern in patterns {
            text += "\u{1E}" + ([pattern.id, pattern.regex] + pattern.literals + pattern.captures).joined(separator: "\u{1F}")
        }
        return SHA256.hexadecimal(of: text, digits: 16)
    }
}
