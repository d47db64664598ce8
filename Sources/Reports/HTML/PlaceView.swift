import Evidence

/// Places, times and links as the page writes them.
enum PlaceView {
    /// `file:line` in code, the whole path to hover.
    static func place(_ location: Location) -> HTMLText {
        let path = Wording.shownPath(location.source)
        if let line = location.line, line > 0 { return .code(path + ":" + String(line)) }
        if let offset = location.offset { return "\(HTMLText.code(path)) at byte \(Wording.grouped(offset))" }
        return .code(path)
    }

    static func time(_ time: Timestamp?) -> HTMLText {
        time.map { "<time datetime=\"\($0.rfc3339)\">\($0.readable)</time>" } ?? ""
    }

    static func duration(_ run: Run) -> HTMLText {
        run.seconds.map { "\(readableDuration(seconds: $0))" } ?? ""
    }

    /// Anchors hold nothing of the id itself, which may be anything; the same run has the same anchor in every report.
    static func groupAnchor(_ rootID: String) -> String { "g-" + SHA256.hexadecimal(of: rootID, digits: 12) }
    static func runAnchor(_ runID: String) -> String { "r-" + SHA256.hexadecimal(of: runID, digits: 12) }

    static func table(_ columns: [HTMLText], _ rows: [[HTMLText]], label: HTMLText) -> HTMLText {
        guard !rows.isEmpty else { return "" }
        let head = HTMLText.joined(columns.map { "<th scope=\"col\">\($0)</th>" })
        let body = HTMLText.joined(rows.map { "<tr>\(HTMLText.joined($0.map { "<td>\($0)</td>" }))</tr>\n" })
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(label)"><table>
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(body)</tbody></table></div>

            """
    }
}

/// Numbers of drawings: two decimals, never in exponents or another locale's digits.
enum Drawn {
    /// `12.5%` of the width, for a share of 0 to 1.
    static func percent(_ share: Double) -> HTMLText { "\(number(share * 100, within: 0...100))%" }

    static func number(_ value: Double, within range: ClosedRange<Double> = -100_000...100_000) -> HTMLText {
        let hundredths = Int((min(max(value.isNaN ? 0 : value, range.lowerBound), range.upperBound) * 100).rounded())
        let rest = hundredths.magnitude % 100
        let sign: HTMLText = hundredths < 0 ? "-" : ""
        let whole = Int(hundredths.magnitude / 100)
        if rest == 0 { return "\(sign)\(whole)" }
        return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(Int(rest))"
    }
}
