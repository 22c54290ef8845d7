import RefineryModel
import StandardWebhooks
import Testing

@Suite("Keys and addresses of webhooks") struct WebhookKeyTests {
    @Test("sign as the example of the specification") func vector() throws {
        let key = try #require(WebhookKey("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        #expect(
            key.signature(id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: Array(#"{"test": 2432232314}"#.utf8))
                == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        for wrong in ["", "whsec_", "whsec_AAAA", "whsec_!", "short"] { #expect(WebhookKey(wrong) == nil) }
    }

    @Test("that are made are keys, and no two alike") func made() {
        var generator = SystemRandomNumberGenerator()
        let secrets = (0..<20).map { _ in WebhookKey.random(using: &generator) }
        #expect(Set(secrets).count == 20 && secrets.allSatisfy { WebhookKey($0) != nil && $0.hasPrefix("whsec_") })
        #expect(WebhookKey(WebhookKey.example) != nil)
    }

    @Test(
        "what cannot be an address is refused with a word, and http where it would leave the network",
        arguments: [
            "", "ops.example", "ftp://ops.example", "https://", "https:///hook", "https://:443/", "https://me:secret@ops.example/",
            "https://a b/",
            "https://ops.example/\u{E9}", "HTTPS://ops.example", "http://ops.example",
            "https://ops.example/" + String(repeating: "a", count: 2000),
        ])
    func addresses(url: String) {
        #expect(WebhookAddress.problem(with: url, allowsPrivate: false) != nil)
        #expect(WebhookAddress.problem(with: "https://ops.example:8443/hook?a=b", allowsPrivate: false) == nil)
        #expect(WebhookAddress.problem(with: "http://127.0.0.1:9000/", allowsPrivate: true) == nil)
    }
}
