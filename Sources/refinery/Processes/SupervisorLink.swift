internal import Threads

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Ties the life of a worker process to the `refinery run` that started it.
///
/// The supervisor keeps the writing end of a pipe, and the reading end is the standard input of its children: it ends
/// however the supervisor ends, kill -9 included. Then they stop as they do on SIGTERM.
enum SupervisorLink {
    /// Set by the supervisor, for its children only.
    static let variable = "REFINERY_SUPERVISED"

    /// In a child of a supervisor: begins to wait. Does nothing in any other process.
    /// - Returns: Whether this process is such a child.
    static func endWithSupervisor() -> Bool {
        guard getenv(variable) != nil else { return false }
        unsetenv(variable)
        terminateAtEndOfInput()
        return true
    }
}
