import Dispatch

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Programs started with three standard streams and no other file of ours: a server that inherited a lock or a pipe would hold it forever.
enum ChildProcess {
    struct Result: Equatable {
        /// The exit status, or 128 + the signal that ended it.
        let status: Int32
        /// Standard output and standard error, as they came.
        let output: String
    }

    /// Starts a program.
    /// - Parameters:
    ///   - arguments: The absolute path of the program, then its arguments.
    ///   - input: Standard input; `nil` is `/dev/null`.
    ///   - output: Standard output and standard error; `nil` is `/dev/null`.
    ///   - newSession: Whether signals of our terminal (Ctrl-C) pass it by.
    /// - Returns: Its process id; the caller collects its exit status.
    @discardableResult
    static func spawn(
        _ arguments: [String], environment: [String: String], input: Int32? = nil, output: Int32? = nil, newSession: Bool
    ) throws -> Int32 {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #else
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }

        addStream(0, input, O_RDONLY, to: &actions)
        addStream(1, output, O_WRONLY, to: &actions)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
        #if canImport(Darwin)
        flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
        #else
        // Those opened close-on-exec close by themselves; a number that is free by then is skipped.
        for descriptor in entries(of: "/proc/self/fd").compactMap({ Int32($0) }) where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        #endif
        if newSession { flags |= setSessionFlag }
        // A service ignores some signals and masks others; a program that inherits that could not be stopped.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM, SIGTERM, SIGCHLD, SIGUSR1, SIGUSR2] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))

        var processID: pid_t = 0
        let code = withCStrings(arguments) { arguments in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { environment in
                posix_spawn(&processID, arguments[0]!, &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw PrivatePostgresError.systemCall("run", path: arguments[0], code: code) }
        return processID
    }

    /// Runs a program to its end on a thread of its own.
    /// - Parameter input: What it reads; at most what a pipe holds (64 KiB).
    static func run(_ arguments: [String], environment: [String: String], input: String = "") async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Swift.Result { try runAndWait(arguments, environment: environment, input: input) })
            }
        }
    }

    private static func runAndWait(_ arguments: [String], environment: [String: String], input: String) throws -> Result {
        let source = try makePipe()
        defer { close(source.read) }
        // Written before there is a reader that could go away.
        var text = input
        _ = text.withUTF8 { write(source.write, $0.baseAddress, $0.count) }
        close(source.write)

        let sink = try makePipe()
        defer { close(sink.read) }
        let processID: Int32
        do {
            defer { close(sink.write) }
            processID = try spawn(arguments, environment: environment, input: source.read, output: sink.write, newSession: false)
        }
        let output = readToEnd(sink.read)
        var status: Int32 = 0
        while waitpid(processID, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        return Result(status: signal == 0 ? (status >> 8) & 0xff : 128 + signal, output: String(decoding: output, as: UTF8.self))
    }

    #if canImport(Darwin)
    private static let setSessionFlag: Int32 = 0x0400
    private typealias FileActions = posix_spawn_file_actions_t?
    #else
    /// `POSIX_SPAWN_SETSID`: a GNU extension that the Glibc module leaves out.
    private static let setSessionFlag: Int32 = 0x80
    private typealias FileActions = posix_spawn_file_actions_t
    #endif

    private static func addStream(_ number: Int32, _ descriptor: Int32?, _ mode: Int32, to actions: inout FileActions) {
        if let descriptor {
            posix_spawn_file_actions_adddup2(&actions, descriptor, number)
        } else {
            posix_spawn_file_actions_addopen(&actions, number, "/dev/null", mode, 0)
        }
    }

    private static func withCStrings<Value>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value) -> Value {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}
