import Evidence
import Testing

@Suite("Keys of events")
struct EventKeyTests {
    @Test("are made of what every export tells, in small letters")
    func parts() {
        var event = Event(
            kind: .runStatus, time: Timestamp(microseconds: 1_793_491_200_138_000), name: "Jobs/Write",
            quote: Quote(location: Location(source: ""), text: ""))
        event.runID = "Nightly_ÄÉ"
        event.compute = "CPU"
        event.nodeID = "tvm-1"
        event.status = .completed
        event.result = "Succeeded"
        event.stage = "Fit"
        event.correlationID = "AB-1"
        let text = ["runStatus", "1793491200138000", "nightly_äé", "cpu", "tvm-1", "Completed", "jobs/write", "succeeded", "Fit", "ab-1"]
        #expect(event.key == SHA256.hexadecimal(of: text.joined(separator: "\u{1F}"), digits: 32))
        let bare = Event(kind: .other, time: nil, name: "", quote: Quote(location: Location(source: ""), text: ""))
        #expect(bare.key == SHA256.hexadecimal(of: "other" + String(repeating: "\u{1F}", count: 9), digits: 32))
    }
}
