import Testing

@testable import PhoneNumbers

@Suite("Number verdict") struct NumberVerdictTests {
    @Test(
        "knows country and kind of numbers all over the world",
        arguments: [
            ("+14155552671", "US", NumberVerdict.Kind.fixedLineOrMobile), ("+18005551234", "US", .tollFree),
            ("+442079460018", "GB", .fixedLine),
            ("+491701234567", "DE", .mobile), ("+80012345678", nil, .tollFree),
        ] as [(String, String?, NumberVerdict.Kind)])
    func kinds(e164: String, country: String?, kind: NumberVerdict.Kind) {
        let verdict = NumberVerdict(e164: e164)
        #expect(verdict.country == country)
        #expect(verdict.kind == kind)
        #expect(verdict.isPossible)
    }

    @Test("says what no number can be") func invalid() {
        let verdict = NumberVerdict(e164: "+1415555")
        #expect(!verdict.isValid)
        #expect(!verdict.isPossible)
        #expect(NumberVerdict(e164: "no number") == NumberVerdict(e164: ""))
    }
}
