import Rules
import Testing

@Suite("Confidence")
struct WeightsTests {
    @Test("signals of one class do not add up")
    func oneClass() {
        var weights = Weights()
        weights.add(.log, 0.6)
        weights.add(.log, 0.8)
        #expect(weights.confidence() == 0.8)
    }

    @Test("classes combine as independent witnesses")
    func twoClasses() {
        var weights = Weights()
        weights.add(.log, 0.5)
        weights.add(.history, 0.6)
        #expect(abs(weights.confidence() - 0.8) < 1e-9)
    }

    @Test("the number of classes caps what can be said")
    func caps() {
        var weights = Weights()
        weights.add(.log, 0.99)
        #expect(weights.confidence() == 0.90)
        #expect(weights.confidence(textOnly: true) == 0.75)
        weights.add(.history, 0.99)
        #expect(weights.confidence() == 0.97)
        weights.add(.code, 0.99)
        #expect(weights.confidence() == 0.99)
        #expect(Weights().confidence() == 0)
    }
}
