import CLibPQ

extension Session {
    /// Runs one statement and returns its only result.
    func run<Q: Query>(_ query: Q) throws(PostgresError) -> QueryResult {
        guard missingSettings == nil else {
            let results = try run(pipeline: [query], Operation(Q.self, timeout: configuration.responseTimeout))
            guard let result = results.first else { throw lost() }
            return result
        }
        return try repairingStaleStatements { () throws(PostgresError) in
            try prepare(Q.self, query)
            var operation = Operation(Q.self, timeout: configuration.responseTimeout)
            defer { finish(operation) }
            try send(query)
            return try onlyResult(&operation)
        }
    }

    /// Runs statements in one round trip. One failure fails all: outside a transaction they are one transaction.
    func run(pipeline queries: [any Query]) throws(PostgresError) -> [QueryResult] {
        guard !queries.isEmpty else { return [] }
        return try repairingStaleStatements { () throws(PostgresError) in
            for query in queries { try prepareErased(query) }
            return try run(pipeline: queries, Operation("pipeline", timeout: configuration.responseTimeout))
        }
    }

    private func run(pipeline queries: [any Query], _ started: Operation) throws(PostgresError) -> [QueryResult] {
        try check()
        var operation = started
        defer { finish(operation) }
        let settings = missingSettings
        guard PQenterPipelineMode(connection) == 1 else { throw lost() }
        if let settings, PQsendQueryParams(connection, settings, 0, nil, nil, nil, nil, 0) != 1 { throw lost() }
        var problem: PostgresError?
        var sent = 0
        for query in queries {
            do throws(PostgresError) { try sendErased(query) } catch {
                problem = error
                break
            }
            sent += 1
        }
        if problem != nil, loss == nil { try sendFailing() }
        guard PQpipelineSync(connection) == 1 else { throw lost() }
        let results = try pipelineResults(
            queries.prefix(sent), before: settings == nil ? 0 : 1, extra: problem != nil, &operation, &problem)
        guard PQexitPipelineMode(connection) == 1 else { throw lost() }
        if let problem { throw problem }
        return results
    }

    /// Runs any number of statements in the simple protocol, without parameters; the first failure ends them.
    func runScript(_ sql: String, _ name: StaticString, isCancellable: Bool = true, timeout: Duration? = nil) throws(PostgresError) {
        var operation = Operation(name, timeout: timeout, isCancellable: isCancellable)
        defer { finish(operation) }
        try check()
        guard PQsendQuery(connection, sql) == 1 else { throw lost() }
        _ = try lastResult(&operation)
    }

    /// Reads all results of a script; returns the last, throws the first failure.
    func lastResult(_ operation: inout Operation) throws(PostgresError) -> QueryResult? {
        var failure: PostgresError?
        var last: QueryResult?
        while let result = try nextResult(&operation) {
            switch result.status {
            case PGRES_COPY_IN: PQputCopyEnd(connection, "COPY needs copyIn")
            case PGRES_COPY_OUT, PGRES_COPY_BOTH:
                abandon("COPY … TO STDOUT needs copyOut")
                throw .unexpectedAnswer(query: operation.name, answer: "COPY data")
            default: break
            }
            failure = failure ?? self.failure(result, operation)
            last = result
        }
        try check()
        if let failure { throw failure }
        return last
    }

    // MARK: Preparing

    private func prepare<Q: Query>(_ type: Q.Type, _ query: Q) throws(PostgresError) {
        try check()
        guard configuration.preparesStatements, !isPooled, prepared[ObjectIdentifier(type)] == nil else { return }
        try bind(query)
        preparedCount += 1
        let statement = PreparedStatement(type, generation: preparedCount)
        var operation = Operation(type, timeout: configuration.responseTimeout)
        defer { finish(operation) }
        let sent = parameters.withPointers { types, _, _, _ in
            PQsendPrepare(connection, statement.name, Q.sql, Int32(parameters.count), types)
        }
        guard sent == 1 else { throw lost() }
        _ = try onlyResult(&operation)
        prepared[ObjectIdentifier(type)] = statement
    }

