import Postgres
import Synchronization
import Testing

@Suite("COPY") struct CopyTests {
    private struct Stop: Error {}

    private struct Count: Query {
        static let sql = "SELECT count(*) FROM copied"
        static func decode(_ row: Row) throws -> Int { try row[0] }
    }

    private func connectToTable() async throws -> PostgresConnection {
        let connection = try await connect()
        try await connection.executeScript("CREATE TEMP TABLE copied (id bigint, name text, data bytea)")
        return connection
    }

    @Test("text goes in and comes out") func text() async throws {
        let connection = try await connectToTable()
        let count = try await connection.copyIn("COPY copied FROM STDIN") { writer in
            for number in 0..<50_000 {
                var line = "\(number)\tnäme \(number)\t\\N\n"
                try line.withUTF8 { try writer.write(UnsafeRawBufferPointer($0)) }
            }
        }
        #expect(count == 50_000)
        let lines = Mutex<[String]>([])
        let sent = try await connection.copyOut("COPY (SELECT * FROM copied ORDER BY id) TO STDOUT") { row in
            lines.withLock { $0.append(String(decoding: row, as: UTF8.self)) }
        }
        #expect(sent == 50_000)
        #expect(lines.withLock(\.count) == 50_000)
        #expect(lines.withLock(\.last) == "49999\tnäme 49999\t\\N\n")
    }

    @Test("binary rows go in from values and from raw bytes") func binary() async throws {
        let connection = try await connectToTable()
        let count = try await connection.copyIn("COPY copied FROM STDIN WITH (FORMAT binary)") { writer in
            for number in 0..<10_000 {
                try writer.startRow(columns: 3)
                writer.append(number)
                var name = "näme \(number)"
                name.withUTF8 { writer.append(UnsafeRawBufferPointer($0)) }
                if number % 2 == 0 { writer.append([UInt8(number & 255)]) } else { writer.appendNull() }
            }
        }
        #expect(count == 10_000)
        struct Check: Query {
            static let sql = "SELECT name, data FROM copied WHERE id = $1"
            let id: Int
            func bind(_ parameters: inout Parameters) { parameters.append(id) }
            static func decode(_ row: Row) throws -> [String?] { [try row[0], try (row[1] as [UInt8]?).map { "\($0)" }] }
        }
        #expect(try await connection.first(Check(id: 9998)) == ["näme 9998", "[14]"])
        #expect(try await connection.first(Check(id: 9999)) == ["näme 9999", nil])
    }

    @Test("nothing written is a COPY of no rows") func empty() async throws {
        let connection = try await connectToTable()
        #expect(try await connection.copyIn("COPY copied FROM STDIN") { _ in } == 0)
    }

    @Test("a bad row fails the COPY and nothing stays") func badRow() async throws {
        let connection = try await connectToTable()
        let error = await failure {
            try await connection.copyIn("COPY copied (id) FROM STDIN") { writer in
                for line in ["1\n", "jane@example.com\n"] {
                    try line.utf8.withContiguousStorageIfAvailable { try writer.write(UnsafeRawBufferPointer($0)) }
                }
            }
        }
        #expect(error?.sqlState == .invalidTextRepresentation)
        #expect(!"\(error as Any)".contains("jane"))
        #expect(error?.summary.contains("jane") == false)
        #expect(try await connection.first(Count()) == 0)
    }

    @Test("an error of the writer undoes the COPY and comes back unchanged") func writerThrows() async throws {
        let connection = try await connectToTable()
        await #expect(throws: Stop.self) {
            try await connection.copyIn("COPY copied (id) FROM STDIN") { writer in
                try writer.write(UnsafeRawBufferPointer(start: nil, count: 0))
                throw Stop()
            }
        }
        #expect(try await connection.first(Count()) == 0)
    }

    @Test("an error of the receiver stops the server and comes back unchanged") func receiverThrows() async throws {
        let connection = try await connect()
        await #expect(throws: Stop.self) {
            try await connection.copyOut("COPY (SELECT generate_series(1, 100000000)) TO STDOUT") { _ in throw Stop() }
        }
        #expect(try await connection.first(AddOne(number: 1)) == 2)
    }

    @Test("cancelling stops both directions and spares the connection") func cancellation() async throws {
        let connection = try await connectToTable()
        let (started, signal) = AsyncStream<Void>.makeStream()
        let copyOut = Task {
            try await connection.copyOut("COPY (SELECT generate_series(1, 1000000000)) TO STDOUT") { _ in signal.finish() }
        }
        for await _ in started {}
        copyOut.cancel()
        #expect(await failure { try await copyOut.value } == .cancelled)
        let (startedIn, signalIn) = AsyncStream<Void>.makeStream()
        let copyIn = Task {
            try await connection.copyIn("COPY copied (id) FROM STDIN") { writer in
                while true {
                    try "1\n".utf8.withContiguousStorageIfAvailable { try writer.write(UnsafeRawBufferPointer($0)) }
                    signalIn.finish()
                }
            }
        }
        for await _ in startedIn {}
        copyIn.cancel()
        #expect(await failure { try await copyIn.value } == .cancelled)
        #expect(try await connection.first(Count()) == 0)
    }

    @Test("statements that are no COPY of that direction are refused and leave the connection of use") func wrongStatement() async throws {
        let connection = try await connectToTable()
        for sql in ["SELECT 1", "COPY copied FROM STDIN"] {
            guard case .unexpectedAnswer = await failure({ try await connection.copyOut(sql) { _ in } }) else {
                Issue.record("\(sql)"); continue
            }
        }
        guard case .unexpectedAnswer = await failure({ try await connection.copyIn("SELECT 1") { _ in } }) else {
            Issue.record("copyIn"); return
        }
        #expect(await failure { try await connection.copyIn("COPY absent FROM STDIN") { _ in } }?.sqlState == .undefinedTable)
        #expect(await failure { try await connection.executeScript("COPY copied FROM STDIN") } != nil)
        #expect(try await connection.first(Count()) == 0)
    }
}
