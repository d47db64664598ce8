/// What a scan of one Python file of a code snapshot found. Nothing of it is run.
package struct CodeEvidence: Hashable, Sendable, Codable {
    package var source: String
    /// Folder of the snapshot (`snapshots/<id>/...`), if the path names one.
    package var snapshotID: String?
    /// Path below the snapshot's folder, else the file's name.
    package var module: String
    package var lineCount: Int
    package var handlers: [ExceptionHandler]
    package var calls: [CodeCall]
    package var arguments: [CodeArgument]
    /// Modules imported, top level name only.
    package var imports: [String]

    package init(source: String, module: String) {
        self.source = source
        self.module = module
        lineCount = 0
        handlers = []
        calls = []
        arguments = []
        imports = []
    }
}

/// An `except` clause.
package struct ExceptionHandler: Hashable, Sendable, Codable {
    /// What its body does.
    package enum Action: String, Sendable, Codable, CaseIterable {
        case pass, print, log, raise, exit, `return`, `continue`, assign, other
    }
    /// The `except` line.
    package var quote: Quote
    /// Line of its `try`.
    package var tryLine: Int
    /// First and last line of the `try` body.
    package var bodyLines: ClosedRange<Int>
    /// Types caught; empty for a bare `except:`.
    package var types: [String]
    package var actions: [Action]
    /// Constant parts of what the body prints or logs, longest first: `Error occurred: `.
    package var messages: [String]
    /// Names assigned in the `try` body.
    package var assigned: [String]
    package var function: String?

    package init(quote: Quote, tryLine: Int, bodyLines: ClosedRange<Int>) {
        self.quote = quote
        self.tryLine = tryLine
        self.bodyLines = bodyLines
        types = []
        actions = []
        messages = []
        assigned = []
    }

    /// Catches everything or nearly so.
    package var isBroad: Bool {
        types.isEmpty || types.contains { $0 == "Exception" || $0 == "BaseException" }
    }

    /// Neither raises nor exits: the failure ends here.
    package var swallows: Bool {
        !actions.contains(.raise) && !actions.contains(.exit)
    }
}

/// A call that matters to a rule.
package struct CodeCall: Hashable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable {
        /// Writes a file.
        case write
        /// Talks to something outside: HTTP, SQL, storage, sockets.
        case external
        /// `sys.exit`, `os._exit`, `exit`, `quit`.
        case exit
        /// Starts a thread or process.
        case spawn
        /// `print` or a logger's method.
        case output
    }
    package var kind: Kind
    /// Dotted name as written: `data.to_csv`, `requests.get`.
    package var function: String
    package var quote: Quote
    /// Of a write: where to.
    package var path: PathValue?
    /// Of an external call: a time-out is given.
    package var hasTimeout: Bool?
    /// Of an exit: its code, where it is a literal; 0 for none.
    package var exitCode: Int?
    /// Of a spawn: `daemon=True` is given.
    package var isDaemon: Bool?
    /// Of output: the constant parts of its text, in order.
    package var message: [String]
    package var inFunction: String?

    package init(kind: Kind, function: String, quote: Quote) {
        self.kind = kind
        self.function = function
        self.quote = quote
        message = []
    }
}

/// A path as far as the source text alone tells it.
package struct PathValue: Hashable, Sendable, Codable {
    package enum Root: String, Sendable, Codable {
        /// A literal, complete.
        case literal
        /// Starts from a command-line argument: `argument` names it.
        case argument
        /// Starts from an environment variable: `argument` names it.
        case environment
        /// Below a folder made by `tempfile`.
        case temporary
        case unknown
    }
    package var root: Root
    /// The literal, or what follows the root.
    package var text: String
    /// Name of the argument (`args.report_dir` → `report_dir`) or variable.
    package var argument: String?

    package init(root: Root, text: String, argument: String? = nil) {
        self.root = root
        self.text = text
        self.argument = argument
    }
}

/// A command-line argument that the script declares (`add_argument`).
package struct CodeArgument: Hashable, Sendable, Codable {
    /// Flags as written (`--report_dir`), or the name of a positional argument.
    package var flags: [String]
    /// The attribute that holds its value.
    package var destination: String
    /// Its default, where it is a literal.
    package var defaultValue: String?
    package var quote: Quote

    package init(flags: [String], destination: String, defaultValue: String?, quote: Quote) {
        self.flags = flags
        self.destination = destination
        self.defaultValue = defaultValue
        self.quote = quote
    }
}
