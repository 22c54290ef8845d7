import Testing

@testable import Tables

@Suite("JSON as a table") struct JSONTableTests {
    private func rows(_ text: String) throws -> [String] { try Converted(Array(text.utf8)).rows }

    @Test("has the keys of all objects as columns, in the order in which they come first") func union() throws {
        let array = #"[{"company":"Acme","phone":1},{"phone":2,"city":"Bonn"},{}, {"company":null}]"#
        #expect(try rows(array) == ["company,phone,city", "Acme,1,", ",2,Bonn"])
        let lines = "{\"a\":\"1\"}\n\n  {\"b\" : true, \"a\":\"2\"}\r\n{\"c\":[]}\n{\"c\":false}"
        #expect(try rows(lines) == ["a,b,c", "1,,", "2,true,", ",,false"])
    }

    @Test("takes objects apart, joins lists of values, and numbers what lies in other lists") func nested() throws {
        let text =
            #"[{"n":"A","address":{"city":"Bonn","geo":{"lat":1.5}},"tags":["x","y; z",3,null],"phones":[{"type":"m","no":"1"},{"no":"2"}]}]"#
        #expect(
            try rows(text) == ["n,address.city,address.geo.lat,tags,phones.1.type,phones.1.no,phones.2.no", "A,Bonn,1.5,x; y; z; 3,m,1,2"])
    }

    @Test("reads escapes, numbers as people write them, and quotes what CSV has to") func values() throws {
        let text = #"[{"a":"q\"\u00e9\ud83d\ude00\n,","b":4.155550123e9,"c":4155550123.0,"d":02108,"e":-1.50,"f":"\ud83d"}]"#
        #expect(try Converted(Array(text.utf8)).text == "a,b,c,d,e,f\n\"q\"\"é😀\n,\",4155550123,4155550123,02108,-1.5,\u{FFFD}\n")
    }

    @Test("finds the array that an object holds, as services answer, and takes lists of lists as rows") func shapes() throws {
        #expect(try rows(#"{"ok":true,"data":[{"a":1},{"a":2}],"next":null}"#) == ["a", "1", "2"])
        #expect(try rows(#"{"a":1,"list":[{"b":2}]}"# + "\n" + #"{"a":3}"#) == ["a,list.1.b", "1,2", "3,"])
        #expect(try rows(#"[["Company","Phone"],["A","1"],["B \"x\"",null]]"#) == ["Company,Phone", "A,1", "\"B \"\"x\"\"\","])
        #expect(try rows("\u{FEFF}[\n {\"a\" : 1}\n]\n") == ["a", "1"])
    }

    @Test("keeps a broken line as a row that is too wide, with its line, and reads on") func broken() throws {
        let converted = try Converted(Array("{\"a\":1,\"b\":2}\n{\"a\": \"x\n{\"a\":3}\n7\n{\"b".utf8))
        #expect(
            converted.rows == [
                "a,b", "1,2", "\"{\"\"a\"\": \"\"x\",(not JSON),(not JSON),(not JSON)", "3,", "7,(not JSON),(not JSON),(not JSON)",
                "\"{\"\"b\",(not JSON),(not JSON),(not JSON)",
            ])
        #expect(converted.lines.behind(1).line(of: 3) == 3)
        #expect(converted.lines.behind(1).line(of: 5) == 5)
    }

    @Test("refuses what is broken in an array, or is no table", arguments: [#"[{"a":1},{"a":"#, #"[{"a":1} {"a":2}]"#, #"[{"a":1},]"#])
    func refused(text: String) {
        guard case .broken = fault(of: Array(text.utf8)) else { return #expect(Bool(false), "\(text) was read") }
    }

    @Test("refuses values that lie too deep, whatever their number of brackets") func deep() {
        let list = "[{\"a\":" + String(repeating: "[", count: 1_000_000)
        #expect(fault(of: Array(list.utf8)) == .tooDeep(line: 1))
        let object = String(repeating: "{\"a\":", count: 40) + "1" + String(repeating: "}", count: 40)
        #expect(fault(of: Array("{\"a\":1}\n\(object)\n".utf8)) == .tooDeep(line: 2))
        let fine = String(repeating: "{\"a\":", count: 30) + "1" + String(repeating: "}", count: 30)
        #expect(fault(of: Array("{\"a\":1}\n\(fine)\n".utf8)) == nil)
    }

    @Test("refuses keys that are values") func wide() {
        let text = (0..<20_000).map { "{\"id\($0)\":1}" }.joined(separator: "\n")
        #expect(fault(of: Array(text.utf8)) == .tooManyColumns)
        #expect(fault(of: Array("[]".utf8)) == .noTable(what: "the JSON"))
    }

    @Test("gives the same rows wherever the pieces of a file that is larger than memory end") func pieces() throws {
        let value = String(repeating: "é\\n😀 ", count: 30_000)
        let text = (0..<40).map { "{\"n\":\($0),\"v\":\"\(value)\"}" }.joined(separator: "\n")
        let converted = try Converted(Array(text.utf8))
        #expect(converted.lines.line(of: 41) == 40)
        #expect(converted.text.utf8.count == 4 + (0..<40).reduce(0) { $0 + "\($1)".count + 4 + 30_000 * 8 })
    }
}
