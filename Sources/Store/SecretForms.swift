/// Secrets that tell themselves: by the letters before them, or by the address or the header in which they stand.
extension SecretScan {
    /// A JSON web token: parts of base64url with dots between. One that was cut before its first dot is long, or ends the text.
    mutating func webToken() {
        if at > 0, isNameByte(bytes[at - 1]), !(isJSON && at > 1 && bytes[at - 2] == UInt8(ascii: "\\")) { return }
        var p = at
        var dots = 0
        while p < bytes.count, isTokenByte(bytes[p]) || bytes[p] == UInt8(ascii: ".") {
            if bytes[p] == UInt8(ascii: ".") { dots += 1 }
            p += 1
        }
        let endsText = p == bytes.count || isJSON && bytes[p] == UInt8(ascii: "\"")
        if p - at >= (dots >= 1 || endsText ? 20 : 60) { note(at..<p) }
    }

    /// `Bearer <token>`, and `Basic <token>` behind `Authorization`.
    mutating func bearer() {
        let length: Int
        if matchesFolded("bearer ", at: at) { length = 7 } else if matchesFolded("basic ", at: at) { length = 6 } else { return }
        var start = at + length
        while start < bytes.count, bytes[start] == UInt8(ascii: " ") { start += 1 }
        var p = start
        while p < bytes.count, isTokenByte(bytes[p]) || ".~+/=".utf8.contains(bytes[p]) { p += 1 }
        // `Bearer authorization_uri=...` and `Bearer authentication failed` carry no token.
        let hasDigit = bytes[start..<p].contains { (0x30...0x39).contains($0) }
        guard p - start >= (length == 7 ? 8 : 12), hasDigit || p - start >= 24 else { return }
        note(start..<p)
    }

    /// `scheme://user:password@host`.
    mutating func address() {
        var p = at + 3
        var colon: Int?
        while p < bytes.count, p - at < 400 {
            switch bytes[p] {
            case 0...0x20, UInt8(ascii: "/"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "?"): return
            case UInt8(ascii: ":"): colon = colon ?? p
            case UInt8(ascii: "@"):
                if let colon, p > colon + 1, bytes[colon + 1] != UInt8(ascii: "$"), bytes[colon + 1] != UInt8(ascii: "*") {
                    note(colon + 1..<p)
                }
                return
            default: break
            }
            p += 1
        }
    }

    /// A token that its issuer marks: `ghp_`, `github_pat_`, `hf_`; the `_` is at hand.
    mutating func issuedToken() {
        guard at >= 2 else { return }
        var start: Int
        switch bytes[at - 1] {
        case UInt8(ascii: "f") where bytes[at - 2] == UInt8(ascii: "h"): start = at - 2
        case UInt8(ascii: "t") where matches("github_pat", at: at - 10): start = at - 10
        case UInt8(ascii: "p"), UInt8(ascii: "o"), UInt8(ascii: "s"), UInt8(ascii: "u"), UInt8(ascii: "r"):
            guard matches("gh", at: at - 3) else { return }
            start = at - 3
        default: return
        }
        guard isBoundary(before: start) else { return }
        let isLong = at - start == 10
        var p = at + 1
        while p < bytes.count, isLetter(bytes[p]) || isDigit(bytes[p]) || isLong && bytes[p] == UInt8(ascii: "_") { p += 1 }
        if p - at > 30 { note(start..<p) }
    }

    /// `sk-...`, `xoxb-...`, `glpat-...`; the `-` is at hand.
    mutating func dashedToken() {
        guard at >= 2 else { return }
        let start: Int
        switch bytes[at - 1] {
        case UInt8(ascii: "k") where bytes[at - 2] == UInt8(ascii: "s"): start = at - 2
        case UInt8(ascii: "t") where matches("glpat", at: at - 5): start = at - 5
        case UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "p"):
            guard matches("xox", at: at - 4) else { return }
            start = at - 4
        default: return
        }
        guard isBoundary(before: start) else { return }
        var p = at + 1
        while p < bytes.count, isTokenByte(bytes[p]) { p += 1 }
        // `sk-learn-contrib` is no token: it has no digit, and is short.
        if p - at > 20, bytes[at..<p].contains(where: isDigit), bytes[at..<p].contains(where: isLetter) { note(start..<p) }
    }

    /// A key of an Azure storage account, Cosmos DB or the like, wherever it stands: 64 bytes in base64. Digests of that length say so.
    mutating func storageKey() {
        var start = at
        while start > 0, at - start < 90, isBase64(bytes[start - 1]), bytes[start - 1] != UInt8(ascii: "=") { start -= 1 }
        guard at - start == 86, !matches("sha512-", at: start - 7), !matches("sha512:", at: start - 7) else { return }
        note(start..<at + 2)
    }

    /// A client secret of Entra ID: three characters, a digit, `Q~`, and some thirty more.
    mutating func clientSecret() {
        guard at >= 5, bytes[at - 1] == UInt8(ascii: "Q"), isDigit(bytes[at - 2]) else { return }
        let start = at - 5
        var p = at + 1
        while p < bytes.count, isTokenByte(bytes[p]) || bytes[p] == UInt8(ascii: ".") || bytes[p] == UInt8(ascii: "~") { p += 1 }
        if p - at > 30 { note(start..<p) }
    }

    /// `sig%3D...` of an address within an address, once or twice encoded.
    mutating func encodedSignature() {
        let length = matchesFolded("%3d", at: at) ? 3 : matchesFolded("%253d", at: at) ? 5 : 0
        guard length > 0, at >= 3, matchesFolded("sig", at: at - 3) else { return }
        let end: StaticString = length == 3 ? "%26" : "%2526"
        var p = at + length
        while p < bytes.count, isTokenByte(bytes[p]) || bytes[p] == UInt8(ascii: "%"), !matches(end, at: p) { p += 1 }
        if p - at - length >= 16 { note(at + length..<p) }
    }

    private func isBoundary(before start: Int) -> Bool { start == 0 || !isNameByte(bytes[start - 1]) || isEscape(before: start) }

    /// The byte before is the letter of an escape, like the `n` of a line feed in JSON.
    private func isEscape(before start: Int) -> Bool { isJSON && start > 1 && bytes[start - 2] == UInt8(ascii: "\\") }
}
