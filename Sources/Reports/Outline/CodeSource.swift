import Evidence

/// Tells sources that show the program from those that show what it printed.
enum CodeSource {
    private static let suffixes = [".py", ".ipynb", ".sh", ".r", ".R", ".scala", ".sql"]

    static func holds(_ source: String, _ exception: ExceptionSummary?) -> Bool {
        let name = source.split(separator: "/").last.map(String.init) ?? source
        if let file = exception?.file, file.split(separator: "/").last.map(String.init) == name { return true }
        return suffixes.contains { name.hasSuffix($0) }
    }
}
