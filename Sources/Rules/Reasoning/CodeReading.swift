package import Evidence

/// What the code snapshot adds to a log: which handler printed a line, which call a run hangs in, where results went.
package enum CodeReading {
    /// The handler whose printed text the line shows.
    package static func handler(printing text: String, in code: [CodeEvidence]) -> (module: CodeEvidence, handler: ExceptionHandler)? {
        for module in code {
            for handler in module.handlers where handler.swallows {
                if handler.messages.contains(where: { isTelling($0) && text.contains(trimmed($0)) }) { return (module, handler) }
            }
        }
        return nil
    }

    /// A constant long enough to tell one print from another.
    private static func isTelling(_ message: String) -> Bool {
        trimmed(message).count >= 5
    }

    private static func trimmed(_ text: String) -> String {
        var part = Substring(text)
        while let first = part.first, first.isWhitespace || first == "\n" { part = part.dropFirst() }
        while let last = part.last, last.isWhitespace || last == ":" { part = part.dropLast() }
        return String(part)
    }

    /// The output call that printed the line: the one whose longest constant parts all occur in it.
    package static func outputCall(printing text: String, in code: [CodeEvidence]) -> (module: CodeEvidence, call: CodeCall)? {
        var best: (CodeEvidence, CodeCall, Int)?
        for module in code {
            for call in module.calls where call.kind == .output {
                let parts = call.message.map(trimmed).filter { $0.count >= 3 }
                guard !parts.isEmpty, parts.allSatisfy(text.contains) else { continue }
                let weight = parts.reduce(0) { $0 + $1.count }
                if weight >= 5, weight > best?.2 ?? 0 { best = (module, call, weight) }
            }
        }
        return best.map { ($0.0, $0.1) }
    }

    /// The external call that comes next after the line was printed: the first one within a few lines below the print (`isNext`), else the only
    /// one there is, which is a guess.
    package static func externalCall(after text: String?, in code: [CodeEvidence]) -> (module: CodeEvidence, call: CodeCall, isNext: Bool)?
    {
        if let text, let (module, print) = outputCall(printing: text, in: code), let at = print.quote.location.line {
            let next = module.calls.filter {
                $0.kind == .external && ($0.quote.location.line ?? 0) >= at && ($0.quote.location.line ?? 0) <= at + reach
            }
            if let call = next.first { return (module, call, true) }
        }
        let all = code.flatMap { module in module.calls.filter { $0.kind == .external }.map { (module, $0) } }
        let found = all.count == 1 ? all.first : all.first { $0.1.hasTimeout == false }
        // Where nothing was ever printed, the first call that can wait is where a silent script waits.
        return found.map { ($0.0, $0.1, text == nil) }
    }

    /// How many lines below a print a call may stand and still be the one that it announces.
    private static let reach = 25

    /// The exit call that stands right behind the call that printed the line.
    package static func exitCall(after text: String, in code: [CodeEvidence]) -> (module: CodeEvidence, call: CodeCall)? {
        guard let (module, print) = outputCall(printing: text, in: code), let at = print.quote.location.line else { return nil }
        let exit = module.calls.first { call in
            call.kind == .exit && (call.quote.location.line ?? 0) >= at && (call.quote.location.line ?? 0) <= at + exitReach
        }
        return exit.map { (module, $0) }
    }

    /// A message and the exit that follows it stand close together.
    private static let exitReach = 4

    /// Handlers that swallow and whose `try` holds a write: what they catch costs an output.
    package static func silencedWrites(in code: [CodeEvidence]) -> [(module: CodeEvidence, handler: ExceptionHandler, write: CodeCall)] {
        code.flatMap { module in
            module.handlers.filter(\.swallows).compactMap { handler in
                module.calls.first { $0.kind == .write && handler.bodyLines.contains($0.quote.location.line ?? 0) }
                    .map { (module, handler, $0) }
            }
        }
    }
}
