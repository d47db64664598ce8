import Testing

@testable import Rules

/// False alarms on simulated series, always the same ones: what the thresholds promise is held here.
@Suite("False alarms of metric statistics")
struct MetricSimulationTests {
    /// Normal noise from a generator with a fixed seed; each value keeps `memory` of the one before it.
    struct Noise {
        private var state: UInt64
        private var last = 0.0
        let memory: Double

        init(seed: UInt64, memory: Double = 0) {
            state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
            self.memory = memory
            for _ in 0..<40 { _ = next() }
        }

        private mutating func uniform() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double((state >> 11) & 0x1F_FFFF_FFFF_FFFF) / 9_007_199_254_740_992
        }

        /// Twelve uniforms less six: normal but for the farthest tails.
        mutating func next() -> Double {
            var sum = -6.0
            for _ in 0..<12 { sum += uniform() }
            last = memory * last + sum
            return last
        }
    }

    private func rate(_ count: Int, tries: Int = 4_000, memory: Double = 0, _ alarms: ([Double]) -> Bool) -> Double {
        var noise = Noise(seed: UInt64(count), memory: memory)
        var found = 0
        for _ in 0..<tries {
            if alarms((0..<count).map { _ in 100 + 10 * noise.next() }) { found += 1 }
        }
        return Double(found) / Double(tries)
    }

    @Test("a value off its history: at most one in a thousand healthy values", arguments: [5, 8, 14, 15, 20, 30])
    func offHistory(count: Int) {
        let alarms = rate(count + 1) { OffHistory($0[count], history: Array($0.prefix(count))) != nil }
        #expect(alarms <= 0.001)
    }

    @Test("a value off its history where each depends on the one before: at most three in a thousand", arguments: [8, 15, 30])
    func offHistoryWithMemory(count: Int) {
        let alarms = rate(count + 1, memory: 0.5) { OffHistory($0[count], history: Array($0.prefix(count))) != nil }
        #expect(alarms <= 0.003)
    }

    @Test("the textbook's modified z would be off in one of ten at five runs")
    func textbook() {
        let alarms = rate(6) { values in
            let history = Array(values.prefix(5))
            return abs(values[5] - MetricStatistics.median(history)) / MetricStatistics.spread(history) > 3.5
        }
        #expect(alarms > 0.08)
    }

    @Test(
        "an excursion: at most two in a thousand, one in a hundred where values depend on each other",
        arguments: [(0.0, 0.002), (0.5, 0.01)])
    func excursion(memory: Double, most: Double) {
        let alarms = rate(24, memory: memory) { values in
            MetricExcursion(Array(values.suffix(6))) { Array(values.dropLast($0)) } != nil
        }
        #expect(alarms <= most)
    }

    @Test(
        "a change of level: at most one in two hundred, three in a hundred where values depend on each other",
        arguments: [(0.0, 0.005), (0.8, 0.03)])
    func levelChange(memory: Double, most: Double) {
        #expect(rate(30, tries: 1_500, memory: memory) { MetricLevelChange($0) != nil } <= most)
    }

    @Test("what is there is found: ten spreads off eight runs, seven off thirty, a step of three in the middle of thirty")
    func power() {
        let off8 = rate(9, tries: 1_000) { OffHistory($0[8] + 130, history: Array($0.prefix(8))) != nil }
        let off30 = rate(31, tries: 1_000) { OffHistory($0[30] + 75, history: Array($0.prefix(30))) != nil }
        let step = rate(30, tries: 1_000) { values in
            MetricLevelChange(values.enumerated().map { $0.offset < 15 ? $0.element : $0.element + 30 }) != nil
        }
        #expect(off8 > 0.8 && off30 > 0.8 && step > 0.9, "\(off8) \(off30) \(step)")
    }
}
