import Testing

@testable import RefineryFleet
import RefineryStore

@Suite("JSON for Postgres") struct JSONForPostgresTests {
    @Test(
        "replaces what no text of Postgres can hold, and nothing else",
        arguments: [
            (#"{"a": "b\\u0000c"}"#, #"{"a": "b\\u0000c"}"#), (#"{"a": "b\u0000c"}"#, #"{"a": "b\ufffdc"}"#),
            (#"{"a": "\ud83d\ude00 \uD800"}"#, #"{"a": "\ufffd\ufffd \ufffd"}"#), (#"{"a": "\u00e9\n\""}"#, #"{"a": "\u00e9\n\""}"#),
            (#"{"a": "\u00"#, #"{"a": "\u00"#), ("\\", "\\"),
        ])
    func texts(json: String, stored: String) {
        #expect(JSONForPostgres.text(Array(json.utf8)) == stored)
    }
}
