import CLibPQ

extension Session {
    /// Makes the settings of the session, and finds out in the same round trip whether a pooler stands before the server.
    ///
    /// A pooler hands each transaction to any session of the server, so a setting made for one would meet strangers there and be
    /// missed in the next transaction. It gives its clients process ids of its own making; Postgres gives that of the session.
    /// Where the two differ the settings are made for this one statement only, and again for every transaction.
    /// - Throws: ``PostgresError/cannotConnect(target:reason:sqlState:)`` when a synchronous standby is required and the server has none:
    ///   after a failover that may be so until somebody names one, and until then there is nobody to work with.
    func setUp(serverVersion: Int) throws(PostgresError) {
        let announced = PQbackendPID(connection)
        let calls = configuration.settingCalls(serverVersion: serverVersion, isLocal: "pg_catalog.pg_backend_pid() <> \(announced)")
        var operation = Operation("session settings", timeout: configuration.responseTimeout, isCancellable: false)
        let standbys = "pg_catalog.current_setting('synchronous_standby_names')"
        guard PQsendQuery(connection, "SELECT pg_catalog.pg_backend_pid(), \(standbys), \(calls)") == 1 else { throw lost() }
        guard let result = try lastResult(&operation), let text = PQgetvalue(result.pointer, 0, 0),
            let names = PQgetvalue(result.pointer, 0, 1)
        else { throw lost() }
        if configuration.requiresSynchronousStandby && names[0] == 0 {
            throw .cannotConnect(target: Self.target(connection), reason: PostgresError.noStandby, sqlState: nil)
        }
        guard String(cString: text) != "\(announced)" else { return }
        transactionSettings = "SELECT \(configuration.settingCalls(serverVersion: serverVersion, isLocal: "true"))"
    }

    /// Makes settings of the session, or behind a pooler of every transaction from now on, instead of those of all.
    /// - Parameter given: Those that were made so before: what is not among `settings` becomes what it is for all, or empty.
    func adopt(_ settings: [String: String], instead given: [String: String], serverVersion: Int) throws(PostgresError) {
        var adopted = configuration
        for name in given.keys { adopted.settings[name] = configuration.settings[name] ?? "" }
        adopted.settings.merge(settings) { $1 }
        guard transactionSettings == nil else {
            transactionSettings = "SELECT \(adopted.settingCalls(serverVersion: serverVersion, isLocal: "true"))"
            return
        }
        let calls = adopted.settingCalls(serverVersion: serverVersion, isLocal: "false")
        try runScript("SELECT \(calls)", "session settings", isCancellable: false, timeout: configuration.responseTimeout)
    }

    /// Whether a pooler stands between this client and the server.
    var isPooled: Bool { transactionSettings != nil }

    /// What the next statement must be sent together with; `nil` where the session, or the open transaction, has the settings.
    var missingSettings: String? { isInTransaction ? nil : transactionSettings }
}
