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
        let pace = ProgressPace(progress, seconds: (now - began) / .seconds(1))
        if style == .json { return Terminal.note(pace.json) }
        if Terminal.errorIsTerminal {
            try? Terminal.redraw(pace.line(width: Terminal.errorWidth), isLast: isLast)
        } else {
            Terminal.note(pace.line(width: 80))
        }
    }
}

/// How far and how fast an ingest is, in words.
struct ProgressPace {
    private let progress: IngestProgress
    private let seconds: Double

    init(_ progress: IngestProgress, seconds: Double) {
        self.progress = progress
        self.seconds = max(0.001, seconds)
    }

    /// Of the bytes on disk, where they are known, else of the files.
    private var share: Double {
        let share =
            progress.totalStoredBytes > 0
            ? Double(progress.storedBytes) / Double(progress.totalStoredBytes)
            : progress.totalFiles > 0 ? Double(progress.files) / Double(progress.totalFiles) : 1
        return progress.files == progress.totalFiles ? 1 : min(1, max(0, share))
    }

    /// At the pace so far; nil while too little is done to tell.
    private var secondsLeft: Double? {
        guard share >= 0.01, seconds >= 0.5 || share >= 1 else { return nil }
        return seconds * (1 - share) / share
    }

    /// `[#########-----------]  45 %  12 of 30 files  1.2 GB  85 MB/s  40 s left`
    func line(width: Int) -> String {
        let rate = Double(progress.bytes) / seconds
        var parts = [
            "\(progress.files) of \(progress.totalFiles) \(progress.totalFiles == 1 ? "file" : "files")", Self.size(Double(progress.bytes)),
            Self.size(rate) + "/s",
        ]
        if progress.files == progress.totalFiles {
            parts.append("in \(Self.time(seconds))")
        } else if let left = secondsLeft {
            parts.append("\(Self.time(left)) left")
        }
        let percent = String(Int(share * 100))
        let text = String(repeating: " ", count: max(0, 3 - percent.count)) + percent + " %  " + parts.joined(separator: "  ")
        let cells = min(20, width - text.count - 5)
        guard cells >= 5 else { return String(text.prefix(max(1, width - 1))) }
        let full = Int(share * Double(cells))
        return "[" + String(repeating: "#", count: full) + String(repeating: "-", count: cells - full) + "]  " + text
    }

    var json: String {
        let left = secondsLeft.map { String(Int($0.rounded())) } ?? "null"
        return """
            {"bytes":\(progress.bytes),"files":\(progress.files),"total_files":\(progress.totalFiles),\
            "stored_bytes":\(progress.storedBytes),"total_stored_bytes":\(progress.totalStoredBytes),\
            "bytes_per_second":\(Int(Double(progress.bytes) / seconds)),"seconds_left":\(left)}
            """
    }

    /// `812 kB`, `1.2 GB`
    private static func size(_ bytes: Double) -> String {
        if bytes < 1_000_000 { return "\(Int(bytes / 1_000)) kB" }
        if bytes < 1_000_000_000 { return "\(Int(bytes / 1_000_000)) MB" }
        let tenths = Int(bytes / 100_000_000)
        return "\(tenths / 10).\(tenths % 10) GB"
    }

    private static func time(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        if whole < 60 { return "\(whole) s" }
        return whole < 3_600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3_600) h \(whole % 3_600 / 60) min"
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
