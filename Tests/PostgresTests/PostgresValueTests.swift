import Foundation
import Postgres
import Testing

/// Sends a value and gets it back.
struct Echo<Value: PostgresValue & Equatable>: Query {
    static var sql: String { "SELECT $1" }
    let value: Value
    func bind(_ parameters: inout Parameters) { parameters.append(value) }
    static func decode(_ row: Row) throws -> Value { try row[0] }
}

/// Reads one value of an SQL expression as `Value`.
private func read<Value: PostgresValue>(_ expression: String, as type: Value.Type = Value.self) async throws -> Value? {
    let connection = try await connect { $0.preparesStatements = false }
    try await connection.executeScript("CREATE TEMP VIEW reading AS SELECT \(expression) AS answer")
    return try await connection.first(Reading<Value>())
}

private struct Reading<Value: PostgresValue>: Query {
    static var sql: String { "SELECT answer FROM reading" }
    static func decode(_ row: Row) throws -> Value { try row[0] }
}

private enum Stage: String, PostgresValue { case split, refine }
private struct JobID: RawRepresentable, Hashable, PostgresValue { let rawValue: Int64 }

@Suite("PostgresValue") struct PostgresValueTests {
    private func expectEcho<Value: PostgresValue & Equatable>(_ values: Value...) async throws {
        let connection = try await connect()
        for value in values { #expect(try await connection.first(Echo(value: value)) == value) }
        for value in values { #expect(try await connection.first(Echo(value: Value?.some(value))) == .some(value)) }
        #expect(try await connection.first(Echo(value: Value?.none)) == .some(.none))
        #expect(try await connection.first(Echo(value: values)) == values)
        #expect(try await connection.first(Echo(value: [Value]())) == [])
        let withNull = values.map(Value?.some) + [nil]
        #expect(try await connection.first(Echo(value: withNull)) == withNull)
    }

    @Test("integers, numbers and booleans come back as sent, alone, as NULL and in arrays") func numbers() async throws {
        try await expectEcho(true, false)
        try await expectEcho(Int16.min, 0, Int16.max)
        try await expectEcho(Int32.min, 0, Int32.max)
        try await expectEcho(Int64.min, 0, Int64.max)
        try await expectEcho(Int.min, -1, Int.max)
        try await expectEcho(0.1, -Double.infinity, Double.greatestFiniteMagnitude, -0.0)
    }

    @Test("text in any script comes back as sent") func text() async throws {
        try await expectEcho("", "plain", "quo\"te ' \\ {a,b}", "Grüße 東京 🇵🇪 e\u{301}", String(repeating: "ü", count: 100_000))
    }

    @Test("bytes, ids and instants come back as sent") func scalars() async throws {
        let connection = try await connect()
        let bytes = (0...255).map { UInt8($0) }
        #expect(try await connection.first(Echo(value: bytes)) == bytes)
        #expect(try await connection.first(Echo(value: [UInt8]())) == [])
        #expect(try await connection.first(Echo(value: [UInt8]?.none)) == .some(.none))
        #expect(try await connection.first(Echo(value: [bytes, [], [0]])) == [bytes, [], [0]])
        try await expectEcho(UUID(), UUID(uuidString: "00112233-4455-6677-8899-AABBCCDDEEFF")!)
        try await expectEcho(Date(timeIntervalSinceReferenceDate: 0), Date(timeIntervalSince1970: 1_700_000_000.123456))
        #expect(
            try await read("'2026-11-21 10:00:00.000001+00'::timestamptz", as: Date.self)?.timeIntervalSince1970 == 1_795_255_200.000001)
        #expect(try await read("'00112233-4455-6677-8899-aabbccddeeff'::uuid") == UUID(uuidString: "00112233-4455-6677-8899-AABBCCDDEEFF"))
    }

    @Test("json is read as text and sent as jsonb") func json() async throws {
        let connection = try await connect()
        #expect(try await connection.first(Echo(value: JSONB(#"{"a": [1, "ü"]}"#))) == JSONB(#"{"a": [1, "ü"]}"#))
        #expect(try await read(#"'{"a":1}'::jsonb"#) == #"{"a": 1}"#)
        #expect(try await read(#"'{"a":1}'::json"#) == #"{"a":1}"#)
        #expect(try await read(#"ARRAY['1'::jsonb, NULL]"#) == ["1", nil] as [String?])
    }

    @Test("enums and ids travel as their raw value") func rawValues() async throws {
        try await expectEcho(Stage.split, .refine)
        try await expectEcho(JobID(rawValue: 7), JobID(rawValue: -7))
        let error = await failure { try await read("'merge'::text", as: Stage.self) }
        guard case .decode(let decode) = error else { throw try #require(error) }
        #expect(decode.problem == .malformed && decode.column == "answer")
    }

    @Test("smaller numbers are read into larger types, never the reverse") func widening() async throws {
        #expect(try await read("7::smallint") == 7)
        #expect(try await read("7::int") == Int64(7))
        #expect(try await read("0.5::real") == 0.5)
        let error = await failure { try await read("7::bigint", as: Int32.self) }
        guard case .decode(let decode) = error else { throw try #require(error) }
        #expect(decode.problem == .unexpectedType(oid: 20))
    }

    @Test("varchar, char, name, enum and unknown columns are text") func textTypes() async throws {
        #expect(try await read("'a'::varchar(3)") == "a")
        #expect(try await read("'a'::char(3)") == "a  ")
        #expect(try await read("'a'::name") == "a")
    }

    @Test("NULL for a value that cannot be nil names query and column, not the row") func null() async throws {
        let error = await failure { try await read("NULL::text", as: String.self) }
        #expect(error?.summary == "Reading<String>: column 0 \"answer\" is NULL.")
    }

    @Test("a multidimensional array is refused") func matrix() async throws {
        let error = await failure { try await read("ARRAY[[1, 2], [3, 4]]", as: [Int].self) }
        guard case .decode = error else { throw try #require(error) }
    }

    @Test("a NUL byte in text is refused before anything is sent", arguments: ["a\0b", "\0"]) func nul(text: String) async throws {
        let connection = try await connect()
        #expect(
            await failure { try await connection.first(Twice(text: text)) }
                == .invalidParameter(query: "Twice", parameter: 1, problem: .containsNUL))
        struct Second: Query {
            static let sql = "SELECT $1::bigint, $2::text[]"
            let texts: [String]
            func bind(_ parameters: inout Parameters) {
                parameters.append(1)
                parameters.append(texts)
            }
        }
        let error = await failure { try await connection.execute(Second(texts: ["fine", text])) }
        #expect(error == .invalidParameter(query: "Second", parameter: 2, problem: .containsNUL))
        #expect(try await connection.first(Twice(text: "a")) == "aa")
    }

    @Test("ten thousand elements travel in one array") func largeArrays() async throws {
        let connection = try await connect()
        let numbers = (0..<10_000).map { Int64($0) &* 0x9e37_79b9 }
        #expect(try await connection.first(Echo(value: numbers)) == numbers)
        let texts = numbers.map(String.init)
        #expect(try await connection.first(Echo(value: texts)) == texts)
    }

    @Test("an array is written from the caller's bytes, NULLs included") func arrayWriter() async throws {
        struct Texts: Query {
            static let sql = "SELECT unnest($1)"
            let bytes: [UInt8]
            func bind(_ parameters: inout Parameters) {
                parameters.appendArray(of: .text, count: 4) { array in
                    bytes.withUnsafeBytes { array.append(UnsafeRawBufferPointer(rebasing: $0[0..<2])) }
                    array.appendNull()
                    array.append("three")
                    array.append(String?.none)
                }
            }
            static func decode(_ row: Row) throws -> String? { try row[0] }
        }
        let connection = try await connect()
        #expect(try await connection.rows(Texts(bytes: Array("oneone".utf8))) == ["on", nil, "three", nil])
    }

    @Test("a row hands out the bytes of a column without copying") func rawBytes() async throws {
        struct Raw: Query {
            static let sql = "SELECT 'abc'::text, NULL::text, 258::int"
            static func decode(_ row: Row) throws -> [[UInt8]?] { (0..<row.count).map { row.bytes($0).map { [UInt8]($0) } } }
        }
        #expect(try await connect().first(Raw()) == [Array("abc".utf8), nil, [0, 0, 1, 2]])
    }
}
