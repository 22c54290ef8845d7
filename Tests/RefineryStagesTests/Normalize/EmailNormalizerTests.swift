import RefineryModel
import Testing

@testable import RefineryStages

@Suite("E-mail") struct EmailNormalizerTests {
    @Test(
        "is lower-cased, unwrapped, and refused rather than guessed",
        arguments: [
            ("joe@acme.com", "joe@acme.com"),
            ("  Joe.Smith@ACME.com ", "joe.smith@acme.com"),
            ("Stanley.Whitehead@afrh.gov", "stanley.whitehead@afrh.gov"),
            ("mailto:joe@acme.com", "joe@acme.com"),
            ("MAILTO:Joe@acme.com?subject=Hi", "joe@acme.com"),
            ("'joe@acme.com", "joe@acme.com"),
            ("<joe@acme.com>", "joe@acme.com"),
            ("Joe Smith <Joe@Acme.com>", "joe@acme.com"),
            ("\"Smith, Joe\" <joe@acme.com>", "joe@acme.com"),
            ("joe@acme.com.", "joe@acme.com"),
            ("joe@acme.com;", "joe@acme.com"),
            ("Email: joe@acme.com", "joe@acme.com"),
            ("joe@acme.com (work)", "joe@acme.com"),
            ("joe\u{200B}@acme.com", "joe@acme.com"),
            ("\u{A0}joe@acme.com", "joe@acme.com"),
            ("first+tag@sub.acme.co.uk", "first+tag@sub.acme.co.uk"),
            ("o'brien@acme.com", "o'brien@acme.com"),
            ("a@b.co", "a@b.co"),
            ("x@xn--bcher-kva.example", "x@xn--bcher-kva.example"),
            ("info@Bücher.de", "info@bücher.de"),
            ("joe@acme.com; jane@acme.com", "joe@acme.com [several_values]"),
            ("joe@acme.com,jane@acme.com", "joe@acme.com [several_values]"),
            ("joe@acme.com jane@acme.com", "joe@acme.com [several_values]"),
            ("joe@acme.com\njane@acme.com", "joe@acme.com [several_values]"),
            ("joe@acme.com/jane@acme.com", "joe@acme.com [several_values]"),
            ("joe@acme.com ::: jane@acme.com", "joe@acme.com [several_values]"),
            ("joe@acme.com | n/a", "joe@acme.com"),
            ("Smith, Joe (joe@acme.com)", "joe@acme.com"),
            ("Joe Smith [joe@acme.com]", "joe@acme.com"),
            ("joe@acme.com (Joe Smith)", "joe@acme.com"),
            ("mailto:joe@acme.com?subject=Hi there", "joe@acme.com"),
            ("<a href=\"mailto:joe@acme.com\">mail</a>", "joe@acme.com"),
            ("E-mail:joe@acme.com", "joe@acme.com"),
            ("\"joe.smith\"@acme.com", "joe.smith@acme.com"),
            ("joe\u{FF20}acme.com", "joe@acme.com"),
            ("#joe/smith=x@acme.com", "#joe/smith=x@acme.com"),
            ("Joe (Smith <joe@acme.com>", "joe@acme.com"),
            ("joe@acme.com (Joe Smith", "malformed: email_malformed"),
            ("\"joe smith\"@acme.com", "malformed: email_malformed"),
            ("broken@ ; jane@acme.com", "jane@acme.com [several_values]"),
            ("", "empty"), ("   ", "empty"), ("N/A", "empty"), ("(blank)", "empty"), ("none", "empty"), ("-", "empty"),
            ("none given", "empty"), ("No Email", "empty"), ("email indisponible", "empty"), ("XXXXXX", "empty"),
            ("no joe", "malformed: email_malformed"), ("not@acme", "malformed: email_malformed"),
            ("joe", "malformed: email_malformed"),
            ("joe@", "malformed: email_malformed"),
            ("@acme.com", "malformed: email_malformed"),
            ("joe@acme", "malformed: email_malformed"),
            ("joe@localhost", "malformed: email_malformed"),
            ("joe@@acme.com", "malformed: email_malformed"),
            ("joe@acme..com", "malformed: email_malformed"),
            (".joe@acme.com", "malformed: email_malformed"),
            ("joe.@acme.com", "malformed: email_malformed"),
            ("jo..e@acme.com", "malformed: email_malformed"),
            ("joe@-acme.com", "malformed: email_malformed"),
            ("joe@acme-.com", "malformed: email_malformed"),
            ("joe@acme.c", "malformed: email_malformed"),
            ("joe@acme.123", "malformed: email_malformed"),
            ("joe@192.168.1.1", "malformed: email_malformed"),
            ("joe@[192.168.1.1]", "malformed: email_malformed"),
            ("joe@ac_me.com", "malformed: email_malformed"),
            ("john smith@acme.com", "malformed: email_malformed"),
            ("joe@acme .com", "malformed: email_malformed"),
            ("smith,joe@acme.com", "malformed: email_malformed"),
            ("joe at acme.com", "malformed: email_malformed"),
            ("joe😀@acme.com", "malformed: email_malformed"),
            ("www.acme.com", "malformed: email_malformed"),
        ])
    func reads(input: String, expected: String) {
        #expect(outcome(input, { EmailNormalizer.normalize($0, arena: $1) }) == expected)
    }

    @Test("gives the others of several apart, in their order, and never what is none")
    func further() {
        let arena = TextArena()
        var others: [String] = []
        let cell = Array("Joe <JOE@acme.com>; jane@acme.com / broken@; \"Bo\" <bo@acme.com>".utf8)
        cell.withUnsafeBufferPointer { bytes in
            let first = EmailNormalizer.normalize(bytes, arena: arena) { others.append(String(decoding: $0, as: UTF8.self)) }
            #expect(first.value.map { String(decoding: $0, as: UTF8.self) } == "joe@acme.com")
        }
        #expect(others == ["jane@acme.com", "bo@acme.com"])
    }

    @Test("keeps to the lengths of RFC 5321") func lengths() {
        let local = String(repeating: "a", count: 64)
        #expect(outcome(local + "@acme.com", { EmailNormalizer.normalize($0, arena: $1) }) == local + "@acme.com")
        #expect(outcome("a" + local + "@acme.com", { EmailNormalizer.normalize($0, arena: $1) }) == "malformed: email_malformed")
        let label = String(repeating: "b", count: 63)
        #expect(outcome("a@\(label).com", { EmailNormalizer.normalize($0, arena: $1) }) == "a@\(label).com")
        #expect(outcome("a@b\(label).com", { EmailNormalizer.normalize($0, arena: $1) }) == "malformed: email_malformed")
        #expect(
            outcome("a@\([label, label, label, label].joined(separator: ".")).com", { EmailNormalizer.normalize($0, arena: $1) })
                == "malformed: email_malformed")
    }
}
