import Testing

@testable import Intake

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite("The walk over the paths given")
struct SourceWalkTests {
    private let folder = TemporaryFolder()

    private func shown(_ paths: [String]) throws -> [String] {
        try SourceWalk.files(at: paths).map(\.shownPath)
    }

    @Test("finds the files of folders in the order of their bytes, named relative to the folder")
    func order() throws {
        for name in ["b.txt", "a/z.txt", "a/b/c.log", "a.txt", "B.txt", "ä.txt"] { folder.write("x", to: name) }
        let expected = ["B.txt", "a.txt", "a/b/c.log", "a/z.txt", "b.txt", "ä.txt"]
        #expect(try shown([folder.path]) == expected)
        #expect(try shown([folder.path + "/"]) == expected)
        #expect(try shown([folder.path + "/a"]) == ["b/c.log", "z.txt"])
    }

    @Test("names a file that was given by its name")
    func single() throws {
        let path = folder.write("xyz", to: "a/b.txt")
        #expect(try SourceWalk.files(at: [path]) == [InputFile(shownPath: "b.txt", path: path, size: 3)])
    }

    @Test("passes over hidden files and what macOS adds to archives")
    func hidden() throws {
        for name in [".hidden", "a/.git/config", "__MACOSX/._a.txt", "a/seen.txt"] { folder.write("x", to: name) }
        #expect(try shown([folder.path]) == ["a/seen.txt"])
    }

    @Test("passes over databases and their journals")
    func databases() throws {
        folder.write(Array("SQLite format 3\0".utf8) + [UInt8](repeating: 1, count: 496), to: "store.sqlite")
        folder.write("x", to: "store.sqlite-wal")
        folder.write("x", to: "other-wal")
        folder.write("SQLite format", to: "note.txt")
        #expect(try shown([folder.path]) == ["note.txt", "other-wal"])
    }

    @Test("does not follow links within a folder, but follows one that is given")
    func links() throws {
        let outside = TemporaryFolder()
        outside.write("x", to: "secret.txt")
        folder.write("x", to: "a/real.txt")
        symlink(outside.path + "/secret.txt", folder.path + "/out.txt")
        symlink(outside.path, folder.path + "/outfolder")
        symlink("a", folder.path + "/loop")
        symlink("..", folder.path + "/a/up")
        symlink("nowhere", folder.path + "/dangling")
        #expect(try shown([folder.path]) == ["a/real.txt"])
        symlink("a/real.txt", folder.path + "/z.txt")
        #expect(try shown([folder.path]) == ["a/real.txt"])
        #expect(try shown([folder.path + "/z.txt"]) == ["z.txt"])
        #expect(try shown([folder.path + "/loop"]) == ["real.txt"])
    }

    @Test("lists a FIFO with its obstacle and does not open it")
    func fifo() throws {
        folder.write("x", to: "a.txt")
        mkfifo(folder.path + "/pipe", 0o644)
        let files = try SourceWalk.files(at: [folder.path])
        #expect(files.map(\.shownPath) == ["a.txt", "pipe"])
        #expect(files.map(\.obstacle) == [nil, "'pipe' is a FIFO, not a file, and was passed over."])
    }

    @Test("takes a file once, however often it is named")
    func twice() throws {
        let path = folder.write("x", to: "a/b.txt")
        #expect(try shown([folder.path, path, folder.path + "/a"]) == ["a/b.txt"])
    }

    @Test("says which path does not exist")
    func missing() {
        let path = folder.path + "/nothing"
        #expect(throws: IntakeError(subject: path, description: "Cannot read '\(path)': there is no file or folder there.")) {
            try SourceWalk.files(at: [path])
        }
        #expect(throws: IntakeError.self) { try SourceWalk.files(at: [""]) }
    }

    @Test("takes a single dash for standard input")
    func standardInput() throws {
        #expect(try SourceWalk.files(at: ["-"]) == [.standardInput])
    }
}
