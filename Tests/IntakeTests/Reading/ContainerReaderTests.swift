import Evidence
import Testing

@testable import Intake

@Suite("Reading archives")
struct ContainerReaderTests {
    private static let log = String(repeating: "epoch 1 loss 0.5\nsaved the model\n", count: 200)
    private static let members = [
        TestMember("run1/", kind: .folder), TestMember("run1/std_log.txt", log), TestMember("run1/empty.txt"),
        TestMember("run2/std_log.txt", "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\nValueError: no\n"),
    ]
    private static let names = ["run1/std_log.txt", "run1/empty.txt", "run2/std_log.txt"]

    private func source(_ member: TestMember, in archive: String, format: String? = "log") -> Source {
        var hash = ContentHash()
        member.bytes.withUnsafeBytes { hash.update($0) }
        return Source(
            path: archive + "!" + String(decoding: member.name, as: UTF8.self), contentHash: hash.hexadecimal,
            bytes: Int64(member.bytes.count), format: member.bytes.isEmpty ? nil : format, state: member.bytes.isEmpty ? .skipped : .read,
            records: member.bytes.count { $0 == 0x0A })
    }

    @Test(
        "gives every member as a source, whatever the archive",
        arguments: [
            ("zip", nil), ("7zip", nil), ("ustar", nil), ("gnutar", nil), ("pax", nil), ("v7tar", nil), ("gnutar", "gzip"),
            ("gnutar", "bzip2"), ("gnutar", "xz"), ("gnutar", "zstd"), ("gnutar", "lz4"),
        ] as [(String, String?)])
    func members(format: String, filter: String?) throws {
        let bytes = ArchiveMaker.archive(ContainerReaderTests.members, format: format, filter: filter)
        let reading = try ContainerReading(bytes, name: "x/logs.dat")
        #expect(
            reading.members.sorted { $0.path < $1.path }
                == ContainerReaderTests.members.dropFirst().map { source($0, in: "x/logs.dat") }.sorted { $0.path < $1.path })
        #expect(reading.archive?.path == "x/logs.dat")
        #expect(reading.archive?.state == .read)
        #expect(reading.sources.last == reading.archive)
        #expect(reading.reasons == [])
    }

    @Test("of the same content have one hash, however they are packed; of other content another")
    func hashes() throws {
        let tar = ArchiveMaker.archive(ContainerReaderTests.members, format: "gnutar")
        let packed = ArchiveMaker.archive(ContainerReaderTests.members, format: "pax", filter: "xz")
        let less = ArchiveMaker.archive(Array(ContainerReaderTests.members.dropLast()), format: "gnutar")
        let hashes = try [tar, packed, less].map { try ContainerReading($0, name: "a").archive?.contentHash }
        #expect(hashes[0] == hashes[1])
        #expect(hashes[0] != hashes[2])
        #expect(hashes[0]?.count == 32)
    }

    @Test("unpacks a single file", arguments: ["gzip", "bzip2", "xz", "zstd", "lz4"])
    func single(filter: String) throws {
        let file = TestMember("log.txt", ContainerReaderTests.log)
        let reading = try ContainerReading(ArchiveMaker.archive([file], format: "raw", filter: filter), name: "log.txt.pack")
        var expected = source(file, in: "")
        expected.path = "log.txt.pack"
        #expect(reading.sources == [expected])
        #expect(reading.reasons == [])
    }

    @Test("says where a packed file is cut", arguments: ["bzip2", "xz", "zstd", "lz4"])
    func singleCut(filter: String) throws {
        let bytes = ArchiveMaker.archive([TestMember("log.txt", ContainerReaderTests.log)], format: "raw", filter: filter)
        let reading = try ContainerReading(Array(bytes.dropLast(8)), name: "log.txt")
        #expect(reading.sources.map(\.state) == [.damaged])
        #expect(reading.reasons == ["log.txt: The file could be read only in part: the \(filter) stream ends early."])
        #expect(reading.problems.map(\.offset) == [bytes.count - 8])
    }

    @Test("tells them by their content alone, but leaves models and documents whole")
    func told() throws {
        let zip = ArchiveMaker.archive(ContainerReaderTests.members, format: "zip")
        #expect(try ContainerReading(zip, name: "notes.txt").paths == ContainerReaderTests.names.map { "notes.txt!" + $0 })
        #expect(try ContainerReading(zip, name: "outputs/model.PT").paths == ["outputs/model.PT"])
        let text = Array("BZh9 is how bzip2 begins\nPK is how zip does\n".utf8)
        #expect(try ContainerReading(text, name: "logs.zip").members.map(\.format) == ["log"])
    }

    @Test("goes into archives within archives, four deep")
    func nested() throws {
        var bytes = ArchiveMaker.archive(
            [TestMember("a.txt", "deep\n"), TestMember("b.txt.gz", StoredGzip.member(Array("b\n".utf8)))], format: "7zip")
        bytes = ArchiveMaker.archive([TestMember("3.7z", bytes)], format: "gnutar", filter: "xz")
        bytes = ArchiveMaker.archive([TestMember("2.txz", bytes), TestMember("2.txt", "two\n")], format: "zip")
        let four = ArchiveMaker.archive([TestMember("1.zip", bytes)], format: "pax", filter: "gzip")
        let reading = try ContainerReading(four, name: "0.tgz")
        #expect(
            reading.paths == ["0.tgz!1.zip!2.txz!3.7z!a.txt", "0.tgz!1.zip!2.txz!3.7z!b.txt.gz", "0.tgz!1.zip!2.txt"])
        #expect(reading.members.map(\.bytes) == [5, 2, 4])
        #expect(reading.archive?.path == "0.tgz")
        let five = ArchiveMaker.archive([TestMember("0.tgz", four)], format: "zip")
        let deeper = try ContainerReading(five, name: "x.zip")
        #expect(deeper.paths == ["x.zip!0.tgz!1.zip!2.txt"])
        #expect(deeper.reasons == ["x.zip!0.tgz!1.zip!2.txz!3.7z: The archive stands in 4 others and was not read."])
        #expect(deeper.archive?.state == .damaged)
    }

    @Test("within archives are held in memory up to a limit; beyond it a zip is read front to back, a 7z is not")
    func held() throws {
        var limits = UnpackingBudget.Limits()
        limits.heldBytes = 100
        for (format, expected) in [("zip", ContainerReaderTests.names.map { "o.tar!inner!" + $0 }), ("7zip", [])] {
            let inner = ArchiveMaker.archive(ContainerReaderTests.members, format: format)
            let outer = ArchiveMaker.archive([TestMember("inner", inner)], format: "gnutar")
            let reading = try ContainerReading(outer, name: "o.tar", limits: limits)
            #expect(reading.paths == expected)
            #expect(
                reading.reasons
                    == (format == "zip" ? [] : ["o.tar!inner: The archive is a 7z of more than 100 bytes within another; it was not read."])
            )
        }
    }

    @Test("refuses names that lead out of the archive, links and devices, and reads the rest")
    func refused() throws {
        let members = [
            TestMember("/etc/passwd", "root\n"), TestMember("a/../../b", "up\n"), TestMember("C:\\logs\\a.txt", "drive\n"),
            TestMember("link", kind: .symbolicLink), TestMember("hard", kind: .hardLink), TestMember("null", kind: .device),
            TestMember("good.txt", "good\n"), TestMember("./good.txt", "again\n"),
        ]
        let reading = try ContainerReading(ArchiveMaker.archive(members, format: "gnutar"), name: "x.tar")
        #expect(reading.paths == ["x.tar!good.txt"])
        #expect(
            reading.reasons == [
                "x.tar!/etc/passwd: The member's name leads out of the archive; it was not read.",
                "x.tar!a/../../b: The member's name leads out of the archive; it was not read.",
                "x.tar!C:/logs/a.txt: The member's name leads out of the archive; it was not read.",
                "x.tar!link: The member is a symbolic link and was passed over.",
                "x.tar!hard: The member is a hard link and was passed over.",
                "x.tar!null: The member is a device and was passed over.",
                "x.tar!good.txt: The archive has several members of this name; only the first was read.",
            ])
        #expect(reading.problems.map(\.isDamage) == [true, true, true, false, false, false, true])
        #expect(reading.archive?.state == .damaged)
    }

    @Test("refuses encrypted members")
    func encrypted() throws {
        let bytes = ArchiveMaker.archive([TestMember("secret.txt", "secret\n")], format: "zip", password: "word")
        let reading = try ContainerReading(bytes, name: "x.zip")
        #expect(reading.paths == [])
        #expect(reading.reasons == ["x.zip!secret.txt: The member is encrypted and was not read."])
        #expect(reading.archive?.state == .damaged)
    }

    @Test("passes over hidden files and the Mac's side files without a word")
    func ignored() throws {
        let members = [
            TestMember("__MACOSX/._a.txt", "x\n"), TestMember(".git/config", "x\n"), TestMember("a/.DS_Store", "x\n"),
            TestMember("a.txt", "x\n"),
        ]
        let reading = try ContainerReading(ArchiveMaker.archive(members, format: "zip"), name: "x.zip")
        #expect(reading.paths == ["x.zip!a.txt"])
        #expect(reading.reasons == [])
    }

    @Test("shows names of Windows and of old PCs as paths")
    func names() throws {
        var old = TestMember("", "x\n")
        old.name = Array("l".utf8) + [0x84] + Array("ufe\\m".utf8) + [0x94] + Array("gl.txt".utf8)
        #expect(try ContainerReading(ArchiveMaker.archive([old], format: "ustar"), name: "x").paths == ["x!läufe/mögl.txt"])
        let zip = ArchiveMaker.unicodeZip([TestMember("läufe/журнал.txt", "x\n"), TestMember("./a//b.txt", "y\n")])
        let reading = try ContainerReading(zip, name: "x")
        #expect(reading.paths == ["x!läufe/журнал.txt", "x!a/b.txt"])
        #expect(reading.reasons == [])
    }

    @Test(
        "never crashes on an archive that is cut, and keeps the members before the cut",
        arguments: ["zip", "7zip", "gnutar", "tar.gz", "tar.xz"])
    func cut(kind: String) throws {
        let format = kind.hasPrefix("tar") ? "gnutar" : kind
        var bytes = ArchiveMaker.archive(ContainerReaderTests.members, format: format, filter: kind == "tar.xz" ? "xz" : nil)
        if kind == "tar.gz" { bytes = StoredGzip.member(bytes) }
        let whole = try ContainerReading(bytes, name: "x")
        let contents = Set(whole.members.map(\.contentHash))
        for end in stride(from: 0, to: bytes.count, by: 64) {
            let reading = try ContainerReading(Array(bytes[..<end]), name: "x")
            #expect(reading.sources.count <= whole.sources.count)
            #expect(Array(whole.paths.prefix(reading.paths.count)) == reading.paths || reading.archive == nil, "cut at \(end)")
            let unsaid = reading.members.filter { $0.state != .damaged && reading.archive != nil && !contents.contains($0.contentHash) }
            #expect(unsaid == [], "cut at \(end)")
        }
    }

    @Test("never crashes on an archive with wrong bytes", arguments: ["zip", "7zip", "gnutar", "pax"])
    func garbled(format: String) throws {
        let bytes = ArchiveMaker.archive(ContainerReaderTests.members, format: format)
        for at in stride(from: 0, to: bytes.count, by: 37) {
            var wrong = bytes
            wrong[at] ^= UInt8(truncatingIfNeeded: at) | 1
            let reading = try ContainerReading(wrong, name: "x")
            #expect(!reading.sources.isEmpty)
        }
    }

    @Test("keeps what stands before the damage and says where it is")
    func damaged() throws {
        let members = [TestMember("a.txt", "first\n"), TestMember("b.txt", ContainerReaderTests.log), TestMember("c.txt", "last\n")]
        let tar = ArchiveMaker.archive(members, format: "ustar")
        let reading = try ContainerReading(Array(tar[..<(512 + 512 + 512 + 1000)]), name: "x.tar")
        #expect(reading.members.map(\.state) == [.read, .damaged])
        #expect(reading.members.map(\.bytes) == [6, 1000])
        #expect(
            reading.reasons == [
                "x.tar!b.txt: The file could be read only in part: the tar archive ends early.",
                "x.tar: The archive could be read only in part: the tar archive ends early.",
            ])
        #expect(reading.problems.map(\.offset) == [2536, 2536])
        var wrong = ArchiveMaker.unicodeZip(members)
        wrong[31 + 5] ^= 1
        let checked = try ContainerReading(wrong, name: "x.zip")
        #expect(checked.members.map(\.state) == [.damaged, .read, .read])
        #expect(checked.archive?.state == .read)
    }

    @Test("reads a zip whose table of contents is damaged from front to back")
    func damagedTable() throws {
        let zip = ArchiveMaker.unicodeZip([TestMember("a.txt", "first\n"), TestMember("b.txt", "last\n")])
        var wrong = zip
        // The first entry of the table, which begins behind the members.
        wrong[(30 + 5 + 6) + (30 + 5 + 5)] = 0
        let reading = try ContainerReading(wrong, name: "x.zip")
        #expect(reading.paths == ["x.zip!a.txt", "x.zip!b.txt"])
        #expect(reading.members.map(\.state) == [.read, .read])
        #expect(reading.archive?.state == .damaged)
        #expect(reading.problems.count == 1)
        #expect(
            reading.reasons.first?.hasPrefix("x.zip: The archive could be read only in part: its table of contents is damaged (") == true)
    }

    @Test("stops unpacking what is a bomb")
    func bomb() throws {
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        let bytes = ArchiveMaker.archive(
            [TestMember("a.txt", "first\n"), TestMember("b.bin", zeros), TestMember("c.txt", "last\n")], format: "zip")
        var limits = UnpackingBudget.Limits()
        limits.freeBytes = 1000
        limits.ratio = 10
        let reading = try ContainerReading(bytes, name: "x.zip", limits: limits)
        #expect(reading.paths == ["x.zip!a.txt", "x.zip!b.bin"])
        #expect(reading.members.map(\.state) == [.read, .damaged])
        #expect(reading.members.map(\.bytes).reduce(0, +) < 1 << 20)
        #expect(reading.archive?.state == .damaged)
        limits = UnpackingBudget.Limits()
        limits.members = 2
        let many = try ContainerReading(bytes, name: "x.zip", limits: limits)
        #expect(many.paths == ["x.zip!a.txt", "x.zip!b.bin"])
        #expect(many.reasons == ["x.zip: The archive could be read only in part: it has more than 2 members."])
        let packed = ArchiveMaker.archive([TestMember("log", zeros)], format: "raw", filter: "xz")
        limits = UnpackingBudget.Limits()
        limits.freeBytes = 1000
        let single = try ContainerReading(packed, name: "log.xz", limits: limits)
        #expect(single.members.map(\.state) == [.damaged])
    }

    @Test("names a hundred refused members and counts the rest")
    func manyProblems() throws {
        let members = (0..<130).map { TestMember("/a\($0)", "x\n") }
        let reading = try ContainerReading(ArchiveMaker.archive(members, format: "gnutar"), name: "x.tar")
        #expect(reading.problems.count == 101)
        #expect(reading.reasons.last == "x.tar: 30 more members were not read.")
    }

    @Test("that hold nothing are read, and so are files that are no archive")
    func empty() throws {
        let zip = try ContainerReading(ArchiveMaker.archive([], format: "zip"), name: "x.zip")
        #expect(zip.sources.map(\.state) == [.read])
        #expect(zip.reasons == [])
        #expect(try ContainerReading([], name: "x").sources.map(\.state) == [.skipped])
        let folder = TemporaryFolder()
        let gone = try ContainerReading(InputFile(shownPath: "gone", path: folder.path + "/gone"))
        #expect(gone.reasons == ["gone: The file could not be opened: No such file or directory."])
    }

    @Test("reads tars written one behind the other")
    func concatenated() throws {
        let first = ArchiveMaker.archive([TestMember("a.txt", "a\n")], format: "gnutar")
        let second = ArchiveMaker.archive([TestMember("b.txt", "b\n")], format: "gnutar")
        #expect(try ContainerReading(first + second, name: "x").paths == ["x!a.txt", "x!b.txt"])
        let packed = StoredGzip.member(first) + StoredGzip.member(second)
        #expect(try ContainerReading(packed, name: "x").paths == ["x!a.txt", "x!b.txt"])
    }
}
