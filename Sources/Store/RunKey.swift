/// How run ids are compared: diagnostics print them in capitals now and then.
enum RunKey {
    static func of(_ runID: String) -> String { runID.lowercased() }

    /// The same of an id that is all ASCII, without a text of its own in between.
    static func of(ascii runID: UnsafeBufferPointer<UInt8>) -> String {
        String(unsafeUninitializedCapacity: runID.count) { key in
            for i in runID.indices { key[i] = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(runID[i]) ? runID[i] | 0x20 : runID[i] }
            return runID.count
        }
    }

    /// A UUID without its dashes.
    static func uuid(_ text: String) -> String {
        String(text.lowercased().filter { $0 != "-" })
    }

    /// 32 hexadecimal digits, with or without dashes.
    static func isUUID(_ text: some StringProtocol) -> Bool {
        let digits = text.utf8.filter { $0 != UInt8(ascii: "-") }
        return digits.count == 32 && digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
    }

    /// The forms in which Azure ML makes run ids of its own: a UUID, `experiment_1612345678_1a2b3c4d` (and its `_3`, `HD_...`, `AutoML_...`
    /// kin), `adjective_noun_0123456789`.
    static func looksLikeRunID(_ text: String) -> Bool {
        if isUUID(text) { return true }
        let parts = text.split(separator: "_")
        guard parts.count >= 2, let last = parts.last else { return false }
        let isHex = { (part: Substring) in part.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) } }
        for i in parts.indices.dropLast() where parts[i].count == 10 && parts[i].utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            if parts[i + 1].count == 8, isHex(parts[i + 1]) { return true }
        }
        if parts[0] == "HD" || parts[0] == "AutoML" { return isUUID(parts[1]) }
        let isWord = { (part: Substring) in part.utf8.allSatisfy { (0x61...0x7A).contains($0) } }
        let isSuffix = last.count == 10 && last.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
        return parts.count == 3 && isWord(parts[0]) && isWord(parts[1]) && isSuffix && last.utf8.contains { (0x30...0x39).contains($0) }
    }
}
