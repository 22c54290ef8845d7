import Testing

@testable import RefineryModel

@Suite("Visible text") struct VisibleTextTests {
    @Test(
        "shows what a terminal would act on",
        arguments: [
            ("leads.csv", "leads.csv"), ("a\nb", "a␊b"), ("\u{1B}]0;x\u{7}", "␛]0;x␇"), ("\u{7F}", "␡"), ("\u{9B}2J", "\\u{9B}2J"),
            ("a\u{202E}fdp", "a\\u{202E}fdp"), ("Łódź 東京 🏢", "Łódź 東京 🏢"), ("\r\n", "␍␊"),
        ])
    func names(text: String, shown: String) { #expect(text.visible == shown) }

    @Test("keeps a program's own lines and colours, and nothing else of escape sequences") func lines() {
        #expect("\u{1B}[31merror:\u{1B}[0m a\tb\n".visibleLines == "\u{1B}[31merror:\u{1B}[0m a\tb\n")
        #expect("\u{1B}[2J\u{1B}[1mx\u{1B}".visibleLines == "␛[2J\u{1B}[1mx␛")
    }
}
