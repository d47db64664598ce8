import Foundation
import Testing

@Suite("scripts/install")
struct InstallTests {
    private static let script = Program.repository.appendingPathComponent("scripts/install").path
    private static let files = [
        "bin/mlpostmortem", "share/man/man1/mlpostmortem.1", "share/bash-completion/completions/mlpostmortem",
        "share/zsh/site-functions/_mlpostmortem", "share/fish/vendor_completions.d/mlpostmortem.fish",
    ]

    @Test("installs the program, its man page and completions below a prefix; uninstalling says what would go, and removes it when told")
    func installs() throws {
        let program = try Program()
        defer { program.remove() }
        let installed = try program.shell("'\(Self.script)' --prefix \"$PWD/a prefix\" --binary '\(Program.path)'")
        #expect(installed.code == 0, "\(installed.err)")
        for file in Self.files { #expect(program.exists("a prefix/\(file)"), "\(file)") }
        #expect(try program.shell("'a prefix/bin/mlpostmortem' --version").code == 0)
        #expect(try program.text(of: "a prefix/share/man/man1/mlpostmortem.1").hasPrefix(".TH MLPOSTMORTEM 1"))
        #expect(try program.shell("bash -n 'a prefix/share/bash-completion/completions/mlpostmortem'").code == 0)
        // Of others nothing is touched.
        try program.write("mine", to: "a prefix/bin/other")
        let asked = try program.shell("'\(Self.script)' --prefix \"$PWD/a prefix\" --uninstall")
        #expect(asked.code == 0)
        for file in Self.files {
            #expect(asked.err.contains("would remove \(program.folder.path)/a prefix/\(file)\n"))
            #expect(program.exists("a prefix/\(file)"))
        }
        let removed = try program.shell("'\(Self.script)' --prefix \"$PWD/a prefix\" --uninstall --yes")
        #expect(removed.code == 0)
        for file in Self.files { #expect(!program.exists("a prefix/\(file)"), "\(file)") }
        #expect(program.exists("a prefix/bin/other"))
        #expect(
            try program.shell("'\(Self.script)' --prefix \"$PWD/a prefix\" --uninstall").err.contains(
                "Nothing of mlpostmortem is installed"))
    }

    @Test("a program that is not there is refused")
    func refuses() throws {
        let program = try Program()
        defer { program.remove() }
        #expect(try program.shell("'\(Self.script)' --prefix p --binary nowhere").code == 2)
        #expect(try program.shell("'\(Self.script)' --prefx p").code == 64)
        #expect(!program.exists("p"))
    }
}
