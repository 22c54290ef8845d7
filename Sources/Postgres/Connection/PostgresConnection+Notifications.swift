extension PostgresConnection {
    /// Receives notifications of a channel from now on, in ``notifications``.
    ///
    /// Between calls the thread waits for the socket, so notifications arrive at once. Silence longer than `probeInterval` is
    /// probed with an empty query; a server that does not answer it is lost, and ``notifications`` ends.
    package func listen(_ channel: String) async throws {
        try await perform { try $0.runScript("LISTEN \(Self.quoted(identifier: channel))", "LISTEN") }
        listensTo.insert(channel)
        watch()
    }

    /// Receives no more notifications of a channel.
    package func unlisten(_ channel: String) async throws {
        try await perform { try $0.runScript("UNLISTEN \(Self.quoted(identifier: channel))", "UNLISTEN") }
        listensTo.remove(channel)
        watch()
    }

    /// A name for use inside SQL text: quoted, with quotes doubled.
    package static func quoted(identifier: String) -> String {
        "\"\(identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
}

extension Session {
    /// Asks the server for nothing, to see whether it answers.
    func probe() {
        try? runScript("", "probe", isCancellable: false, timeout: configuration.responseGrace)
    }
}
