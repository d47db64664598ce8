import Foundation
import Testing

@Suite("House style that a formatter does not see")
struct HouseStyleTests {
    @Test("no source file is longer than 400 lines")
    func filesAreShort() throws {
        let repository = Repository()
        let files = try repository.swiftFiles(in: "Sources") + repository.swiftFiles(in: "Tests")
        let long = files.filter { $0.text.split(separator: "\n", omittingEmptySubsequences: false).count > 401 }
        #expect(long.map(\.path) == [])
    }

    @Test("sources neither force a try nor end the process on what a file holds")
    func sourcesDoNotCrashOnPurpose() throws {
        #expect(try offences(against: ["try!", "fatalError(", "as! "]) == [])
    }

    @Test("no source names a way to the network")
    func sourcesStayOffline() throws {
        let names = [
            "URLSession", "URLRequest", "NWConnection", "NWListener", "getaddrinfo", "gethostbyname", "CFSocket", "CFStreamCreatePair",
            "socket(", "connect(", "sendto(", "recvfrom(", "AF_INET", "URL(string: \"http", "FoundationNetworking", "import Network",
        ]
        #expect(try offences(against: names) == [])
    }

    @Test("@unchecked Sendable has its reason beside it")
    func uncheckedSendableIsExplained() throws {
        var offences: [String] = []
        for file in try Repository().swiftFiles(in: "Sources") {
            let lines = file.lines
            for (index, line) in lines.enumerated() where line.contains("@unchecked Sendable") {
                let before = index > 0 ? lines[index - 1].drop(while: \.isWhitespace) : ""
                if !line.contains("//") && !before.hasPrefix("//") { offences.append("\(file.path):\(index + 1)") }
            }
        }
        #expect(offences == [])
    }

    /// Lines of code in `Sources` that hold one of the words. A word that begins with a letter must begin a word there: `connect(` is not
    /// found in `reconnect(`, nor in a method call like `cell.connect(`.
    private func offences(against words: [String]) throws -> [String] {
        var found: [String] = []
        for file in try Repository().swiftFiles(in: "Sources") {
            let present = words.filter { file.text.contains($0) }
            if present.isEmpty { continue }
            for (number, line) in file.code {
                for word in present where holds(line, word) { found.append("\(file.path):\(number): \(word)") }
            }
        }
        return found
    }

    private func holds(_ line: Substring, _ word: String) -> Bool {
        var search = line.startIndex..<line.endIndex
        while let match = line.range(of: word, range: search) {
            guard match.lowerBound > line.startIndex else { return true }
            let before = line[line.index(before: match.lowerBound)]
            // A name inside a string literal is data (patterns speak of sockets), not a call.
            if !before.isLetter && !before.isNumber && before != "_" && before != "." && before != "`"
                && !isQuoted(line, at: match.lowerBound)
            {
                return true
            }
            search = match.upperBound..<line.endIndex
        }
        return false
    }

    private func isQuoted(_ line: Substring, at place: Substring.Index) -> Bool {
        line[..<place].count { $0 == "\"" } % 2 == 1
    }

    @Test("a forbidden word is found as code, not inside other names or strings")
    func forbiddenWordsAreFoundAsCode() {
        #expect(holds("    let handle = socket(AF_INET, kind, 0)", "socket("))
        #expect(holds("connect(handle)", "connect("))
        #expect(!holds("    reconnect(store)", "connect("))
        #expect(!holds("    store.connect(handle)", "connect("))
        #expect(!holds("    literals: [\"getaddrinfo\"]", "getaddrinfo"))
        #expect(holds("    let address = getaddrinfo(\"name\", nil)", "getaddrinfo"))
    }
}
