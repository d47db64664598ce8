import ArgumentParser
import Postmortem

/// `manual`: the man page, for those who install the program.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Prints the man page, or writes a page for each command.",
        discussion: "Example:\n  mlpostmortem manual > mlpostmortem.1", shouldDisplay: false)

    @Option(help: ArgumentHelp("Write a Markdown page for each command into this folder instead.", valueName: "folder"))
    var pages: String?

    func run() throws {
        guard let pages else { return try Terminal.print(Manual.roff) }
        try Artifact.makeFolder(pages)
        for entry in Manual.entries {
            let page = Manual.page(of: entry)
            try Artifact.write(page.text, to: pages + "/" + page.name)
        }
        try Artifact.write(Manual.index, to: pages + "/README.md")
    }
}
