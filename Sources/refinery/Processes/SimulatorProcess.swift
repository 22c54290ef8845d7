#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import RefineryModel

/// A simulator, the program beside this one with its name, on a free port of this machine, for as long as somebody needs it.
struct SimulatorProcess: Sendable {
    /// Where it listens: `http://127.0.0.1:<port>`.
    let url: String

    /// Starts the simulator, runs `body`, stops the simulator. It ends with this process too, however that ends.
    /// - Throws: ``SimulatorError`` when it cannot be started, or what `body` throws.
    static func running<Value: Sendable>(_ name: String = "twilio-simulator", _ body: @Sendable (SimulatorProcess) async throws -> Value)
        async throws -> Value
    {
        let program =
            ChildProcess.path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/\(name)"
        guard access(program, X_OK) == 0 else { throw SimulatorError.missing(path: program) }
        var life: [Int32] = [-1, -1]
        var output: [Int32] = [-1, -1]
        guard pipe(&life) == 0, pipe(&output) == 0 else { throw ChildProcessError(reason: String(cString: strerror(errno))) }
        for end in life + output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let child = try ChildProcess.start(
            ["--port", "0", "--latency-ms", "5", "--end-with-input"], program: program, environment: Environment.variables, input: life[0],
            output: output[1])
        close(life[0])
        close(output[1])
        defer {
            close(life[1])
            close(output[0])
        }
        let ending = Task { await child.wait() }
        let outcome: Result<Value, any Error>
        if let address = listening(output[0]) {
            do {
                outcome = .success(try await body(SimulatorProcess(url: "http://" + address)))
            } catch {
                outcome = .failure(error)
            }
        } else {
            outcome = .failure(SimulatorError.silent)
        }
        child.signal(SIGTERM)
        _ = await ending.value
        return try outcome.get()
    }

    /// Reads its first line: `listening on <address>`. nil when it ended without one.
    private static func listening(_ descriptor: Int32) -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < 200 {
            let count = read(descriptor, &byte, 1)
            if count < 0 && errno == EINTR { continue }
            guard count == 1, byte != UInt8(ascii: "\n") else { break }
            line.append(byte)
        }
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        return words.count == 3 && words[0] == "listening" ? String(words[2]) : nil
    }
}

/// Why there is no simulator.
enum SimulatorError: Fault {
    case missing(path: String)
    case silent

    var code: FaultCode { .simulatorUnavailable }
    var summary: String {
        switch self {
        case .missing(let path): "There is no simulator at \(path)."
        case .silent: "The simulator did not start; its message stands above."
        }
    }
    var remedy: String? {
        switch self {
        case .missing: "Build it: swift build -c release --product twilio-simulator, or leave --simulate-twilio away."
        case .silent: nil
        }
    }
}
