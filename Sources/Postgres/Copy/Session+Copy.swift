import CLibPQ

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

extension Session {
    func copyIn(_ sql: String, _ write: (inout CopyInWriter) throws -> Void) throws -> Int {
        var operation = try startCopy(sql, expecting: PGRES_COPY_IN)
        defer { finish(operation) }
        do {
            var writer = CopyInWriter { [self] bytes throws(PostgresError) in
                if Task.isCancelled { throw .cancelled }
                try put(bytes, &operation)
            }
            try write(&writer)
            try writer.finish()
        } catch {
            guard loss == nil else { throw error }
            operation.limit(to: configuration.responseGrace)
            try put(endWith: "the client gave up", &operation)
            // The server's only answer is that the client gave up, which the client knows.
            do { _ = try lastResult(&operation) } catch { try check() }
            throw error
        }
        operation.limit(to: configuration.responseTimeout)
        try put(endWith: nil, &operation)
        return try lastResult(&operation)?.affectedRows ?? 0
    }

    func copyOut(_ sql: String, _ receive: (UnsafeRawBufferPointer) throws -> Void) throws -> Int {
        var operation = try startCopy(sql, expecting: PGRES_COPY_OUT)
        defer { finish(operation) }
        var failure: (any Error)?
        while let row = try nextCopyRow(&operation) {
            defer { PQfreemem(row.baseAddress) }
            guard failure == nil else { continue }
            do { try receive(UnsafeRawBufferPointer(row)) } catch {
                failure = error
                cancel(&operation)
            }
        }
        do {
            let result = try lastResult(&operation)
            if let failure { throw failure }
            return result?.affectedRows ?? 0
        } catch {
            throw failure ?? error
        }
    }

    private func startCopy(_ sql: String, expecting status: ExecStatusType) throws(PostgresError) -> Operation {
        try check()
        var operation = Operation("COPY", timeout: configuration.responseTimeout)
        let settings = missingSettings
        guard PQsendQuery(connection, settings.map { "\($0); \(sql)" } ?? sql) == 1 else { throw lost() }
        guard var result = try nextResult(&operation) else { throw lost() }
        if settings != nil, result.status == PGRES_TUPLES_OK {
            guard let next = try nextResult(&operation) else { throw lost() }
            result = next
        }
        if result.status == status { return operation }
        defer { finish(operation) }
        let failure =
            failure(result, operation)
            ?? .unexpectedAnswer(query: operation.name, answer: result.tag.isEmpty ? "the wrong COPY direction" : result.tag)
        if result.status == PGRES_COPY_IN { try put(endWith: "wrong direction", &operation) }
        do { _ = try lastResult(&operation) } catch { try check() }
        throw failure
    }

    private func put(_ bytes: UnsafeRawBufferPointer, _ operation: inout Operation) throws(PostgresError) {
        operation.limit(to: configuration.responseTimeout)
        while true {
            switch PQputCopyData(connection, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count)) {
            case 1: return try flush(&operation)
            case 0: try flush(&operation)
            default: throw lost()
            }
        }
    }

    private func put(endWith reason: String?, _ operation: inout Operation) throws(PostgresError) {
        while true {
            switch PQputCopyEnd(connection, reason) {
            case 1: return try flush(&operation)
            case 0: try flush(&operation)
            default: throw lost()
            }
        }
    }

    /// The next row, to be freed by the caller, or `nil` after the last one.
    private func nextCopyRow(_ operation: inout Operation) throws(PostgresError) -> UnsafeMutableRawBufferPointer? {
        while true {
            var row: UnsafeMutablePointer<CChar>?
            let length = PQgetCopyData(connection, &row, 1)
            if length > 0 { return UnsafeMutableRawBufferPointer(start: row, count: Int(length)) }
            // The end, or an error that the result after it tells.
            guard length == 0 else { return nil }
            if operation.cancelRequest == nil { operation.limit(to: configuration.responseTimeout) }
            try wait(for: POLLIN, &operation)
            guard PQconsumeInput(connection) == 1 else { throw lost() }
        }
    }
}
