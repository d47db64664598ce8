import CArchive

/// The name of an archive's member, as a path with `/`, and what speaks against reading it.
enum MemberName {
    case path(String)
    /// Passed over without a word, as in a folder: the folder itself, hidden files, the Mac's side files.
    case ignored
    /// The name leads out of the archive. As it stands there.
    case refused(String)

    init(_ entry: OpaquePointer) {
        let stored = MemberName.text(of: entry)
        guard !stored.isEmpty else {
            self = .ignored
            return
        }
        // Archives made on Windows separate folders so.
        let name = String(stored.map { $0 == "\\" ? "/" : $0 })
        let parts = name.split(separator: "/").filter { $0 != "." }
        let isDrive = parts.first.map { $0.utf8.count == 2 && $0.utf8.last == UInt8(ascii: ":") } ?? false
        if name.hasPrefix("/") || isDrive || parts.contains("..") {
            self = .refused(name)
        } else if parts.isEmpty || parts.contains(where: { $0.hasPrefix(".") || $0 == "__MACOSX" }) {
            self = .ignored
        } else {
            self = .path(parts.joined(separator: "/"))
        }
    }

    /// UTF-8 where it is, else the code page of the PC, in which old zip programs write.
    private static func text(of entry: OpaquePointer) -> String {
        guard let bytes = archive_entry_pathname(entry) ?? archive_entry_pathname_utf8(entry) else { return "unnamed" }
        if let text = String(validatingCString: bytes) { return text }
        var text = ""
        for byte in UnsafeRawBufferPointer(start: bytes, count: MemberName.length(bytes)) {
            text.unicodeScalars.append(byte < 0x80 ? Unicode.Scalar(byte) : MemberName.codePage437[Int(byte) - 0x80])
        }
        return text
    }

    private static func length(_ text: UnsafePointer<CChar>) -> Int {
        var count = 0
        while text[count] != 0 { count += 1 }
        return count
    }

    private static let codePage437 = Array(
        ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
            + "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}").unicodeScalars)
}
