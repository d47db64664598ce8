import CArchive
import Testing

/// A member of an archive that a test makes.
struct TestMember {
    enum Kind {
        case file, folder, symbolicLink, hardLink, device
    }

    /// As bytes, because names need be no UTF-8.
    var name: [UInt8]
    var bytes: [UInt8] = []
    var kind = Kind.file

    init(_ name: String, _ text: String = "", kind: Kind = .file) {
        self.init(name, Array(text.utf8), kind: kind)
    }

    init(_ name: String, _ bytes: [UInt8], kind: Kind = .file) {
        self.name = Array(name.utf8)
        self.bytes = bytes
        self.kind = kind
    }
}

/// Archives as libarchive writes them.
enum ArchiveMaker {
    /// `format` and `filter` by libarchive's names.
    static func archive(_ members: [TestMember], format: String, filter: String? = nil, password: String? = nil) -> [UInt8] {
        let archive = archive_write_new()!
        defer { archive_write_free(archive) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20 + members.reduce(0) { $0 + $1.bytes.count + 4096 })
        #expect(archive_write_set_format_by_name(archive, format) == ARCHIVE_OK)
        if let filter { #expect(archive_write_add_filter_by_name(archive, filter) == ARCHIVE_OK) }
        if let password {
            #expect(archive_write_set_options(archive, "zip:encryption=traditional") == ARCHIVE_OK)
            #expect(archive_write_set_passphrase(archive, password) == ARCHIVE_OK)
        }
        var used = 0
        let capacity = buffer.count
        return buffer.withUnsafeMutableBytes { target in
            #expect(archive_write_open_memory(archive, target.baseAddress, capacity, &used) == ARCHIVE_OK)
            for member in members { add(member, to: archive) }
            #expect(archive_write_close(archive) == ARCHIVE_OK)
            return Array(target[..<used])
        }
    }

    private static func add(_ member: TestMember, to archive: OpaquePointer) {
        let entry = archive_entry_new()!
        defer { archive_entry_free(entry) }
        let name = (member.name + [0]).map { CChar(bitPattern: $0) }
        archive_entry_copy_pathname(entry, name)
        archive_entry_set_perm(entry, 0o644)
        switch member.kind {
        case .file: archive_entry_set_filetype(entry, 0o100000)
        case .folder: archive_entry_set_filetype(entry, 0o040000)
        case .device: archive_entry_set_filetype(entry, 0o020000)
        case .symbolicLink:
            archive_entry_set_filetype(entry, 0o120000)
            archive_entry_set_symlink(entry, "target")
        case .hardLink:
            archive_entry_set_filetype(entry, 0o100000)
            archive_entry_set_hardlink(entry, "target")
        }
        if member.kind == .file { archive_entry_set_size(entry, Int64(member.bytes.count)) }
        #expect(archive_write_header(archive, entry) >= ARCHIVE_WARN)
        if member.kind == .file, !member.bytes.isEmpty {
            #expect(member.bytes.withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) } == member.bytes.count)
        }
    }

    /// A zip whose members are stored and whose names are marked as UTF-8.
    static func unicodeZip(_ members: [TestMember]) -> [UInt8] {
        var zip: [UInt8] = []
        var table: [UInt8] = []
        for member in members {
            // Version, UTF-8 flag, method, time, date, checksum, sizes, lengths of the name and of extra fields.
            let count = UInt32(member.bytes.count)
            var fields = little(UInt16(20)) + little(UInt16(0x800)) + little(UInt16(0)) + little(UInt32(0x5821_0000))
            fields += StoredGzip.little(StoredGzip.checksum(member.bytes)) + little(count) + little(count)
            fields += little(UInt16(member.name.count)) + little(UInt16(0))
            // Comment, disk, attributes, place.
            table += Array("PK\u{1}\u{2}".utf8) + little(UInt16(20)) + fields + little(UInt16(0)) + little(UInt16(0))
            table += little(UInt16(0)) + little(UInt32(0)) + little(UInt32(zip.count)) + member.name
            zip += Array("PK\u{3}\u{4}".utf8) + fields + member.name + member.bytes
        }
        let end = little(UInt32(0)) + little(UInt16(members.count)) + little(UInt16(members.count)) + little(UInt32(table.count))
        return zip + table + Array("PK\u{5}\u{6}".utf8) + end + little(UInt32(zip.count)) + little(UInt16(0))
    }

    private static func little(_ number: some FixedWidthInteger) -> [UInt8] { StoredGzip.little(number) }
}
