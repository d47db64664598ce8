package import Evidence

/// Reads one Python file of a code snapshot without running it.
package struct PythonScanner {
    /// Larger files are generated; what matters of them stands at their start.
    private static let maximumBytes = 2 << 20

    package static func scan(_ bytes: [UInt8], source path: String) -> CodeEvidence {
        let source = PythonSource(bytes.count > maximumBytes ? Array(bytes[..<maximumBytes]) : bytes)
        let names = PythonNames(source)
        let place = SnapshotPath(path)
        var evidence = CodeEvidence(source: path, module: place.module)
        evidence.snapshotID = place.id
        evidence.lineCount = source.lineCount
        evidence.imports = names.imports
        evidence.handlers = PythonHandlers(source: source, names: names, path: path).read()
        let calls = PythonCalls(source, names, path: path)
        evidence.calls = calls.calls
        evidence.arguments = calls.arguments
        return evidence
    }
}

/// The snapshot and the module that a path names: `snapshots/<id>/src/train.py`.
struct SnapshotPath {
    let id: String?
    let module: String

    private static let folders: Set<String> = ["snapshots", "snapshot", "code", "codes", "azureml-code", "src-snapshots"]

    init(_ path: String) {
        // Members of archives stand behind `!`; the archive itself may be named for the snapshot.
        let parts = path.split { $0 == "/" || $0 == "!" || $0 == "\\" }.map(String.init)
        for index in parts.indices.dropLast() {
            let name = parts[index].split(separator: ".").first.map(String.init) ?? parts[index]
            guard index > 0, SnapshotPath.folders.contains(parts[index - 1].lowercased()), SnapshotPath.isID(name) else { continue }
            id = name
            module = parts[(index + 1)...].joined(separator: "/")
            return
        }
        id = nil
        module = parts.last ?? path
    }

    /// A UUID, or 32 hexadecimal digits.
    private static func isID(_ name: String) -> Bool {
        let groups = name.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isHexadecimal = groups.allSatisfy { $0.allSatisfy { $0.isTracebackDigit || (0x61...0x66).contains($0 | 0x20) } }
        return isHexadecimal && (groups.map(\.count) == [32] || groups.map(\.count) == [8, 4, 4, 4, 12])
    }
}
