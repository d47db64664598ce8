import Evidence

/// Exceptions that stand without a traceback: the last line of a log that was pasted or cut, or the text of the run's error.
enum BareException {
    /// What stands within so many lines of the end may be what ended the script; earlier ones were survived.
    private static let reach = 10
    /// Where nothing says how the script ended, only its very last words count.
    private static let strictReach = 3

    static func judged(in logs: [LogEvidence], dossier: Dossier, ending: ProcessEnding) -> [JudgedTraceback] {
        let status = dossier.status
        guard ending.state == .failed || ending.state == .unknown, status != .completed, status != .canceled else { return [] }
        let isKnownToFail = ending.state == .failed || status == .failed
        for log in logs {
            let end = log.lastUserLine?.number ?? log.lineCount
            let last = log.hits(of: Pattern.bareException.id).last { hit in
                !hit.isWrapper
                    && (hit.quote.location.line ?? 0) >= end - (isKnownToFail ? reach : strictReach)
            }
            if let hit = last, let type = hit.captures["type"] {
                let block = TracebackBlock(link: .none, frames: [], type: type, message: hit.captures["message"] ?? "", final: hit.quote)
                return [JudgedTraceback(line: block, in: log, weight: 0.6, isNamedByRun: false)]
            }
        }
        guard let message = dossier.run.error?.message, let quote = dossier.run.citations[.error],
            let (type, text) = lastException(in: message)
        else { return [] }
        let block = TracebackBlock(link: .none, frames: [], type: type, message: text, final: quote)
        let log = logs.first ?? LogEvidence(source: quote.location.source, role: .user)
        return [JudgedTraceback(line: block, in: log, weight: 0.5, isNamedByRun: true)]
    }

    /// The last line of a text that reads `Type: message`, where the type is an exception's.
    private static func lastException(in text: String) -> (type: String, message: String)? {
        for line in text.split(whereSeparator: \.isNewline).reversed() {
            let trimmed = line.drop { $0.isWhitespace }
            guard let colon = trimmed.firstRange(of: ": ") else { continue }
            let name = trimmed[..<colon.lowerBound]
            let isName = name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
            let short = name.split(separator: ".").last ?? ""
            guard isName, short.first?.isUppercase == true, short.hasSuffix("Error") || short.hasSuffix("Exception"),
                short.count > 9 || short.hasSuffix("Error")
            else { continue }
            // The platform's own words for "your script failed" name no reason.
            if ["UserErrorException", "JobFailed", "UserScriptException", "Error"].contains(String(short)) { continue }
            return (String(name), String(trimmed[colon.upperBound...]))
        }
        return nil
    }
}
