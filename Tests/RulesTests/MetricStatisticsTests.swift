import Testing

@testable import Rules

@Suite("Statistics of metrics")
struct MetricStatisticsTests {
    private func near(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool { abs(a - b) <= tolerance * max(1, abs(b)) }

    @Test("logarithms have all their digits")
    func logarithm() {
        #expect(near(MetricMath.log(1), 0))
        #expect(near(MetricMath.log(2), 0.693_147_180_559_945_3))
        #expect(near(MetricMath.log(10), 2.302_585_092_994_046))
        #expect(near(MetricMath.log(0.001), -6.907_755_278_982_137))
        #expect(near(MetricMath.log(1e300), 690.775_527_898_213_7))
        #expect(MetricMath.log(0) == -.infinity)
        #expect(MetricMath.log(-1).isNaN)
    }

    @Test(
        "the tail of Student's t is that of the tables",
        arguments: [(12.706_204_736, 1, 0.05), (8.610_301_581, 4, 0.001), (4.604_094_871, 4, 0.01), (4.221, 13, 0.001), (3.646, 30, 0.001)])
    func studentTail(t: Double, degrees: Int, chance: Double) {
        #expect(near(MetricMath.tTail(t, degrees: degrees) / chance, 1, 2e-3))
        #expect(MetricMath.tTail(-t, degrees: degrees) == MetricMath.tTail(t, degrees: degrees))
    }

    @Test("summaries by hand")
    func summaries() {
        let values = [4.0, 1, 3, 2, 10]
        #expect(MetricStatistics.mean(values) == 4)
        #expect(MetricStatistics.median(values) == 3)
        #expect(MetricStatistics.median([1, 2, 3, 10]) == 2.5)
        // Squares 0, 9, 1, 4, 36 make 50 / 4.
        #expect(near(MetricStatistics.deviation(values), 12.5.squareRoot()))
        // Distances from 3: 1, 2, 0, 1, 7, the middle one 1.
        #expect(near(MetricStatistics.spread(values), 1.4826))
        #expect(MetricStatistics.quantum([0.9, 0.92, 0.9, 0.97]).rounded(.up) == 1)
        #expect(near(MetricStatistics.quantum([0.9, 0.92, 0.9, 0.97]), 0.02))
        // Residuals -2, -1, 0, 1, 2: 2 + 0 + 0 + 2 of 10, and (1 + 1.2) / 5 for the bias.
        #expect(near(MetricStatistics.persistence([1, 2, 3, 4, 5]), 0.4 + 2.2 / 5))
        #expect(MetricStatistics.persistence([1, 5, 1, 5, 1, 5]) == 0)
    }

    @Test("rates near their bounds are compared as logits, wide positive ones as logarithms, the others as they are")
    func scales() {
        #expect(MetricScale(history: [0.97, 0.98, 0.99], value: 0.5) == .logit)
        #expect(MetricScale(history: [0.4, 0.5, 0.6], value: 0.5) == .plain)
        #expect(MetricScale(history: [0.01, 0.02, 0.05], value: 1.2) == .log)
        #expect(MetricScale(history: [10, 20, 50], value: 5) == .log)
        #expect(MetricScale(history: [10, 20, 50], value: -5) == .plain)
        #expect(near(MetricScale.logit.place(0.9), MetricMath.log(9)))
    }

    @Test("with few runs the distance is that of Student's prediction interval")
    func fewRuns() throws {
        // Mean 4.6750, deviation 0.13056 of twelve; (9.35 - 4.675) / (0.13056 · √(13/12)).
        let history = [4.61, 4.83, 4.52, 4.74, 4.66, 4.91, 4.58, 4.70, 4.45, 4.79, 4.63, 4.68]
        let off = try #require(OffHistory(9.35, history: history))
        #expect(near(off.distance, 34.402_996, 1e-6))
        #expect(off.isHigh && off.count == 12 && off.low == 4.45 && off.high == 4.91)
        #expect(near(off.median, 4.67))
        #expect(off.chance < 1e-9)
        #expect(OffHistory(4.95, history: history) == nil)
        #expect(OffHistory(4.7, history: history) == nil)
        #expect(OffHistory(2, history: history)?.isHigh == false)
        #expect(OffHistory(9.35, history: Array(history.prefix(4))) == nil)
        #expect(OffHistory(.nan, history: history) == nil)
    }

    @Test("rounding, settings and small effects are no deviations")
    func guards() {
        let accuracies = [0.93, 0.94, 0.93, 0.93, 0.94, 0.93, 0.95, 0.94, 0.93, 0.94, 0.94, 0.93, 0.93, 0.94, 0.93, 0.94]
        #expect(OffHistory(0.96, history: accuracies) == nil)
        #expect(OffHistory(0.41, history: accuracies) != nil)
        let nulls: [Double] = [0, 1, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 1, 0, 0]
        #expect(OffHistory(5, history: nulls) == nil)
        #expect(OffHistory(60, history: nulls) != nil)
        let drifts = [0.03, 0.001, 0.02, 0.06, 0.04, 0.012, 0.033, 0.05, 0.008, 0.027, 0.019, 0.044, 0.002, 0.038, 0.022, 0.015]
        #expect(OffHistory(0.000_01, history: drifts) == nil)
        #expect(OffHistory(500, history: Array(repeating: 300, count: 20)) == nil)
        let large = [1_000.1, 1_000.2, 1_000.0, 1_000.3, 1_000.2, 1_000.1]
        #expect(OffHistory(1_010, history: large) == nil)
        #expect(OffHistory(1_030, history: large) != nil)
    }

    @Test("of many metrics, those that the false discovery rate leaves")
    func discoveries() {
        #expect(OffHistory.discoveries([0.0002, 0.004], tested: 5) == 0.004)
        #expect(OffHistory.discoveries([0.0002, 0.03], tested: 5) == 0.0002)
        #expect(OffHistory.discoveries([0.002], tested: 100) == -1)
        #expect(OffHistory.discoveries([], tested: 0) == -1)
    }

    @Test("three runs beyond twenty others are an excursion, two are not")
    func excursion() throws {
        let base = (0..<22).map { 10 + Double(($0 * 7) % 11) / 10 }
        let found = try #require(MetricExcursion([12, 13, 14]) { _ in base })
        #expect(found.runs == 3 && found.count == 22 && found.isHigh && found.low == 10 && found.high == 11)
        #expect(MetricExcursion([10.5, 13, 14]) { _ in base } == nil)
        #expect(MetricExcursion([13, 14]) { _ in base } == nil)
        #expect(MetricExcursion([8, 7, 6]) { _ in base }?.isHigh == false)
        #expect(MetricExcursion([12, 13, 14]) { _ in Array(base.prefix(7)) } == nil)
    }

    @Test("a step is found where it is, and not in noise")
    func levelChange() throws {
        let noise = (0..<30).map { Double(($0 * 7) % 11) / 10 }
        let stepped = noise.enumerated().map { $0.offset < 14 ? 10 + $0.element : 12 + $0.element }
        let found = try #require(MetricLevelChange(stepped))
        #expect(found.at == 14)
        #expect(MetricLevelChange(noise.map { 10 + $0 }) == nil)
        #expect(MetricLevelChange(Array(stepped.prefix(19))) == nil)
        #expect(MetricLevelChange(Array(repeating: 1, count: 30)) == nil)
    }

    @Test("numbers are shown with the digits that count")
    func numbers() {
        #expect(
            [9.349012, 0.0957, 1_234.5, 4, 0.27134, .nan, 700, 0.000_012_345].map(MetricText.number) == [
                "9.349", "0.0957", "1235", "4", "0.2713", "NaN", "700", "1.235e-05",
            ])
    }

    @Test("which direction is better is told by the last word that tells")
    func direction() {
        #expect(MetricDirection("val_accuracy") == .higher)
        #expect(MetricDirection("accuracy_loss") == .lower)
        #expect(MetricDirection("rows") == .unknown)
        #expect(MetricDirection("rmse").isBetter(isHigh: false))
        #expect(!MetricDirection("rows").isBetter(isHigh: true))
    }
}
