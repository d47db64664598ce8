import Foundation

/// The checkout that these tests stand in, read as text.
struct Repository {
    let root: URL

    init(file: String = #filePath) {
        root = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    /// Every Swift file below a folder, in order of its path.
    func swiftFiles(in folder: String) throws -> [SourceText] {
        try files(in: folder).filter { $0.path.hasSuffix(".swift") }
    }

    /// Every text file below a folder, in order of its path; build products and hidden folders are left out.
    func files(in folder: String) throws -> [SourceText] {
        let start = folder.isEmpty ? root : root.appendingPathComponent(folder)
        guard let walk = FileManager.default.enumerator(at: start, includingPropertiesForKeys: [.isRegularFileKey]) else { return [] }
        var paths: [String] = []
        for case let url as URL in walk {
            let name = url.lastPathComponent
            if name.hasPrefix(".") || name == "demo-output" || name == "__pycache__" {
                walk.skipDescendants()
                continue
            }
            if try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true { paths.append(url.path) }
        }
        return try paths.sorted().compactMap { path in
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            guard let text = String(data: data, encoding: .utf8) else { return nil }
            return SourceText(path: String(path.dropFirst(root.path.count + 1)), text: text)
        }
    }

    /// A file that must be there.
    func text(of path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
    }

    func isExecutable(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: root.appendingPathComponent(path).path)
    }

    /// Names of the entries of a folder, in order; empty where there is no such folder.
    func names(in folder: String) -> [String] {
        let path = root.appendingPathComponent(folder).path
        return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }
}

/// A text file of the repository.
struct SourceText: Sendable {
    /// Relative to the repository.
    let path: String
    let text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// Name of the module that the file belongs to: `Sources/Rules/...` → `Rules`.
    var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// Its lines of code, each with its number: without comments and without the lines of multi-line strings.
    ///
    /// Good enough for finding forbidden names: `//` inside a string literal hides the rest of that line, except in `://`.
    var code: [(number: Int, text: Substring)] {
        var found: [(number: Int, text: Substring)] = []
        var isInString = false
        for (index, line) in lines.enumerated() {
            let quotes = line.components(separatedBy: "\"\"\"").count - 1
            if !isInString { found.append((index + 1, withoutComment(line))) }
            if quotes % 2 == 1 { isInString.toggle() }
        }
        return found
    }

    private func withoutComment(_ line: Substring) -> Substring {
        var search = line.startIndex..<line.endIndex
        while let comment = line.range(of: "//", range: search) {
            guard comment.lowerBound > line.startIndex, line[line.index(before: comment.lowerBound)] == ":" else {
                return line[..<comment.lowerBound]
            }
            search = comment.upperBound..<line.endIndex
        }
        return line
    }

    /// Modules that it imports.
    var imports: [(number: Int, module: String)] {
        code.compactMap { number, line in
            let words = line.split(separator: " ")
            guard let keyword = words.firstIndex(of: "import"), words[..<keyword].allSatisfy({ SourceText.modifiers.contains(String($0)) })
            else { return nil }
            // `import struct Foundation.Data` names the module before the dot.
            guard let name = words.last?.split(separator: ".").first else { return nil }
            return (number, String(name))
        }
    }

    private static let modifiers: Set<String> = [
        "public", "package", "internal", "fileprivate", "private", "@testable", "@preconcurrency", "@_exported",
    ]
}
