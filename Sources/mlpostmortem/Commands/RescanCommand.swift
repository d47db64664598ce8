import ArgumentParser
import Postmortem

extension StoreCommand {
    /// `store rescan`: what `ingest --keep-sources` kept, read again.
    struct Rescan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rescan", abstract: "Reads the files again that `ingest --keep-sources` kept.",
            discussion: """
                For a new version of this program, and after a change of the redaction's rules: they find in the kept files what `ingest` would \
                find in the export, which is not needed. Each file keeps its name, its run and its format; secrets are taken out of what is \
                found. A file for which nothing changed is not written again. Ends with 3 where bytes were lost of what was read now.

                Example:
                  mlpostmortem store rescan
                """)

        @Flag(help: "Write a summary as JSON to standard output.")
        var json = false

        @OptionGroup var common: CommonOptions

        func run() async throws {
            let session = try common.session(creates: false, settings: try common.settings())
            defer { session.close() }
            let line = ProgressLine(common.progress, isQuiet: common.quiet)
            let summary = try await session.rescan { line.show($0) }
            Notes.say(summary, common)
            if summary.files == 0 { common.note("The store keeps no files; `mlpostmortem ingest --keep-sources PATH` does that.") }
            if json { try Terminal.print(summary.json + "\n") }
            common.suggest("report --output report.md")
            if summary.isDamagedAnew { throw ExitStatus.damage }
        }
    }
}
