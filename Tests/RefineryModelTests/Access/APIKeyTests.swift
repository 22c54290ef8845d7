import RefineryModel
import RefineryTestSupport
import Testing

@Suite("API keys and scopes") struct APIKeyTests {
    @Test("a key is read as it was written, and has 160 bits that nobody knows") func text() {
        var rng = SeededGenerator(seed: 7)
        let key = APIKeyText(using: &rng)
        #expect(APIKeyText(key.text) == key)
        #expect(key.text.wholeMatch(of: /rfk_[a-z2-7]{12}_[a-z2-7]{32}/) != nil)
        #expect(APIKeyText(using: &rng).secret != key.secret)
    }

    @Test(
        "what is no key is none",
        arguments: [
            "", "rfk__", "rfk_abc_def", "xyz_aaaaaaaaaaaa_" + String(repeating: "a", count: 32),
            "rfk_aaaaaaaaaaaa_" + String(repeating: "A", count: 32),
        ])
    func noKey(text: String) { #expect(APIKeyText(text) == nil) }

    @Test("only admin implies other scopes", arguments: APIScope.allCases) func implication(scope: APIScope) {
        let principal = APIPrincipal(keyID: "a", name: "a", scopes: [scope])
        for other in APIScope.allCases { #expect(principal.may(other) == (other == scope || scope == .admin), "\(scope) \(other)") }
    }
}
