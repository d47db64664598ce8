import Intake
import Rules
import Testing

@Suite("The patterns of all rules, as a set")
struct RulePatternsTests {
    @Test("every expression can be compiled")
    func compiles() throws {
        try PatternSet(RuleCatalogue.patterns).check()
    }

    @Test("they need fewer than 500 literals that hold no other, so that Vectorscan is ready soon")
    func isSoonReady() throws {
        #expect(try PatternSet(RuleCatalogue.patterns).searchedLiterals < 500)
    }
}
