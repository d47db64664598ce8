import Foundation
import Testing

@Suite("What the documents say is there")
struct DocumentTests {
    @Test("every script that a document names exists and can be run", arguments: ["README.md", "CONTRIBUTING.md", "SampleLogs/README.md"])
    func namedScriptsExist(document: String) throws {
        let repository = Repository()
        let names = try words(in: repository.text(of: document)).filter { $0.hasPrefix("scripts/") }
        try #require(document != "README.md" || !names.isEmpty)
        for name in names {
            #expect(repository.exists(name), "\(name)")
            // What lies deeper belongs to a script and is not run by itself.
            if name.split(separator: "/").count == 2 { #expect(repository.isExecutable(name), "\(name)") }
        }
    }

    @Test("every file that README.md and the documents link to exists")
    func linksLead() throws {
        let repository = Repository()
        let names = repository.names(in: "docs").filter { $0.hasSuffix(".md") }.map { "docs/" + $0 }
        try #require(names.count > 5)
        for document in ["README.md"] + names {
            let text = try repository.text(of: document)
            var search = text.startIndex..<text.endIndex
            var links: [String] = []
            while let open = text.range(of: "](", range: search) {
                links.append(String(text[open.upperBound...].prefix { $0 != ")" && $0 != "#" }))
                search = open.upperBound..<text.endIndex
            }
            try #require(document != "README.md" || !links.isEmpty)
            let folder = document.hasPrefix("docs/") ? "docs/" : ""
            let dead = links.filter { !$0.isEmpty && !$0.hasPrefix("https:") && !repository.exists(folder + $0) }
            #expect(dead == [], "\(document)")
        }
    }

    @Test("no file names a path of somebody's own machine")
    func noPrivatePaths() throws {
        // Written in two parts, so that this file does not find itself.
        let ownPaths = ["/wo" + "rk/", "../sha" + "red", "/root/.py" + "env"]
        var found: [String] = []
        for file in try Repository().files(in: "") where ownPaths.contains(where: file.text.contains) {
            for (index, line) in file.lines.enumerated() {
                for word in ownPaths where line.contains(word) { found.append("\(file.path):\(index + 1)") }
            }
        }
        #expect(found == [])
    }

    private func words(in text: String) -> Set<String> {
        Set(text.split { !($0.isLetter || $0.isNumber || $0 == "/" || $0 == "-" || $0 == "." || $0 == "_") }.map(String.init))
    }
}