    /// A prepared statement goes stale when the session was reset or the types of its columns changed. Outside a transaction it is
    /// prepared again and the call repeated once; inside, the transaction has failed and its repetition finds nothing stale.
    private func repairingStaleStatements<Value>(_ body: () throws(PostgresError) -> Value) throws(PostgresError) -> Value {
        let isRepeatable = !isInTransaction
        do throws(PostgresError) {
            return try body()
        } catch .server(let error) where error.isStalePreparedStatement {
            prepared.removeAll()
            guard isRepeatable, !isInTransaction else { throw .server(error) }
            try runScript("DEALLOCATE ALL", "DEALLOCATE ALL", timeout: configuration.responseTimeout)
            return try body()
        }
    }

    // MARK: Sending

    private func bind(_ query: some Query) throws(PostgresError) {
        parameters.removeAll()
        query.bind(&parameters)
        if let (parameter, problem) = parameters.problem {
            throw .invalidParameter(query: "\(type(of: query))", parameter: parameter, problem: problem)
        }
    }

    private func send<Q: Query>(_ query: Q) throws(PostgresError) {
        try bind(query)
        let count = Int32(parameters.count)
        let sent = parameters.withPointers { types, values, lengths, formats in
            if let statement = prepared[ObjectIdentifier(Q.self)] {
                PQsendQueryPrepared(connection, statement.name, count, values, lengths, formats, 1)
            } else {
                PQsendQueryParams(connection, Q.sql, count, types, values, lengths, formats, 1)
            }
        }
        guard sent == 1 else { throw lost() }
    }

    /// A pipeline that cannot be sent whole must not be committed in part: this statement fails it.
    private func sendFailing() throws(PostgresError) {
        guard PQsendQueryParams(connection, "ROLLBACK TO SAVEPOINT none", 0, nil, nil, nil, nil, 0) == 1 else { throw lost() }
    }

    private func prepareErased(_ query: some Query) throws(PostgresError) { try prepare(type(of: query), query) }
    private func sendErased(_ query: some Query) throws(PostgresError) { try send(query) }

    // MARK: Receiving

    private func onlyResult(_ operation: inout Operation) throws(PostgresError) -> QueryResult {
        guard let result = try lastResult(&operation) else { throw lost() }
        return result
    }

    /// Reads one result a query, then the end of the pipeline; remembers the first failure.
    /// - Parameters:
    ///   - before: Statements before the queries, whose results nobody reads.
    ///   - extra: Whether there is one after them.
    private func pipelineResults(
        _ queries: ArraySlice<any Query>, before: Int, extra: Bool, _ operation: inout Operation, _ problem: inout PostgresError?
    ) throws(PostgresError) -> [QueryResult] {
        var results: [QueryResult] = []
        results.reserveCapacity(queries.count)
        var position = -before
        while true {
            // A nil ends the results of one query; at the end of the pipeline there is none.
            guard let result = try nextResult(&operation) else {
                try check()
                if PQstatus(connection) == CONNECTION_BAD { throw lost() }
                position += 1
                guard position <= queries.count + (extra ? 1 : 0) else { throw lost() }
                continue
            }
            switch result.status {
            case PGRES_PIPELINE_SYNC:
                return results
            case PGRES_PIPELINE_ABORTED:
                break
            default:
                if problem == nil, let failure = failure(result, operation) {
                    problem =
                        queries.indices.contains(queries.startIndex + position)
                        ? failure.named(type(of: queries[queries.startIndex + position])) : failure
                }
                try check()
                if position >= 0 { results.append(result) }
            }
        }
    }
}

extension PostgresError {
    /// The same error, told of the query of the pipeline that caused it.
    fileprivate func named(_ query: any Query.Type) -> PostgresError {
        guard case .server(var error) = self else { return self }
        error.query = "\(query)"
        return .server(error)
    }
}
