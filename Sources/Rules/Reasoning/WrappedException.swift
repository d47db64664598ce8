package import Evidence

/// Exceptions that say no more than that something else failed: a child process, a worker, a job, a service. The reason stands inside their
/// message, before them in the chain, or in what was printed before.
package enum WrappedException {
    /// The type says that another process, job or service failed, not why.
    package static func isWrapper(_ block: TracebackBlock) -> Bool {
        let type = block.shortType
        return types.contains(type) || type.hasPrefix("RayTaskError") || type.hasPrefix("ErrorReturnCode_")
    }

    private static let types: Set<String> = [
        // Child processes and workers.
        "CalledProcessError", "SubprocessError", "ChildFailedError", "ProcessRaisedException", "ProcessExitedException", "RemoteTraceback",
        "_RemoteTraceback", "ProcessExecutionError", "UnexpectedExit", "ShellCommandException", "ExecuteUserScriptError",
        "UserScriptException", "AirflowException", "ReproductionError", "TuneError", "RetryError",
        // Notebooks and foreign runtimes.
        "PapermillExecutionError", "CellExecutionError", "Py4JJavaError", "PythonException", "RRuntimeError",
        // Jobs and services of the platform.
        "JobException", "WebserviceException", "ActivityFailedException", "PipelineException", "PipelineChildJobError",
        "ExperimentExecutionException", "RunException", "FailedRun", "UnsuccessfulRunError", "ExecutionException",
    ]

    /// It waited for a process of the same machine, whose own output stands in the same log.
    static func isOfChildProcess(_ block: TracebackBlock) -> Bool {
        ["CalledProcessError", "SubprocessError", "ProcessExecutionError", "UnexpectedExit", "ShellCommandException", "AirflowException"]
            .contains(block.shortType) || block.shortType.hasPrefix("ErrorReturnCode_")
    }

    /// The exception or the service's statement inside the message of a wrapper; nil where it names none. The quote's line is the one that
    /// holds it: messages go on line by line behind the final line.
    package static func inner(of block: TracebackBlock, in log: LogEvidence) -> TracebackBlock? {
        guard isWrapper(block) else { return nil }
        let lines = block.message.split(separator: "\n", omittingEmptySubsequences: false)
        var found: (line: Int, exception: NamedException)?
        for (number, line) in lines.enumerated() {
            let text = unescaped(line)
            for part in text.split(separator: "\n") {
                guard let exception = NamedException(in: part), !isWrapperName(exception.type) else { continue }
                // A type that says little gives way to one that says more, never the other way round.
                if let found, isVague(exception.type), !isVague(found.exception.type) { continue }
                found = (number, exception)
            }
            // The text that the service sends back repeats the message on one line.
            if line.drop(while: \.isWhitespace).hasPrefix("ErrorResponse"), found != nil { break }
        }
        if let found {
            return made(type: found.exception.type, message: found.exception.message, line: found.line, of: block, in: log)
        }
        guard let stated = ServiceStatement(lines) else { return nil }
        return made(type: block.type, message: "\(stated.code): \(stated.message)", line: stated.line, of: block, in: log)
    }

    private static func isWrapperName(_ type: String) -> Bool {
        let short = type.split(separator: ".").last.map(String.init) ?? type
        return types.contains(short) || short == "InnerException"
    }

    private static func isVague(_ type: String) -> Bool {
        let short = type.split(separator: ".").last.map(String.init) ?? type
        return ["SparkException", "Exception", "Error", "RuntimeException"].contains(short)
    }

    private static func made(type: String, message: String, line: Int, of block: TracebackBlock, in log: LogEvidence) -> TracebackBlock {
        var quote = block.final
        if line > 0, let start = block.final.location.line,
            let text = block.message.split(
                separator: "\n", omittingEmptySubsequences: false
            ).dropFirst(line).first
        {
            let kept = log.tail.first { $0.number == start + line && $0.text.contains(text.drop(while: \.isWhitespace).prefix(40)) }
            quote =
                kept?.quote(from: log.source)
                ?? Quote(location: Location(source: log.source, line: start + line), time: block.final.time, text: String(text))
        }
        return TracebackBlock(link: .cause, frames: block.frames, type: type, message: message, final: quote)
    }

    /// `\n`, `\t` and `\"` of a text inside JSON, two levels deep.
    private static func unescaped(_ text: Substring) -> String {
        var text = String(text)
        for _ in 0..<2 where text.contains("\\n") || text.contains("\\\"") {
            text = text.replacing("\\\\", with: "\\").replacing("\\n", with: "\n").replacing("\\t", with: "\t")
                .replacing("\\\"", with: "\"")
        }
        return text
    }
}

/// `pkg.SomeError: text` anywhere in a line: the last one is the innermost.
struct NamedException {
    let type: String
    let message: String

    init?(in line: some StringProtocol) {
        let text = String(line)
        for range in text.ranges(of: ": ").reversed() {
            let before = text[..<range.lowerBound]
            let name = before.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." || $0 == "$" }
            let type = String(name.reversed())
            guard NamedException.isExceptionName(type) else { continue }
            // A name glued to a quote or bracket is a member of an object, not an exception: `"InnerError": …`.
            let preceding = before.dropLast(type.count).last
            guard preceding == nil || preceding == " " || preceding == "\t" || preceding == "'" || preceding == "(" || preceding == "\""
            else { continue }
            var message = text[range.upperBound...].drop(while: \.isWhitespace)
            if let stop = message.firstRange(of: ", please run print(") { message = message[..<stop.lowerBound] }
            while let last = message.last, last == "\"" || last == "," || last.isWhitespace { message = message.dropLast() }
            guard !message.isEmpty else { continue }
            self.type = type
            self.message = String(message)
            return
        }
        return nil
    }

    /// Written like a class, and named as exceptions are.
    static func isExceptionName(_ name: String) -> Bool {
        guard let short = name.split(separator: ".").last, let first = short.first, first.isUppercase else { return false }
        guard !name.hasPrefix("."), !name.hasSuffix(".") else { return false }
        return short.hasSuffix("Error") || short.hasSuffix("Exception") || short.hasSuffix("Failure") || short.hasSuffix("Timeout")
    }
}

/// What a service's error envelope says inside a message: the innermost code with its text.
private struct ServiceStatement {
    let code: String
    let message: String
    let line: Int

    init?(_ lines: [Substring]) {
        var code: String?
        var found: (code: String, message: String, line: Int)?
        for (number, line) in lines.enumerated() {
            // The response repeats the whole message on one line.
            if line.drop(while: \.isWhitespace).hasPrefix("ErrorResponse"), found != nil { break }
            if let value = ServiceStatement.value(of: "code", in: line) { code = value }
            guard let text = ServiceStatement.value(of: "message", in: line), let code else { continue }
            // `details` repeat the outer message or go deeper; a later one with text of its own is deeper.
            if found == nil || (!text.isEmpty && text != found?.message) { found = (code, text, number) }
        }
        guard let found else { return nil }
        (self.code, message, line) = found
    }

    /// The string behind `"name": "` up to its end, or to the end of the line where the text goes on.
    private static func value(of name: String, in line: Substring) -> String? {
        guard let range = line.firstRange(of: "\"\(name)\": \"") else { return nil }
        var result = ""
        var isEscaped = false
        for character in line[range.upperBound...] {
            if isEscaped {
                result.append(character == "n" ? " " : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                break
            } else {
                result.append(character)
            }
        }
        return result
    }
}
