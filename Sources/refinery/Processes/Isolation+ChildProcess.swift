#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import RefineryModel
internal import RefineryFleet

extension Isolation {
    /// Tries rows in processes of this program, see ``TrialCommand``.
    /// - Parameter limit: How long one may take: rows that keep it busy for longer would have kept their worker so for ever.
    static func inChildProcesses(limit: Duration = .seconds(20)) -> Isolation {
        Isolation { job, rows in
            let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
            guard null >= 0 else { throw ChildProcessError(reason: String(cString: strerror(errno))) }
            defer { close(null) }
            // It is expected to crash: nobody needs the trace.
            let environment = Environment.variables.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
            let child = try ChildProcess.start(TrialCommand.arguments(job, rows), environment: environment, input: null)
            let timer = Task {
                try await Task.sleep(for: limit)
                child.signal(SIGKILL)
            }
            let ending = await withTaskCancellationHandler {
                await child.wait()
            } onCancel: {
                child.signal(SIGKILL)
            }
            timer.cancel()
            try Task.checkCancellation()
            // One that refused to try, as when the database is gone, says nothing about the rows.
            if case .signalled = ending { return false }
            return true
        }
    }
}
