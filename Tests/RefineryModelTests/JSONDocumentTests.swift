import RefineryModel
import Testing

@Suite("JSON documents of people") struct JSONDocumentTests {
    @Test("members and elements are found by line and column, whatever is nested") func places() throws {
        let document = try JSONDocument(Array("{\n  \"a\": {\"ü\": [1,\n   {\"c\": null}]},\n  \"b\": 2\n}".utf8))
        #expect(document.place(of: "a") == TextPlace(line: 2, column: 3))
        #expect(document.place(of: "a.ü") == TextPlace(line: 2, column: 9))
        #expect(document.place(of: "a.ü[0]") == TextPlace(line: 2, column: 15))
        #expect(document.place(of: "a.ü[1].c") == TextPlace(line: 3, column: 5))
        #expect(document.place(of: "b") == TextPlace(line: 4, column: 3))
        #expect(document.place(of: "c") == nil)
        #expect(document.value["b"] == 2)
    }

    @Test(
        "what is no JSON is found where it begins",
        arguments: [
            ("{\n  \"a\": 1,\n}", 3, 1), ("{\n  // why\n}", 2, 3), ("{\"a\": 1} x", 1, 10), ("{\"a\" 1}", 1, 6), ("", 1, 1),
        ])
    func errors(text: String, line: Int, column: Int) {
        #expect(throws: JSONSyntaxError(place: TextPlace(line: line, column: column))) { try JSONDocument(Array(text.utf8)) }
    }
}
