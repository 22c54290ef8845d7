#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Why there is no private Postgres. ``summary`` says what happened, ``remedy`` what to do about it.
package enum PrivatePostgresError: Error, Equatable {
    case notInstalled
    /// `REFINERY_POSTGRES_BIN` names a folder without the server's programs.
    case binDirectoryIncomplete(String)
    case tooOld(found: Int)
    /// The data was made by a major version that is not among those `found`.
    case wrongVersion(data: Int, found: [Int])
    /// Root, on a machine without the account that a Postgres package makes.
    case noServerAccount
    /// The server's account cannot enter `obstacle` on the way to its home.
    case homeClosed(home: String, account: String, obstacle: String)
    case socketDirectoryNotPrivate(String)
    case creationFailed(step: String, output: [String], home: String)
    /// `log` is the directory with the logs.
    case startFailed(lastLogLines: [String], log: String)
    case startTimedOut(after: Duration, log: String)
    case stopTimedOut(processID: Int32)
    /// The server belongs to another user.
    case notPermitted(processID: Int32)
    /// The operating system refused to `action` something at `path`; `code` is an `errno`.
    case systemCall(_ action: String, path: String, code: Int32)

    package var summary: String {
        switch self {
        case .notInstalled: "No Postgres server is installed on this machine, and DATABASE_URL is not set."
        case .binDirectoryIncomplete(let path): "REFINERY_POSTGRES_BIN is \(path), which does not hold the programs postgres and initdb."
        case .tooOld(let found): "Postgres \(found) is too old: \(ServerBinaries.versionMin) or newer is needed."
        case .wrongVersion(let data, let found):
            "The database was made by Postgres \(data), but here is only \(found.map(String.init).joined(separator: ", "))."
        case .noServerAccount: "Postgres refuses to run as root, and there is no account named postgres to run it instead."
        case .homeClosed(let home, let account, let obstacle):
            "The database cannot live in \(home): Postgres runs as \(account), who cannot enter \(obstacle)."
        case .socketDirectoryNotPrivate(let path):
            "\(path) belongs to someone else or is open to others: no place for the database's socket."
        case .creationFailed(let step, let output, let home): "Creating the database in \(home) failed at \(step)." + quoted(output)
        case .startFailed(let lines, _): "The private Postgres ended while it was starting." + quoted(lines)
        case .startTimedOut(let limit, _): "The private Postgres is still not ready after \(limit.components.seconds) seconds."
        case .stopTimedOut(let processID): "The private Postgres (process \(processID)) is still stopping."
        case .notPermitted(let processID): "The private Postgres (process \(processID)) belongs to another user."
        case .systemCall(let action, let path, let code): "Could not \(action) \(path): \(String(cString: strerror(code)))."
        }
    }

    package var remedy: String? {
        switch self {
        case .notInstalled:
            "Install it (\(Self.installCommand)), name its folder in REFINERY_POSTGRES_BIN, or set DATABASE_URL to a server you have."
        case .binDirectoryIncomplete: "Set it to the folder with postgres and initdb, or unset it to search the usual places."
        case .tooOld: "Install a newer one (\(Self.installCommand)), or set DATABASE_URL to a server you have."
        case .wrongVersion(let data, _):
            "Install Postgres \(data) again (apt-get install postgresql-\(data), brew install postgresql@\(data)), "
                + "or set REFINERY_HOME to start with an empty database."
        case .noServerAccount: "Install the server's package (\(Self.installCommand)), or run as another user."
        case .homeClosed(_, let account, _): "Set REFINERY_HOME to a directory that \(account) can reach, such as /var/lib/refinery."
        case .socketDirectoryNotPrivate: "Set REFINERY_HOME to a shorter path, so that the socket can lie inside it."
        case .creationFailed: "Look for a full disk or a directory without write permission, then try again."
        case .startFailed(_, let log): "The whole log is in \(log)/log."
        case .startTimedOut(_, let log): "It may be recovering after a crash: wait and try again, and read \(log)/log."
        case .stopTimedOut: "Try again in a while; a session may be rolling back much work."
        case .notPermitted(let processID): "Ask its owner, shown by: ps -o user= -p \(processID)"
        case .systemCall(_, _, ENOSPC): "Free some space on that disk."
        case .systemCall(_, _, EACCES), .systemCall(_, _, EPERM): "Set REFINERY_HOME to a directory that you may write to."
        case .systemCall: "Check that path, or set REFINERY_HOME to another directory."
        }
    }

    private static var installCommand: String {
        #if canImport(Darwin)
        "brew install postgresql@17"
        #else
        "apt-get install postgresql"
        #endif
    }

    private func quoted(_ lines: [String]) -> String {
        lines.isEmpty ? "" : " It said:\n" + lines.map { "    " + $0 }.joined(separator: "\n")
    }
}

extension PrivatePostgresError: CustomStringConvertible {
    /// For a log: what happened, without the lines that the server said; they are in its own log.
    package var description: String {
        switch self {
        case .startFailed(_, let log): Self.startFailed(lastLogLines: [], log: log).summary + " Its log is in \(log)/log."
        default: summary
        }
    }
}
