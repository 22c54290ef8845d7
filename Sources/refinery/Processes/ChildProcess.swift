#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import RefineryModel
internal import Threads
internal import Waiting

/// A process of this very program, started by `refinery run`.
struct ChildProcess: Sendable {
    /// How a process ended.
    enum Ending: Sendable, Equatable {
        case exited(Int32)
        case signalled(Int32)
    }

    let id: Int32

    /// Starts this program with other arguments. Its standard output and error are ours, its standard input is `input`.
    /// - Parameters:
    ///   - program: The file of another program to start instead.
    ///   - output: What its standard output is instead of ours.
    static func start(
        _ arguments: [String], program: String? = nil, environment: [String: String], input: Int32, output: Int32? = nil
    ) throws(ChildProcessError) -> ChildProcess {
        #if canImport(Glibc)
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #else
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        if let output { posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }
        let path = program ?? Self.path
        // A group of its own: Ctrl-C reaches the supervisor alone, which stops its children in order.
        posix_spawnattr_setpgroup(&attributes, 0)
        // What a service of ours masks or ignores must not stay so in the child.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let words = ([path] + arguments).map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var id: pid_t = 0
        let error = posix_spawn(&id, path, &actions, &attributes, words, variables)
        guard error == 0 else { throw ChildProcessError(reason: String(cString: strerror(error))) }
        return ChildProcess(id: id)
    }

    func signal(_ number: Int32) { kill(id, number) }

    /// Waits for the end, on a thread of its own.
    func wait() async -> Ending {
        await withCheckedContinuation { continuation in
            let id = id
            startThread(for: "the end of a process") { continuation.resume(returning: Self.collect(id)) }
        }
    }

    /// Waits for the end. When the task is cancelled, the process is told to end, and killed when it does not within `patience`.
    func wait(patience: Duration) async -> Ending {
        let isTold = WakeUp()
        let executioner = Task {
            while !Task.isCancelled {
                guard await isTold.wait(atMost: .seconds(3600)) else { continue }
                try await Task.sleep(for: patience)
                signal(SIGKILL)
                return
            }
        }
        defer { executioner.cancel() }
        return await withTaskCancellationHandler {
            await wait()
        } onCancel: {
            signal(SIGTERM)
            isTold.signal()
        }
    }

    /// What keeps registers and images out of the report of a crash, for SWIFT_BACKTRACE: they can hold rows and secrets.
    static let quietCrashReport = "interactive=no,registers=none,images=none"

    private static func collect(_ id: pid_t) -> Ending {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 && errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
    }

    /// The file of this program, wherever it was started from.
    static let path: String = {
        #if canImport(Glibc)
        var buffer = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        if length > 0 { return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self) }
        #endif
        return CommandLine.arguments[0]
    }()
}

/// A process could not be started.
struct ChildProcessError: Fault {
    let reason: String
    var code: FaultCode { .processNotStarted }
    var summary: String { "A worker process could not be started: \(reason)." }
    var remedy: String? { "Look at the limits of processes and memory of this machine (ulimit -a)." }
}
