internal import Logging
package import ServiceLifecycle
internal import UnixSignals

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// What the program of a simulator does once its command line is read.
package enum SimulatorProgram {
    /// The program's exit code where nobody can listen at the address (`EX_UNAVAILABLE` of sysexits.h).
    package static let unavailable: Int32 = 69

    /// Runs a simulator until SIGTERM or SIGINT. Where it listens, and why it cannot, is printed.
    ///
    /// - Parameters:
    ///   - name: The program's.
    ///   - make: Makes the simulator; it tells the port once it listens.
    /// - Returns: False when it cannot listen at that address.
    package static func run(
        _ name: String, host: String, port: Int, _ make: (_ onListening: @escaping @Sendable (Int) -> Void) -> any Service
    ) async -> Bool {
        let simulator = make { port in write("listening on \(host):\(port)\n", to: STDOUT_FILENO) }
        var configuration = ServiceGroupConfiguration(
            services: [simulator], gracefulShutdownSignals: [.sigterm, .sigint], logger: .init(label: name))
        configuration.logger.logLevel = .critical
        // Answers that take long, or never come, must not keep the program alive.
        configuration.maximumGracefulShutdownDuration = .seconds(1)
        do {
            try await ServiceGroup(configuration: configuration).run()
            return true
        } catch {
            write("error: Cannot listen on \(host):\(port): \(error)\n       Choose another --port, or 0 for any.\n", to: STDERR_FILENO)
            return false
        }
    }

    /// At once: output that waits in a buffer would be seen too late by who waits for the port.
    private static func write(_ text: String, to file: Int32) {
        _ = Array(text.utf8).withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
    }
}

#if canImport(Glibc)
private let systemWrite = Glibc.write
#elseif canImport(Musl)
private let systemWrite = Musl.write
#else
private let systemWrite = Darwin.write
#endif
