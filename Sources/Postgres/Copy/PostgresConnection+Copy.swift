extension PostgresConnection {
    /// Runs `COPY … FROM STDIN` with the data that `write` sends, and returns the number of rows.
    ///
    /// `write` runs on the connection's thread. When it throws or the task is cancelled, the server forgets all rows of this COPY.
    @discardableResult
    package func copyIn(_ sql: String, _ write: @Sendable (inout CopyInWriter) throws -> Void) async throws -> Int {
        try await perform { try $0.copyIn(sql, write) }
    }

    /// Runs `COPY … TO STDOUT` and hands each row to `receive`, which runs on the connection's thread; the bytes are valid during the
    /// call. When it throws or the task is cancelled, the server stops.
    /// - Returns: The number of rows.
    @discardableResult
    package func copyOut(_ sql: String, _ receive: @Sendable (UnsafeRawBufferPointer) throws -> Void) async throws -> Int {
        try await perform { try $0.copyOut(sql, receive) }
    }
}
