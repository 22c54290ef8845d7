import RefineryModel
import Testing

@testable import RefineryStages

@Suite("Website") struct WebsiteNormalizerTests {
    @Test(
        "has a canonical host, and a path only when it says something",
        arguments: [
            ("acme.com", "acme.com"),
            ("http://www.avondalebrewing.com", "avondalebrewing.com"),
            ("HTTPS://WWW.Acme.COM/", "acme.com"),
            ("http://acme.com:80/", "acme.com"),
            ("https://acme.com:443", "acme.com"),
            ("acme.com:8080/app", "acme.com:8080/app"),
            ("acme.com.", "acme.com"),
            ("//acme.com/", "acme.com"),
            ("http://http://acme.com", "acme.com"),
            ("http://user:secret@acme.com/", "acme.com"),
            ("www.facebook.com/AcmeSupply", "facebook.com/AcmeSupply"),
            ("acme.com/?id=5", "acme.com/?id=5"),
            ("acme.com?id=5", "acme.com?id=5"),
            ("acme.com/#top", "acme.com"),
            ("acme.com/a,b", "acme.com/a,b"),
            ("www.www.acme.com", "acme.com"),
            ("www.com", "www.com"),
            ("my_shop.example.com", "my_shop.example.com"),
            ("bücher.de", "bücher.de"),
            ("'acme.com", "acme.com"),
            ("acme.com; beta.org", "acme.com [several_values]"),
            ("www.acme.com www.beta.org", "acme.com [several_values]"),
            ("acme.com, n/a", "acme.com"),
            ("", "empty"), ("N/A", "empty"), ("none", "empty"), ("-", "empty"),
            ("acme", "malformed: website_malformed"),
            ("http://", "malformed: website_malformed"),
            ("http:/acme.com", "malformed: website_malformed"),
            ("ftp://acme.com", "malformed: website_malformed"),
            ("joe@acme.com", "malformed: website_malformed"),
            ("192.168.1.1", "malformed: website_malformed"),
            ("acme.com under construction", "malformed: website_malformed"),
            ("Facebook page", "malformed: website_malformed"),
            ("acme.com:99x", "malformed: website_malformed"),
            ("-acme.com", "malformed: website_malformed"),
            ("acme..com", "malformed: website_malformed"),
        ])
    func reads(input: String, expected: String) {
        #expect(outcome(input, WebsiteNormalizer.normalize) == expected)
    }
}
