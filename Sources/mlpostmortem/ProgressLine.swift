import Foundation
import Postmortem

/// Says on standard error how far an ingest is.
final class ProgressLine: Sendable {
    enum Style { case none, line, json }
    private let style: Style
    private let began = ContinuousClock.now
    /// Written from several tasks; at most ten lines a second.
    private let last = Lock(ContinuousClock.Instant?.none)

    init(_ choice: ProgressChoice, isQuiet: Bool) {
        switch choice {
        case _ where isQuiet && choice == .auto: style = .none
        case .never: style = .none
        case .json: style = .json
        case .always: style = .line
        case .auto: style = Terminal.errorIsTerminal ? .line : .none
        }
    }

    func show(_ progress: IngestProgress) {
        guard style != .none else { return }
        let now = ContinuousClock.now
        let isLast = progress.files == progress.totalFiles
        let isDue = last.with { last in
            if !isLast, let last, now - last < .milliseconds(100) { return false }
            last = now
            return true
        }
        guard isDue else { return }
        if style == .json {
            Terminal.note("{\"bytes\":\(progress.bytes),\"files\":\(progress.files),\"total_files\":\(progress.totalFiles)}")
        } else {
            let seconds = max(0.001, Double((now - began).components.seconds) + Double((now - began).components.attoseconds) / 1e18)
            let rate = Int(Double(progress.bytes) / 1_000_000 / seconds)
            let line = "\(progress.files) of \(progress.totalFiles) files, \(progress.bytes / 1_000_000) MB, \(rate) MB/s"
            if Terminal.errorIsTerminal {
                try? Terminal.redraw(line, isLast: isLast)
            } else {
                Terminal.note(line)
            }
        }
    }
}

/// A value that several tasks change.
final class Lock<Value: Sendable>: @unchecked Sendable {  // `value` is only touched while `lock` is held.
    private let lock = NSLock()
    private var value: Value

    init(_ value: Value) { self.value = value }

    func with<Result>(_ body: (inout Value) -> Result) -> Result {
        lock.lock()
        defer { lock.unlock() }
        return body(&value)
    }
}
