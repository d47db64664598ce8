import Testing

@testable import Reports

@Suite("Blocks of a Markdown page")
struct MarkdownPageTests {
    @Test("a fence is longer than any run of backticks within, and keeps tabs")
    func fence() {
        var page = MarkdownPage()
        page.fence("text", lines: ["```", "a ````` b", "\tx\u{1B}[2J", "two\nlines"])
        #expect(page.text == "``````text\n```\na ````` b\n\tx\\u{1B}[2J\ntwo\\nlines\n``````\n")
    }

    @Test("headings, lists and tables hold hostile text on one line")
    func blocks() {
        let evil = "# x\n| y"
        var page = MarkdownPage()
        page.heading(2, "\(evil)")
        page.bullets(["\(evil)", "b"])
        page.numbered(["\(evil)", "b"])
        page.table(["A", "B"], [["\(evil)", ""]])
        #expect(
            page.text == """
                ## `# x\\n|` y

                - `# x\\n|` y
                - b

                1. `# x\\n|` y
                2. b

                | A | B |
                | --- | --- |
                | <code>&#35; x&#92;n&#124;</code> y |  |

                """)
    }

    @Test("what is empty leaves no trace")
    func empty() {
        var page = MarkdownPage()
        page.paragraph("")
        page.bullets([])
        page.numbered([])
        page.table(["A"], [])
        page.paragraph("x")
        #expect(page.text == "x\n")
    }

    @Test("what is to be opened stands between blank lines, so that it is read as Markdown")
    func details() {
        var page = MarkdownPage()
        page.details("More") { $0.paragraph("\("</details>")") }
        #expect(page.text == "<details>\n<summary>More</summary>\n\n`</details>`\n\n</details>\n")
    }

    @Test(
        "a Mermaid label cannot end, click or comment",
        arguments: [
            ("train: failed", "train: failed"), (#"x"];click r1 "javascript:y""#, "x#34;#93;#59;click r1 #34;javascript:y#34;"),
            ("<b>&amp; #quot; %% `m` {a|b}", "#60;b#62;#38;amp#59; #35;quot#59; #37;#37; #96;m#96; #123;a#124;b#125;"),
            ("a\nb\u{202E}", "a#92;nb#92;u#123;202E#125;"), ("模型", "模型"),
        ])
    func mermaid(text: String, expected: String) {
        #expect(MermaidLabel.escaped(text) == expected)
    }
}
