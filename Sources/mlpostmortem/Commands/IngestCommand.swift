import ArgumentParser
import Evidence
import Postmortem

/// What `ingest` and `scan` are told about their files.
struct SourceOptions: ParsableArguments {
    @Option(name: .customLong("run"), help: ArgumentHelp("Bind loose logs to this run.", valueName: "id"))
    var runID: String?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("Read every file as this format (`mlpostmortem formats` lists them).", valueName: "format"),
        completion: .list(Catalogues.formatIDs))
    var format: String?

    @Flag(help: "Keep the files themselves in the store, secrets included, so that `store rescan` can read them again.")
    var keepSources = false

    func validate() throws {
        if let format, !Catalogues.formatIDs.contains(format) {
            let all = "There are \(Catalogues.formatIDs.joined(separator: ", "))."
            throw ValidationError(
                "There is no format '\(ShownText.line(format))'. \(Nearness.hint(for: format, among: Catalogues.formatIDs, otherwise: all))"
            )
        }
    }

    var ingestOptions: IngestOptions { IngestOptions(runID: runID, formatID: format, keepsSources: keepSources) }
}

/// `ingest`: files into the store.
struct IngestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Reads files, folders, archives and standard input into the store.",
        discussion: """
            Packed files and archives (gzip, bzip2, xz, zstd, lz4; zip, tar, 7z) are read as they are, archives within archives too. \
            The same files twice change nothing. A file that has grown, and one with other content at the same path, replaces its older state; \
            with --run, the same path is another source for each run. A damaged file is read as far as it goes, is named, and makes the exit \
            code 3.

            Secrets (signatures, keys, tokens, passwords) are taken out before anything is stored. --no-redact leaves them in; the store \
            remembers that, and its reports say so.

            --keep-sources keeps each file in the store as it was given, an archive whole; what is not packed is packed. Secrets in kept bytes \
            are not taken out: the coverage of every report says that such files are there, and neither reports nor `sql`'s views show them. \
            Standard input is not kept.

            Example:
              mlpostmortem ingest exports/2026-11-01 activity-log.json
              mlpostmortem ingest exports/2026-11-01 --keep-sources
              cat job.json | mlpostmortem ingest - --json
            """)

    @Argument(help: ArgumentHelp("Files, folders and archives; - is standard input.", valueName: "path"), completion: .file())
    var paths: [String]

    @OptionGroup var sources: SourceOptions

    @Flag(help: "Leave secrets in what is stored.")
    var noRedact = false

    @Flag(help: "Write a summary as JSON to standard output.")
    var json = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let session = try common.session(creates: true, settings: try common.settings(), redacts: !noRedact)
        defer { session.close() }
        let line = ProgressLine(common.progress, isQuiet: common.quiet)
        let summary = try await session.ingest(paths, options: sources.ingestOptions) { line.show($0) }
        Notes.say(summary, common)
        if noRedact { common.note("Secrets were left in (--no-redact): neither the store nor its reports should leave this machine.") }
        if json { try Terminal.print(summary.json + "\n") }
        common.suggest("report --output report.md")
        if summary.isDamaged { throw ExitStatus.damage }
    }
}

/// What `ingest` and `scan` say on standard error.
enum Notes {
    /// More files than this are only counted: the report names all that are damaged.
    private static let namedProblems = 10

    static func say(_ summary: IngestSummary, _ common: CommonOptions) {
        let damage = summary.problems.filter(\.isDamage)
        let limit = common.verbose ? Int.max : namedProblems
        for problem in damage.prefix(limit) {
            let line = problem.line.map { ":\($0)" } ?? ""
            common.note("\(ShownText.line(problem.source))\(line): \(ShownText.line(problem.reason))")
        }
        if damage.count > limit { common.note("... and \(damage.count - limit) more; the report names all.") }
        for path in summary.rewritten.prefix(limit) {
            common.note(
                "\(ShownText.line(path)): other content than before, and not its continuation; it has replaced what the store held.")
        }
        if summary.rewritten.count > limit { common.note("... and \(summary.rewritten.count - limit) more were replaced.") }
        common.note(summary.sentence)
        if let kept = summary.keptSentence { common.note(kept) }
    }
}
