import Evidence

@testable import Intake

/// Scans texts as files, in blocks of any size.
enum LogSupport {
    static let failure = Pattern(
        "failure", literals: ["failure in"], regex: #"failure in (?<place>\w+)"#, captures: ["place"],
        matches: ["failure in loader"], ignores: ["no failure"])
    static let key = Pattern(
        "key", literals: ["KeyError"], regex: #"^KeyError: '(?<key>[^']+)'$"#, captures: ["key"], matches: ["KeyError: 'a'"],
        ignores: ["a KeyError"])

    static func scan(_ bytes: [UInt8], as source: String = "std_log.txt", block: Int = 1 << 16, patterns: [Pattern] = [failure, key]) throws
        -> LogEvidence
    {
        var scanner = LogScanner(source: source, patterns: try PatternSet(patterns))
        bytes.withUnsafeBytes { all in
            var at = 0
            while at < all.count {
                let count = min(block, all.count - at)
                scanner.feed(UnsafeRawBufferPointer(rebasing: all[at..<at + count]))
                at += count
            }
        }
        return scanner.finish()
    }

    /// The same with the bytes put where the scanner gathers them, in cuts of `block` as far as there is room.
    static func scanInPlace(_ bytes: [UInt8], block: Int) throws -> LogEvidence {
        var scanner = LogScanner(source: "std_log.txt", patterns: try PatternSet([failure, key]))
        bytes.withUnsafeBytes { all in
            var at = 0
            while at < all.count {
                let room = scanner.room
                let count = min(block, all.count - at, room.count)
                room.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[at..<at + count]))
                scanner.feed(UnsafeRawBufferPointer(rebasing: room[..<count]))
                at += count
            }
        }
        return scanner.finish()
    }

    static func scan(_ text: String, as source: String = "std_log.txt", block: Int = 1 << 16, patterns: [Pattern] = [failure, key]) throws
        -> LogEvidence
    {
        try scan(Array(text.utf8), as: source, block: block, patterns: patterns)
    }

    /// A log with something of everything.
    static let mixture = """
        2026-03-01 10:00:00,100 INFO trainer starting
        2026-03-01 10:00:01,200 - ERROR - trainer - failure in loader
        \u{1B}[31mKey\u{1B}[0mError: 'colour'
        [rank1]: Traceback (most recent call last):
        [rank1]:   File "/app/train.py", line 3, in <module>
        [rank1]:     main()
        [rank1]: KeyError: 'rank'
        Epoch 1/3 loss 0.5
        Epoch 2/3 loss 0.4\r
         10%|#         | 1/10 [00:01<00:09]\r 20%|##        | 2/10 [00:02<00:08]\r 30%|###       | 3/10 [00:03<00:07]failure in bar
        2026-03-01 11:30:00,000 INFO trainer working in /mnt/azureml/cr/j/0123456789abcdef0123456789abcdef/exe/wd
        Traceback (most recent call last):
          File "/app/train.py", line 9, in <module>
            main()
        ValueError: stop
        {
          "state": {
            "step": 3
        """
}

/// A small generator of numbers, the same on every machine.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
