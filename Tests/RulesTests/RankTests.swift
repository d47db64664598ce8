import Evidence
import Testing

@testable import Rules

@Suite("Ranks and their launchers")
struct RankTests {
    private func hit(_ pattern: String, _ captures: [String: String], line: Int) -> PatternHit {
        PatternHit(
            pattern: pattern, captures: captures, text: "", quote: Quote(location: Location(source: "l", line: line), text: "line \(line)"))
    }

    private func block(_ type: String, _ message: String) -> TracebackBlock {
        TracebackBlock(
            link: .none, frames: [], type: type, message: message, final: Quote(location: Location(source: "l", line: 1), text: ""))
    }

    @Test(
        "ranks in words",
        arguments: [([3], "rank 3"), ([1, 0], "ranks 0 and 1"), ([0, 1, 2, 3], "ranks 0 to 3"), ([0, 2, 5], "ranks 0, 2 and 5")])
    func words(ranks: [Int], text: String) {
        #expect(RankText.list(ranks) == text)
    }

    @Test("of the launcher's table the row that it calls the root cause decides")
    func rootRow() {
        var log = LogEvidence(source: "l", role: .user)
        log.hits = [
            hit("launcher-table", ["rank": "1"], line: 1), hit("launcher-table", ["code": "1"], line: 2),
            hit("launcher-table", ["root": "Root Cause"], line: 3), hit("launcher-table", ["rank": "6"], line: 4),
            hit("launcher-table", ["code": "-9"], line: 5),
        ]
        let report = LaunchReport([log])
        #expect(report.deaths.map(\.rank) == [1, 6])
        #expect(report.first?.rank == 6 && report.first?.signal == 9)
        #expect(report.killedChild?.signal == 9)
    }

    @Test("a process that the launcher itself asked to stop is not the first to fail")
    func collateral() {
        var log = LogEvidence(source: "l", role: .user)
        log.hits = [
            hit("launcher-report", ["code1": "-15", "rank1": "0"], line: 1), hit("launcher-report", ["code1": "1", "rank1": "2"], line: 2),
        ]
        #expect(LaunchReport([log]).first?.rank == 2)
        #expect(LaunchReport([log]).killedChild == nil)
    }

    @Test(
        "each exception has the one reason that its rule is for",
        arguments: [
            ("torch.OutOfMemoryError", "CUDA out of memory. Tried to allocate 2 GiB", SpecialReason.deviceMemory),
            ("MemoryError", "std::bad_alloc: out_of_memory: CUDA error at: rmm", .deviceMemory), ("MemoryError", "", .hostMemory),
            ("ray.exceptions.OutOfMemoryError", "Task was killed due to the node running low on memory", .hostMemory),
            ("OSError", "[Errno 28] No space left on device", .storage), ("OSError", "[Errno 28] inotify watch limit reached", nil),
            ("RuntimeError", "DataLoader worker (pid 7) is killed by signal: Killed.", .workerDied),
            ("RuntimeError", "DataLoader worker (pid 7) is killed by signal: Bus error.", .storage),
            ("RuntimeError", "CUDA error: device-side assert triggered", nil),
            ("RuntimeError", "CUDA error: uncorrectable ECC error encountered", .deviceFault),
            ("torch.distributed.DistStoreError", "Timed out after 901 seconds waiting for clients. 2/4 clients joined.", .rendezvous),
            ("torch.distributed.DistBackendError", "NCCL error in: x.cpp:1", .collective),
            ("torch.distributed.elastic.multiprocessing.errors.ChildFailedError", "", .launcher), ("KeyError", "'x'", nil),
        ] as [(String, String, SpecialReason?)])
    func reasons(type: String, message: String, reason: SpecialReason?) {
        #expect(SpecialReason(block(type, message)) == reason)
    }
}
