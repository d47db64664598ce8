import Foundation
import Testing

@Suite("Each module imports only what the table allows")
struct ImportTests {
    /// What a module may import. The trades (Intake, Store, Rules, Reports) do not know each other; only Postmortem joins them.
    private static let table: [String: Set<String>] = [
        "Evidence": ["Synchronization"],
        "Intake": [
            "Evidence", "CZlib", "CArchive", "CVectorscan", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Darwin",
            "Synchronization",
        ],
        "Store": ["Evidence", "GRDB", "GRDBSQLite", "SQLite3", "Foundation", "FoundationEssentials", "Synchronization"],
        "Rules": ["Evidence"],
        "Reports": ["Evidence"],
        "Postmortem": [
            "Evidence", "Intake", "Store", "Rules", "Reports", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Darwin",
            "Synchronization", "Yams",
        ],
        "mlpostmortem": ["ArgumentParser", "Postmortem", "Evidence", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Darwin"],
    ]

    @Test("every import is in its module's row of the table")
    func importsFollowTheTable() throws {
        var offences: [String] = []
        for file in try Repository().swiftFiles(in: "Sources") {
            let allowed = Self.table[file.module] ?? []
            for (number, module) in file.imports where !allowed.contains(module) {
                offences.append("\(file.path):\(number) imports \(module), which \(file.module) may not")
            }
        }
        #expect(offences == [])
    }

    @Test("every module has a row, and every row a module")
    func tableIsComplete() {
        let modules = Repository().names(in: "Sources").filter { !$0.hasPrefix("C") }
        #expect(modules == Self.table.keys.sorted())
    }

    @Test("imports are read past modifiers, declarations kinds and comments")
    func importsAreRead() {
        let file = SourceText(
            path: "Sources/X/Y.swift",
            text: """
                internal import Foundation
                @testable import Rules  // for the catalogue
                import struct Intake.Block
                // import Store
                let text = "import nothing"
                let example = \"""
                    import lightgbm
                    \"""
                """)
        #expect(file.imports.map(\.module) == ["Foundation", "Rules", "Intake"])
        #expect(file.imports.map(\.number) == [1, 2, 3])
    }
}
