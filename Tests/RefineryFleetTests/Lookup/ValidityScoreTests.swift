import Testing

@testable import RefineryFleet

@Suite("Validity score") struct ValidityScoreTests {
    @Test("adds up what speaks for a number, within 0 and 1")
    func sums() {
        #expect(ValidityScore.score(isValid: true, isMobile: false, hasCarrier: false, hasError: false) == 0.5)
        #expect(ValidityScore.score(isValid: true, isMobile: true, hasCarrier: false, hasError: false) == 0.8)
        #expect(ValidityScore.score(isValid: true, isMobile: true, hasCarrier: true, hasError: false) == 0.9)
        #expect(ValidityScore.score(isValid: true, isMobile: false, hasCarrier: true, hasError: false) == 0.6)
        #expect(ValidityScore.score(isValid: true, isMobile: false, hasCarrier: false, hasError: true) == 0.3)
        #expect(ValidityScore.score(isValid: false, isMobile: true, hasCarrier: true, hasError: false) == 0)
    }
}
