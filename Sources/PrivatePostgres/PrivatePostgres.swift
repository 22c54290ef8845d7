#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A Postgres server of our own on this machine, for users who have none.
///
/// The server listens on a unix socket alone, keeps its data under `home`, and stays up for every process that uses the same `home`
/// until someone stops it. Any number of processes may call ``start()`` at once: one of them starts the server, the others wait for it.
///
/// Layout under `home`:
/// ```
/// postgres.lock          held while the server is created, started or stopped
/// postgres/data          the cluster
/// postgres/data/refinery.conf   its settings, written once and yours to change
/// postgres/socket        the unix socket (under /tmp when this path is too long for one)
/// postgres/log           one log a weekday, overwritten a week later
/// postgres/start.log     what the server said before its log was open
/// ```
package struct PrivatePostgres: Sendable {
    /// How long a started server lives.
    package enum Lifetime: Sendable {
        /// Until ``PrivatePostgres/stop(_:)``: it outlives the process that started it.
        case untilStopped
        /// Until the process that started it ends, however it ends. For tests: nothing is flushed to disk.
        case untilProcessExit
    }

    /// How a server is asked to end.
    package enum StopMode: Sendable {
        /// Ends the sessions, writes a checkpoint: the next start needs no recovery.
        case fast
        /// Ends at once, as in a crash; the next start recovers from the write-ahead log.
        case immediate
    }

    package enum Status: Sendable, Equatable {
        /// No cluster was ever created here.
        case absent
        case stopped
        case starting(processID: Int32)
        case running(processID: Int32)
        case stopping(processID: Int32)
    }

    /// The directory that holds everything of this server.
    package let home: String
    /// A line for people when the server lies elsewhere than they would look; print it when ``status()`` is `.absent`.
    package let notice: String?

    let files: StateFiles
    let lifetime: Lifetime
    let account: ServerAccount?
    let environment: [String: String]

    /// Database and superuser bear one name; the directory's permissions are the password.
    static let databaseName = "refinery"
    /// Crash recovery reads up to `max_wal_size`; only a server that is stuck needs longer.
    static let startTimeout: Duration = .seconds(300)
    static let stopTimeout: Duration = .seconds(60)

    /// - Parameters:
    ///   - home: Where the server lives. Defaults to `REFINERY_HOME`, then `~/.refinery`; for root, whose home is closed to the account that
    ///     runs the server, `/var/lib/refinery`.
    ///   - environment: Variables of the process, with `REFINERY_HOME`, `REFINERY_POSTGRES_BIN`, `HOME` and `PATH`.
    ///   - lifetime: Defaults to ``Lifetime/untilStopped``.
    package init(home: String? = nil, environment: [String: String] = processEnvironment(), lifetime: Lifetime = .untilStopped) {
        let account = ServerAccount.forThisProcess()
        let choice = HomeChoice.choose(wanted: home, environment: environment, account: account)
        self.home = choice.path
        self.notice = choice.notice
        self.files = StateFiles(home: choice.path)
        self.lifetime = lifetime
        self.account = account
        self.environment = environment
    }

    /// The libpq URL of the database, whether or not the server runs.
    ///
    /// The port is named because `PGPORT` would otherwise change the socket's name, and `requirepeer` because a socket under `/tmp` must
    /// not be believed before its owner is known.
    package var url: String {
        plainURL + (account.map { "&requirepeer=\(percentEncoded($0.name))" } ?? "")
    }

    /// The same without what libpq alone knows: other drivers refuse a URL with it, or ask the server for a setting of that name.
    package var plainURL: String {
        let host = percentEncoded(files.socketDirectory)
        return "postgresql://\(Self.databaseName)@/\(Self.databaseName)?host=\(host)&port=\(StateFiles.port)"
    }

    /// What the server is doing, read from its own files; never waits.
    package func status() -> Status {
        guard fileExists(files.versionFile) else { return .absent }
        guard let postmaster = PostmasterFile.read(files.postmasterFile), postmaster.isAlive(data: files.data) else { return .stopped }
        return switch postmaster.state {
        case .starting: .starting(processID: postmaster.processID)
        case .ready: .running(processID: postmaster.processID)
        case .stopping: .stopping(processID: postmaster.processID)
        }
    }

    /// Creates the cluster when there is none and starts the server unless it runs; returns ``url`` once it accepts connections.
    ///
    /// Safe to call from many processes at once and after any crash. Cancellation leaves a server that is still starting to itself.
    /// - Throws: ``PrivatePostgresError``, or `CancellationError`.
    package func start() async throws -> String {
        if case .running = status() { return url }
        let account = try prepareHome()
        let lock = try await FileLock.acquire(files.lockFile)
        defer { lock.release() }
        try prepareDirectories(account)
        if case .stopping(let processID) = status() { try await awaitEnd(of: processID) }
        switch status() {
        case .running: return url
        case .starting(let processID): try await awaitReady(processID)
        case .absent:
            let binaries = try await ServerBinaries.find(environment: environment, version: nil)
            try await createCluster(binaries, account)
            try await launch(binaries, account)
        case .stopped, .stopping:
            let binaries = try await ServerBinaries.find(environment: environment, version: files.dataVersion())
            try await launch(binaries, account)
        }
        return url
    }

    /// Starts the server again when it ended by itself: a full disk or a kill ends it and asks nobody. One that was shut down, by
    /// ``stop(_:)`` or by whoever else, stays down until ``start()``.
    ///
    /// Cheap while the server runs, and safe to call from many processes at once.
    /// - Returns: Whether this call found it ended; another process may have started it meanwhile.
    package func revive() async throws -> Bool {
        guard status() == .stopped, !isShutDown() else { return false }
        _ = try await start()
        return true
    }

    /// Whether the server's last word in `pg_control` is `DB_SHUTDOWNED` (1). Its state stands behind 16 bytes of identifier and
    /// versions; a file that cannot be read leaves the server as it is.
    private func isShutDown() -> Bool {
        guard let control = readBytes(files.controlFile), control.count >= 20 else { return true }
        return control[16..<20].elementsEqual([1, 0, 0, 0])
    }

    /// Stops the server and returns when it is gone; does nothing when it does not run.
    /// - Throws: ``PrivatePostgresError/stopTimedOut(processID:)`` after a minute, or `CancellationError`.
    package func stop(_ mode: StopMode = .fast) async throws {
        guard status() != .absent else { return }
        let lock = try await FileLock.acquire(files.lockFile)
        defer { lock.release() }
        switch status() {
        case .absent, .stopped: return
        case .starting(let processID), .running(let processID), .stopping(let processID):
            guard sendSignal(mode, to: processID) else { throw PrivatePostgresError.notPermitted(processID: processID) }
            try await awaitEnd(of: processID)
        }
    }

    /// Stops the server and deletes its data, socket and logs. Whatever else lies in `home` stays.
    package func erase() async throws {
        try await stop(.immediate)
        for path in [files.root, files.socketDirectory, files.lockFile] { try await removeSettled(path) }
    }

    /// Removes a directory into which the server's last processes may still write: they end moments after it.
    private func removeSettled(_ path: String) async throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while true {
            do { return try removeIfPresent(path) } catch PrivatePostgresError.systemCall(_, _, ENOTEMPTY)
                where ContinuousClock.now < deadline
            {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}
