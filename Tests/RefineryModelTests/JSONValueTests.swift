import RefineryModel
import Testing

@Suite("JSON of unknown shape") struct JSONValueTests {
    private func read(_ text: String) -> JSONValue? { JSONValue(Array(text.utf8)) }

    @Test("keeps the digits of numbers, and what was read is written again") func numbers() {
        let text = #"{"id":-835146473422160267,"e":1.5e3,"list":[true,null,"a\"b"],"empty":{}}"#
        let value = read(text)
        #expect(value?["id"].text == "-835146473422160267" && value?["e"].integer == 1_500)
        #expect(value.map { String(decoding: $0.bytes, as: UTF8.self) } == text)
    }

    @Test("escapes become characters; what no text of a database holds becomes U+FFFD") func escapes() {
        #expect(read(#""\u00e9\ud83d\ude00\n\/""#) == .string("é😀\n/"))
        #expect(read(#""\u0000\ud800x""#) == .string("\u{FFFD}\u{FFFD}x"))
    }

    @Test(
        "what is no JSON is none",
        arguments: ["", "{", "[1,]", "{\"a\":1,}", "01", "+1", "1.", "tru", "\"a", "\"\\x\"", "[1] 2", "{1:2}", "nan"])
    func broken(text: String) { #expect(read(text) == nil) }

    @Test("an array nested deeper than a hundred is refused, and not followed") func deep() {
        #expect(read(String(repeating: "[", count: 1_000_000)) == nil)
        #expect(read(String(repeating: "[", count: 90) + String(repeating: "]", count: 90)) != nil)
    }

    @Test("flags are read as services write them; what says nothing is not false") func flags() {
        for text in ["true", "\"Y\"", "\"yes\"", "1"] { #expect(read(text)?.flag == true) }
        for text in ["false", "\"N\"", "\"no\"", "0"] { #expect(read(text)?.flag == false) }
        for text in ["null", "\"\"", "\"?\"", "[]"] { #expect(read(text)?.flag == nil) }
    }

    @Test("ethnicity, religion and marital status go, wherever they stand and however they are written") func forbidden() {
        let value = read(
            #"{"a":[{"ethnicityCode":"X","maritalStatusCode":"M","marital_status":1,"race":"x","Religion":"y","trace":"kept"}],"bracelet":2}"#
        )
        #expect(
            value.map { String(decoding: ForbiddenFacts.removed(from: $0).bytes, as: UTF8.self) }
                == #"{"a":[{"trace":"kept"}],"bracelet":2}"#)
    }

    @Test("of two answers about a person the veto counts, and numbers are not doubled") func joined() {
        var (one, other) = (UniversalSkipResult(), UniversalSkipResult())
        (one.phones, one.deceased) = ([SkipPhone("+19375550101", score: 80)], false)
        (other.phones, other.deceased, other.age) = ([SkipPhone("+19375550101", type: .mobile, score: 20, doNotCall: .yes)], true, 54)
        let joined = one.joined(with: other)
        #expect(joined.phones == [SkipPhone("+19375550101", type: .mobile, score: 80, doNotCall: .yes)])
        #expect(joined.deceased == true && joined.litigator == nil && joined.age == 54)
        #expect(joined.joined(with: other) == joined)
    }
}
