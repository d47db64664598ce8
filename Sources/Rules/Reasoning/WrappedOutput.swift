import Evidence

/// What stands around an exception that says only that something else failed.
enum WrappedOutput {
    /// So many lines above the traceback the child's farewell is looked for.
    private static let reach = 40

    /// The last complaint that stands before the traceback of a child process that failed, in the same log.
    static func lastWords(before judged: JudgedTraceback) -> (text: String, quote: Quote)? {
        guard WrappedException.isOfChildProcess(judged.decisive), let start = judged.traceback.header.location.line else { return nil }
        let patterns: Set<String> = [
            Pattern.printedError.id, Pattern.bareException.id, Pattern.commandNotFound.id, Pattern.commandRefused.id, Pattern.usage.id,
        ]
        let hit = judged.log.hits.filter { hit in
            guard let line = hit.quote.location.line else { return false }
            return patterns.contains(hit.pattern) && !hit.isWrapper && line < start && line >= start - reach
        }.max { ($0.quote.location.line ?? 0) < ($1.quote.location.line ?? 0) }
        if let hit { return (hit.text, hit.quote) }
        // No pattern knows it: what stands right above the traceback and begins like an error.
        let above = judged.traceback.header.before
        for (distance, text) in above.reversed().enumerated() where LastWords.isReason(text) {
            let location = Location(source: judged.log.source, line: start - distance - 1)
            return (text, Quote(location: location, time: judged.traceback.header.time, text: text))
        }
        return nil
    }

    /// Services name the kind of their failure in a code.
    static func category(of block: TracebackBlock, in judged: JudgedTraceback) -> Category? {
        guard WrappedException.isWrapper(judged.traceback.terminal) else { return nil }
        let code = block.message.prefix { $0 != ":" }
        if code.contains("EnvironmentBuild") || code.contains("ImageBuild") { return .environmentFailure }
        if code.contains("Quota") { return .submissionFailure }
        return nil
    }

    /// The service says that a run below this one failed.
    static func speaksOfChildren(_ block: TracebackBlock) -> Bool {
        ["child run", "child job", "failed child"].contains { block.message.contains($0) }
    }
}
