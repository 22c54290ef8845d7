#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import Synchronization

/// Ends a server when the process that owns it is gone, however it went.
///
/// A small shell reads from a pipe whose other end only this process holds; the kernel closes it at the process' end, even at `kill -9`.
/// The parent-death signal of Linux would be simpler, but it fires when the *thread* that spawned the server ends.
enum OwnerWatchdog {
    /// Homes that have a watchdog, with the end of the pipe that keeps it waiting.
    private static let armed = Mutex<[String: Int32]>([:])

    private static let script = """
        trap '' INT HUP TERM
        read -r nothing
        server=$(head -n 1 "$1" 2>/dev/null) && kill -QUIT "$server" 2>/dev/null
        if [ -n "$2" ]; then
            tries=0
            while { [ -e "$1" ] || ! rm -rf "$2" "$3" 2>/dev/null; } && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
        fi
        """

    /// Does nothing when the home is watched already: the watchdog reads the server's number when it needs it.
    static func arm(files: StateFiles, account: ServerAccount, environment: [String: String]) throws {
        try armed.withLock { armed in
            guard armed[files.home] == nil else { return }
            let ends = try makePipe()
            defer { close(ends.read) }
            let garbage = files.isTemporary ? [files.home, files.socketDirectory] : ["", ""]
            let arguments = ["/bin/sh", "-c", script, "refinery-watchdog", files.postmasterFile] + garbage
            do {
                try ChildProcess.spawn(account.command(arguments, in: "/"), environment: environment, input: ends.read, newSession: true)
            } catch {
                close(ends.write)
                throw error
            }
            armed[files.home] = ends.write
        }
    }
}
