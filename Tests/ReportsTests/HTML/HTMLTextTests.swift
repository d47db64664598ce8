import Evidence
import Testing

@testable import Reports

@Suite("HTML")
struct HTMLTextTests {
    @Test(
        "text is text, as content and within an attribute",
        arguments: [
            ("plain", "plain"), ("<b>", "&lt;b&gt;"), ("\" onload='x'", "&quot; onload=&#39;x&#39;"), ("&lt;", "&amp;lt;"),
            ("`x`", "&#96;x&#96;"), ("a\u{0}b\u{1B}[2J", "a\\u{0}b\\u{1B}[2J"), ("\u{202E}exe", "\\u{202E}exe"),
            ("two\nlines", "two\\nlines"),
            ("é 日本 🙂", "é 日本 🙂"),
        ])
    func escapes(text: String, expected: String) {
        #expect(("\(text)" as HTMLText).markup == expected)
        #expect(("<a title=\"\(text)\">" as HTMLText).markup == "<a title=\"\(expected)\">")
    }

    @Test("a long text is cut, a line of evidence is not")
    func lengths() {
        let long = String(repeating: "x", count: 5_000)
        #expect(("\(long)" as HTMLText).markup.count == 1_001)
        #expect(HTMLText.line(long).markup.count == 5_000)
        #expect(HTMLText.line("a\tb\u{7}").markup == "a\tb\\u{7}")
    }

    @Test("every page carries a policy that admits its own style and script, and nothing else", arguments: Sample.all)
    func policy(sample: Sample) throws {
        let page = ReportForm.html.render(sample.report)
        // Digests of the constants, as `openssl dgst -sha256 -binary | base64` prints them for the empty text and for `abc`.
        #expect(InlineHash.of("") == "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
        #expect(InlineHash.of("abc") == "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
        #expect(
            page.contains(
                "content=\"default-src 'none'; style-src '\(InlineHash.of(PageStyle.content))'; script-src '\(InlineHash.of(PageScript.content))'; "
                    + "base-uri 'none'; form-action 'none'\""))
        #expect(page.contains("<style>\(PageStyle.content)</style>") && page.contains("<script>\(PageScript.content)</script>"))
        #expect(page.split(separator: "<script").count == 2 && page.split(separator: "<style").count == 2)
    }

    @Test("nothing of the page leads outside", arguments: Sample.all)
    func noNetwork(sample: Sample) {
        let page = ReportForm.html.render(sample.report)
        for part in page.split(separator: "href=\"").dropFirst() { #expect(part.hasPrefix("#"), "\(part.prefix(40))") }
        for word in [" src=\"", "@import", "<link", "<iframe", "<object", "<base", "http-equiv=\"refresh\"", " style=\""] {
            #expect(!page.contains(word), "\(word)")
        }
        let urls = page.split(separator: "url(").dropFirst()
        #expect(urls.allSatisfy { $0.hasPrefix("#p-") })
    }

    @Test("every id comes once, and every link has its target", arguments: Sample.all)
    func anchors(sample: Sample) {
        let page = ReportForm.html.render(sample.report)
        let ids = page.split(separator: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(ids.count == Set(ids).count)
        let links = page.split(separator: "href=\"#").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(Set(links).subtracting(ids).sorted() == [])
    }

    @Test("numbers of drawings have no exponent and stay within their bounds")
    func numbers() {
        let values: [(Double, String)] = [
            (0, "0"), (12.345, "12.35"), (-1.5, "-1.50"), (0.1, "0.10"), (1e300, "100000"), (.nan, "0"), (-.infinity, "-100000"),
        ]
        for (value, expected) in values { #expect(Drawn.number(value).markup == expected) }
        #expect(Drawn.percent(1.5).markup == "100%")
        #expect(Drawn.percent(0.3333).markup == "33.33%")
    }
}

@Suite("The reader that the tests of HTML rely on")
struct MarkupReaderTests {
    @Test(
        "what is out of its place is a fault",
        arguments: [
            ("<p>a</p>", []), ("<p>a", ["left open: p"]),
            ("<p><b>x</p></b>", ["p is closed, which is not the last one open", "b is closed, which is not the last one open"]),
            ("<p x=1>a</p>", ["x has no value in quotation marks"]), ("<p title=\"a>b\">x</p>", ["title holds a bare < or >"]),
            ("<p>a > b</p>", ["a bare > in the text"]), ("<rect x=\"1\"/>", []), ("<script>if (a < b) {}", ["script has no end"]),
        ] as [(String, [String])])
    func faults(markup: String, expected: [String]) {
        #expect(MarkupReader(markup).faults == expected)
    }

    @Test("elements and attributes are seen")
    func names() {
        let reader = MarkupReader("<p id=\"x\" hidden><img src=\"y\" onerror=\"z\"></img></p>")
        #expect(reader.elements == ["p", "img"])
        #expect(reader.attributes == ["id", "hidden", "src", "onerror"])
    }
}
