#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Creating, starting and awaiting the server. Every caller but ``awaitReady(_:)``'s holds the lock file.
extension PrivatePostgres {
    /// Creates the directory that holds the lock file, after a look whether the server could live there.
    func prepareHome() throws -> ServerAccount {
        guard let account else { throw PrivatePostgresError.noServerAccount }
        if let obstacle = account.firstClosedDirectory(on: home) {
            throw PrivatePostgresError.homeClosed(home: home, account: account.name, obstacle: obstacle)
        }
        // Root's home lets the server's account pass; any other user is that account.
        try createDirectory(home, mode: account.isOther ? 0o711 : 0o700)
        return account
    }

    /// Creates what belongs to the server's account.
    func prepareDirectories(_ account: ServerAccount) throws {
        for path in [files.root, files.logDirectory, files.socketDirectory] { try createDirectory(path, mode: 0o700, owner: account) }
        // A name under /tmp can be guessed: only a directory of the server's own is safe to trust.
        guard isPrivateDirectory(files.socketDirectory, of: account) else {
            throw PrivatePostgresError.socketDirectoryNotPrivate(files.socketDirectory)
        }
    }

    /// Makes the cluster under another name and renames it when complete, so that a crash half-way leaves nothing to repair.
    func createCluster(_ binaries: ServerBinaries, _ account: ServerAccount) async throws {
        try removeIfPresent(files.newData)
        let initdb =
            [binaries.path("initdb"), "-D", files.newData, "--username=\(Self.databaseName)", "--auth=trust", "--encoding=UTF8"]
            // Checksums find a failing disk before it spoils the data. pgbench on two cores: 2,250 transactions/s with them,
            // 2,340 without, where two equal runs differ by as much.
            + ["--data-checksums", "--no-instructions", "--lc-messages=C"]
            // Postgres itself is safe without: what is renamed below was never used before.
            + (lifetime == .untilProcessExit ? ["--no-sync"] : [])
            + binaries.localeArguments
        try await require(initdb, as: account)
        let settings = ServerSettings(
            memoryBytes: usableMemoryBytes(), lz4: try await supportsLZ4(binaries, account), version: binaries.version)
        try createFile(files.newData + "/" + ServerSettings.fileName, settings.text)
        try append("\ninclude '\(ServerSettings.fileName)'\n", to: files.newData + "/postgresql.conf")
        let single = [binaries.path("postgres"), "--single", "-D", files.newData, "-c", "exit_on_error=on", "template1"]
        try await require(single, as: account, input: "CREATE DATABASE \(Self.databaseName);\n")
        try move(files.newData, to: files.data)
    }

    /// Starts the server and waits until it accepts connections.
    func launch(_ binaries: ServerBinaries, _ account: ServerAccount) async throws {
        // Both begin with the process id of the last server. After a reboot the number may belong to someone else; and where it was killed,
        // it keeps its number until the process that started it, which may be a command still at work, takes notice. The server would
        // refuse to start beside it.
        for file in [files.postmasterFile, files.socketLockFile] {
            if let stale = PostmasterFile.read(file), stale.isAnotherProgram(data: files.data) { try removeIfPresent(file) }
        }
        var arguments = [binaries.path("postgres"), "-D", files.data, "-p", StateFiles.port, "-k", "\"\(files.socketDirectory)\""]
        // Always true, whatever the settings file says: reachable through the private socket alone.
        arguments += ["-c", "listen_addresses=", "-c", "unix_socket_permissions=0700"]
        if lifetime == .untilProcessExit { arguments += ["-c", "fsync=off", "-c", "full_page_writes=off"] }

        if lifetime == .untilProcessExit { try OwnerWatchdog.arm(files: files, account: account, environment: serverEnvironment()) }
        let deadline = ContinuousClock.now + .seconds(10)
        while true {
            let log = try openForWriting(files.startLog)
            defer { close(log) }
            let processID = try ChildProcess.spawn(
                account.command(arguments, in: files.root), environment: serverEnvironment(), output: log, newSession: true)
            do {
                try await awaitReady(processID, isChild: true)
                return
            } catch PrivatePostgresError.startFailed(let lines, _)
                where lines.contains(where: { $0.contains("shared memory block") }) && ContinuousClock.now < deadline
            {
                // The last server was killed and its sessions have not noticed yet; they do within moments.
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    /// Waits until the server says "ready" in its own file, or the process is gone.
    /// - Parameter isChild: Whether this process started it and so must collect its exit status.
    func awaitReady(_ processID: Int32, isChild: Bool = false) async throws {
        let deadline = ContinuousClock.now + Self.startTimeout
        while ContinuousClock.now < deadline {
            if case .running = status() { return }
            let ended = isChild ? waitpid(processID, nil, WNOHANG) == processID : kill(processID, 0) != 0 && errno == ESRCH
            if ended { throw PrivatePostgresError.startFailed(lastLogLines: files.lastLogLines(), log: files.root) }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw PrivatePostgresError.startTimedOut(after: Self.startTimeout, log: files.root)
    }

    func awaitEnd(of processID: Int32) async throws {
        let deadline = ContinuousClock.now + Self.stopTimeout
        while let postmaster = PostmasterFile.read(files.postmasterFile), postmaster.processID == processID,
            postmaster.isAlive(data: files.data)
        {
            guard ContinuousClock.now < deadline else { throw PrivatePostgresError.stopTimedOut(processID: processID) }
            try await Task.sleep(for: .milliseconds(5))
            // A server that this process started ends as its child; any other answers "no child", which is fine too.
            waitpid(processID, nil, WNOHANG)
        }
        waitpid(processID, nil, WNOHANG)
    }

    /// Returns false when the server belongs to someone else.
    func sendSignal(_ mode: StopMode, to processID: Int32) -> Bool {
        kill(processID, mode == .fast ? SIGINT : SIGQUIT) == 0 || errno == ESRCH
    }

    /// Settings of the caller's shell must not change the server: no `PG…`, and messages in English for the logs.
    private func serverEnvironment() -> [String: String] {
        var kept = environment.filter { !$0.key.hasPrefix("PG") && !$0.key.hasPrefix("LC_") }
        kept["LC_ALL"] = "C"
        return kept
    }

    private func supportsLZ4(_ binaries: ServerBinaries, _ account: ServerAccount) async throws -> Bool {
        let name = binaries.version >= 15 ? "wal_compression" : "default_toast_compression"
        let question = [binaries.path("postgres"), "-D", files.newData, "-c", "\(name)=lz4", "-C", name]
        return try await ChildProcess.run(account.command(question, in: files.root), environment: serverEnvironment()).status == 0
    }

    private func require(_ arguments: [String], as account: ServerAccount, input: String = "") async throws {
        let result = try await ChildProcess.run(
            account.command(arguments, in: files.root), environment: serverEnvironment(), input: input)
        guard result.status == 0 else {
            throw PrivatePostgresError.creationFailed(step: lastComponent(arguments[0]), output: lastLines(result.output), home: home)
        }
    }
}
