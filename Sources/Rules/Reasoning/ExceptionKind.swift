package import Evidence

/// What an exception is about, told from its type first and its message second, so that one rule and no other speaks of it.
package enum ExceptionKind: Sendable {
    case syntax, missingModule, externalCall, unboundName, missingFile, memory, validation, exit
    /// A pool or a group of processes lost a worker, and nobody knows why.
    case workerLost
    case other

    package init(_ block: TracebackBlock) {
        let type = block.shortType
        let message = block.message
        switch type {
        case "SyntaxError", "IndentationError", "TabError": self = .syntax
        case "ModuleNotFoundError": self = .missingModule
        case "ImportError": self = .missingModule
        case "NameError", "UnboundLocalError": self = .unboundName
        case "SystemExit", "KeyboardInterrupt", "GeneratorExit", "SIGTERMException": self = .exit
        case "MemoryError", "OutOfMemoryError", "_ArrayMemoryError": self = .memory
        case "BrokenProcessPool", "BrokenExecutor", "TerminatedWorkerError", "BrokenThreadPool", "WorkerLostError",
            "ProcessExitedException":
            self = .workerLost
        case _ where RefusedAccess.isRefusal(block): self = .other
        case _ where ExternalFailure.isExternal(block): self = .externalCall
        case "FileNotFoundError", "NotADirectoryError": self = .missingFile
        case "AttributeError", "TypeError":
            self = message.contains("'NoneType' object") ? .unboundName : .other
        case "EmptyDataError": self = .missingFile
        // The platform's own checks of datasets and requests are about reaching data, not about what is in them.
        case _ where block.type.hasPrefix("azure"): self = .other
        case _ where type.contains("Validation") || type.hasPrefix("SchemaError") || type == "DataValidationError": self = .validation
        default:
            if message.contains("CUDA out of memory") || message.contains("Unable to allocate") {
                self = .memory
            } else if block.type.hasPrefix("OSError") && message.contains("cannot open shared object file") {
                self = .missingModule
            } else {
                self = .other
            }
        }
    }

    /// The type's last part names a file that was not there, or was empty.
    static func isMissingFile(_ type: String) -> Bool {
        let short = type.split(separator: ".").last ?? ""
        return short == "FileNotFoundError" || short == "NotADirectoryError" || short == "EmptyDataError"
    }
}

/// What a printed text says of an exception that nobody sees: `HTTPSConnectionPool(host='x')…`, `[Errno 2] No such file…`.
package enum ExceptionText {
    /// The built-in type whose message the text looks like, if any.
    package static func type(of text: String) -> String? {
        if let repr = reprType(text) { return repr }
        let table: [(String, String)] = [
            ("ConnectionPool(host=", "ConnectionError"), ("division by zero", "ZeroDivisionError"), ("index out of range", "IndexError"),
            ("'NoneType' object", "AttributeError"), ("object has no attribute", "AttributeError"), ("is not defined", "NameError"),
            ("where it is not associated with a value", "UnboundLocalError"), ("referenced before assignment", "UnboundLocalError"),
            ("No module named", "ModuleNotFoundError"), ("cannot import name", "ImportError"), ("[Errno 2]", "FileNotFoundError"),
            ("[Errno 13]", "PermissionError"), ("[Errno 28]", "OSError"), ("[Errno 111]", "ConnectionRefusedError"), ("[Errno", "OSError"),
            ("invalid literal for int()", "ValueError"), ("could not convert string to float", "ValueError"),
            ("unsupported operand type", "TypeError"), ("codec can't decode", "UnicodeDecodeError"), ("Expecting value", "JSONDecodeError"),
            ("Expecting property name", "JSONDecodeError"), ("Expecting ',' delimiter", "JSONDecodeError"),
            ("cannot reshape array", "ValueError"),
            ("could not be broadcast together", "ValueError"), ("single positional indexer is out-of-bounds", "IndexError"),
            ("not found in axis", "KeyError"), ("not in index", "KeyError"), ("No columns to parse from file", "EmptyDataError"),
            ("Error tokenizing data", "ParserError"), ("Cannot save file into a non-existent directory", "OSError"),
            ("Ran out of input", "EOFError"), ("CUDA out of memory", "OutOfMemoryError"),
            ("got an unexpected keyword argument", "TypeError"),
            ("missing 1 required positional", "TypeError"), ("Client Error:", "HTTPError"), ("Server Error:", "HTTPError"),
        ]
        return table.first { text.contains($0.0) }?.1
    }

    /// `KeyError('terms')` → `KeyError`; `requests.exceptions.HTTPError: 404 …` → that type.
    private static func reprType(_ text: String) -> String? {
        for word in text.split(whereSeparator: { " \t,;|".contains($0) }) {
            let name = word.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
            guard name.hasSuffix("Error") || name.hasSuffix("Exception") || name.hasSuffix("Interrupt"), name.count > 5 else { continue }
            let rest = word.dropFirst(name.count)
            if rest.hasPrefix("(") || rest.hasPrefix(":") { return String(name) }
        }
        return nil
    }

    /// What a printed line says of the exception: the text behind the handler's own words, which end at the first colon.
    package static func message(printedIn hit: PatternHit) -> String {
        if let message = hit.captures["message"] { return message }
        guard let colon = hit.text.firstRange(of: ": ") else { return hit.text }
        let rest = String(hit.text[colon.upperBound...])
        return type(of: rest) != nil || isLoneKey(rest) ? rest : hit.text
    }

    /// A lone quoted key, as `print(e)` shows a KeyError.
    package static func isLoneKey(_ text: String) -> Bool {
        guard let first = text.first, first == "'" || first == "\"", text.count > 2, text.count < 90 else { return false }
        return text.last == first && !text.dropFirst().dropLast().contains(first)
    }
}
