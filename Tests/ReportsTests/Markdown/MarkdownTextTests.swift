import Testing

@testable import Reports

@Suite("Text from evidence is inert in Markdown")
struct MarkdownTextTests {
    @Test(
        "running text keeps its words and puts whatever could be markup into code",
        arguments: [
            ("The process ended with exit code 137.", "The process ended with exit code 137."),
            ("It was killed (exit code -9), twice; 0.91 is 3% less!", "It was killed (exit code -9), twice; 0.91 is 3% less!"),
            ("At 2026-11-01 01:02:03, the node was lost.", "At 2026-11-01 01:02:03, the node was lost."),
            ("**bold** and _em_ ~~gone~~", "`**bold**` and `_em_ ~~gone~~`"),
            ("<b>x</b> &amp; a<b", "`<b>x</b> &amp`; `a<b`"),
            ("[click](http://evil.example)", "`[click](http://evil.example`)"),
            ("![i](x) ![j]", "`![i](x`) `![j]`"),
            ("see https://evil.example/a?b=1.", "see `https://evil.example/a?b=1`."),
            ("www.evil.example train.py pandas.errors.ParserError", "`www.evil.example train.py pandas.errors.ParserError`"),
            ("mail a@b.example or @team in #12 or !7", "mail `a@b.example` or `@team` in `#12` or `!7`"),
            ("costs $5 or $x$", "costs `$5` or `$x$`"),
            ("done :tada: and a::b", "done `:tada`: and `a::b`"),
            ("commit deadbee1 of facade", "commit `deadbee1` of facade"),
            ("KeyError: 'store_id' (from load_frame)", "KeyError: `'store_id'` (from `load_frame`)"),
            ("a|b \\| c", "`a|b \\|` c"),
            ("one ` alone", "one `` ` `` alone"),
            ("the input `sales 2` and `x`", "the input `sales 2` and `x`"),
            ("`<b>` `` ", "``` `<b>` `` ```"),
            ("  spaces   run  together ", "spaces run together"),
            ("", ""),
        ])
    func inert(text: String, expected: String) {
        #expect(MarkdownText.inert(text).line == expected)
    }

    @Test(
        "the first word opens no list, heading, quotation or rule",
        arguments: [
            ("- item", "`-` item"), ("+ item", "`+` item"), ("* item", "`*` item"), ("1. item", "`1`. item"), ("12) item", "`12`) item"),
            ("# title", "`#` title"), ("> quote", "`>` quote"), ("=== under", "`===` under"), ("--- rule", "`---` rule"),
            ("~~~ fence", "`~~~` fence"), (":::", "`:::`"), ("3 items", "3 items"), ("2.5 h", "2.5 h"),
        ])
    func opening(text: String, expected: String) {
        #expect(MarkdownText.inert(text).line == expected)
    }

    @Test(
        "hidden characters are shown",
        arguments: [
            ("a\nb", "`a\\nb`"), ("a\tb", "`a\\tb`"), ("\u{1B}[31mred", "`\\u{1B}[31mred`"), ("x\u{202E}y", "`x\\u{202E}y`"),
            ("x\u{2066}y\u{2069}", "`x\\u{2066}y\\u{2069}`"), ("\u{200E}\u{200F}", "`\\u{200E}\\u{200F}`"), ("\u{0}", "`\\u{0}`"),
            ("a\u{2028}b", "`a\\u{2028}b`"), ("\u{FEFF}x\u{200B}", "`\\u{FEFF}x\\u{200B}`"), ("\u{9B}1m", "`\\u{9B}1m`"),
            ("na\u{EF}ve \u{65E5}\u{672C}", "na\u{EF}ve \u{65E5}\u{672C}"),
        ])
    func hidden(text: String, expected: String) {
        #expect(MarkdownText.inert(text).line == expected)
    }

    @Test(
        "a code span holds any content",
        arguments: [
            ("plain", "`plain`"), ("a`b", "``a`b``"), ("``", "``` `` ```"), ("`x", "`` `x ``"), (" x ", "`  x  `"), ("", "(empty)"),
            ("  ", "(empty)"), ("<script>", "`<script>`"), ("a|b", "`a|b`"),
        ])
    func code(content: String, expected: String) {
        #expect(MarkdownText.code(content).line == expected)
    }

    @Test(
        "a cell ends only where the table says",
        arguments: [
            ("a|b", "`a\\|b`"), ("|", "`\\|`"), ("a`|`b", "``a`\\|`b``"),
            ("a\\|b", "<code>a&#92;&#124;b</code>"), ("<i>\\`|", "<code>&#60;i&#62;&#92;&#96;&#124;</code>"), ("a\\b", "`a\\b`"),
        ])
    func cell(content: String, expected: String) {
        #expect(MarkdownText.code(content).cell == expected)
    }

    @Test("two spans next to each other stay two")
    func neighbours() {
        let text: MarkdownText = "\(code: "a")\(code: "b`")"
        #expect(text.line == "`a` `` b` ``")
    }

    @Test("literals are markup, what is interpolated is not")
    func interpolation() {
        let evil = "**x**"
        let text: MarkdownText = "**\(evil)** \(3) \(code: evil)"
        #expect(text.line == "**`**x**`** 3 `**x**`")
    }

    @Test("bold has something within, or is nothing")
    func strong() {
        #expect(MarkdownText.strong("\("x*")").line == "**`x*`**")
        #expect(MarkdownText.strong("\("")").line == "")
    }

    @Test("a text too long for a sentence is cut")
    func length() {
        #expect(MarkdownText.inert(String(repeating: "ab ", count: 400)).line.count == 1_000 + 1)
        #expect(MarkdownText.code(String(repeating: "a", count: 1_001)).line == "`" + String(repeating: "a", count: 1_000) + "…`")
    }

    @Test("texts are joined with a last separator of their own")
    func joining() {
        #expect(MarkdownText.joined(["a", "b", "c"], by: ", ", last: " and ").line == "a, b and c")
        #expect(MarkdownText.joined(["a"], by: ", ", last: " and ").line == "a")
        #expect(MarkdownText.joined([], by: ", ").isEmpty)
    }
}
