import Evidence

/// How a verdict looks: a sign, a word and a pattern, so that nobody has to tell colours apart.
enum VerdictMark {
    static func sign(_ verdict: Verdict) -> HTMLText {
        switch verdict {
        case .failed: "&#10005;"
        case .succeeded: "&#10003;"
        case .suspicious: "&#33;"
        case .stuck: "&#8214;"
        case .canceled: "&#8856;"
        case .running: "&#9654;"
        case .notRun: "&#9675;"
        case .unknown: "&#63;"
        }
    }

    static func badge(_ verdict: Verdict) -> HTMLText {
        "<span class=\"badge v-\(verdict.rawValue)\"><span aria-hidden=\"true\">\(sign(verdict))</span> \(Wording.label(verdict))</span>"
    }

    /// The pattern with which SVG fills what has this verdict.
    static func fill(_ verdict: Verdict) -> HTMLText { "url(#p-\(verdict.rawValue))" }

    /// The patterns, to stand once in the page.
    static let definitions: HTMLText = """
        <svg class="defs" aria-hidden="true" focusable="false"><defs>
        <pattern id="p-failed" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="k-failed" width="8" height="8"/>\
        <path class="k-stroke" d="M0 0L8 8M8 0L0 8"/></pattern>
        <pattern id="p-stuck" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="k-stuck" width="6" height="6"/>\
        <path class="k-stroke" d="M0 3H6"/></pattern>
        <pattern id="p-suspicious" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="k-suspicious" width="8" height="8"/>\
        <circle class="k-ground" cx="4" cy="4" r="2"/></pattern>
        <pattern id="p-succeeded" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="k-succeeded" width="8" height="8"/></pattern>
        <pattern id="p-running" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="k-running" width="8" height="8"/>\
        <path class="k-stroke" d="M-2 6L2 10M0 0L8 8M6 -2L10 2"/></pattern>
        <pattern id="p-canceled" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="k-quiet" width="6" height="6"/>\
        <path class="k-stroke" d="M3 0V6"/></pattern>
        <pattern id="p-not-run" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="k-ground" width="8" height="8"/></pattern>
        <pattern id="p-unknown" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="k-ground" width="8" height="8"/>\
        <circle class="k-quiet" cx="4" cy="4" r="1.5"/></pattern>
        </defs></svg>

        """
}
