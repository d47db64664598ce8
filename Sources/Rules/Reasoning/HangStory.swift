import Evidence

extension HangDecision {
    /// What happened, in sentences, for whichever rule speaks of it.
    func story(_ file: CaseFile) -> String {
        var text = "Nothing was written for \(readableDuration(seconds: seconds)) from \(begins.readable) on"
        if heartbeats != nil {
            text = "Nothing but signs of life was written for \(readableDuration(seconds: seconds)) from \(begins.readable) on"
        }
        if file.status.map({ !$0.isTerminal }) ?? true {
            text += ", and the run still says \(file.status?.rawValue ?? "nothing")."
        } else if let limit = LimitReached(file) {
            text += "; then the run was canceled at its limit of \(readableDuration(seconds: limit.limit))."
        } else {
            text += file.status == .failed ? "; then the run failed." : "; then the run was canceled."
        }
        if let usual, usual > 0 {
            let whom = comparedRuns > 0 ? "in \(comparedRuns) earlier run\(comparedRuns == 1 ? "" : "s")" : "in this run before"
            text += " The longest silence \(whom) was \(readableDuration(seconds: usual))."
        } else {
            text += " There is no earlier run of this step to compare with."
        }
        if let dump, let frame = dump.userFrame {
            text +=
                " Its stacks were dumped\(dump.isRepeated ? " more than once, always the same" : ""): the script stands at "
                + "`\(frame.fileName)` line \(frame.line) in `\(frame.function)`\(HangDecision.words(dump.wait))."
        } else if let call, let line = call.call.quote.location.line {
            text += " The next call in the code is `\(call.call.function)` in `\(TextScan.lastComponent(call.module.module))` line \(line)"
            text += call.call.hasTimeout == true ? ", with a time-out." : ", without a time-out."
        }
        return text
    }

    private static func words(_ wait: StackDump.Wait) -> String {
        switch wait {
        case .external: ", waiting for something outside"
        case .lock: ", waiting for a lock, a queue or a thread"
        case .child: ", waiting for a child process"
        case .none: ""
        }
    }

    /// The lines that show it: the dump's frame, the last progress, the last sign of life, the call, the limit, the status.
    func evidence(_ file: CaseFile) -> [Quote] {
        var quotes: [Quote] = []
        if let last { quotes.append(last.line.quote(from: last.log.source)) }
        if let dump, let quote = dump.userFrame?.quote(from: dump.judged.log.source, time: nil) { quotes.append(quote) }
        if let dump { quotes.append(dump.judged.traceback.header) }
        if let heartbeats, let last { quotes.append(heartbeats.quote(from: last.log.source)) }
        if let call, isExternal { quotes.append(call.call.quote) }
        if let limit = file.run.citations[.limit], LimitReached(file) != nil { quotes.append(limit) }
        if let quote = file.statusQuote { quotes.append(quote) }
        return quotes
    }

    /// Possible is not enough to wake somebody: under 0.7 it is a warning.
    func severity(_ file: CaseFile) -> Severity {
        if weights.confidence() < 0.7 { return .warning }
        return file.status.map { !$0.isTerminal } ?? true ? .critical : .error
    }

    /// `since “loading segment bronze”`.
    var since: String {
        last.map { "since “\(PrintedText.message(of: $0.line.text).prefix(80))”" } ?? "since it began"
    }
}
