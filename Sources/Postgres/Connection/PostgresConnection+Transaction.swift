import CLibPQ

extension PostgresConnection {
    /// Runs `body` in a transaction: COMMIT when it returns, ROLLBACK when it throws or its task was cancelled.
    ///
    /// `body` runs on the connection's thread; it must not wait for the network or for anything else slow.
    /// - Throws: What `body` throws; ``PostgresError/commitUnknown(reason:)`` when the connection breaks during COMMIT;
    ///   ``PostgresError/transactionAborted`` when `body` swallowed the error of a statement.
    package func transaction<Value: Sendable>(
        _ options: TransactionOptions = TransactionOptions(),
        _ body: @Sendable (isolated PostgresConnection) async throws -> Value
    ) async throws -> Value {
        try await perform { session in
            guard !session.isInTransaction else { throw PostgresError.transactionOpen }
            let begin = options.begin(settings: session.transactionSettings)
            try session.runScript(begin, "BEGIN", isCancellable: false, timeout: session.configuration.responseTimeout)
        }
        let value: Value
        do {
            value = try await body(self)
            if Task.isCancelled { throw PostgresError.cancelled }
        } catch {
            // The error of the body says more than that of the rollback; a connection that cannot roll back is lost.
            try? performAnyway { session throws(PostgresError) in try session.rollback() }
            throw error
        }
        try performAnyway { session throws(PostgresError) in try session.commit() }
        return value
    }
}

extension Session {
    fileprivate func rollback() throws(PostgresError) {
        try check()
        try runScript("ROLLBACK", "ROLLBACK", isCancellable: false, timeout: configuration.responseTimeout)
    }

    fileprivate func commit() throws(PostgresError) {
        try check()
        var operation = Operation("COMMIT", timeout: configuration.responseTimeout, isCancellable: false)
        do throws(PostgresError) {
            guard PQsendQuery(connection, "COMMIT") == 1 else { throw lost() }
            // A failed transaction answers COMMIT with ROLLBACK and no error.
            if try lastResult(&operation)?.tag == "ROLLBACK" { throw .transactionAborted }
        } catch {
            if let loss { throw .commitUnknown(reason: loss) }
            throw error
        }
    }
}
