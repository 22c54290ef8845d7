internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore
internal import RefineryWeb

/// A dashboard on a free port of this machine, for as long as a command runs.
enum LocalDashboard {
    /// Runs `body` beside it. Its key ends with it.
    /// - Parameter body: Gets the address that shows an import, and logs in by itself: the key stands behind `#`, which no server sees.
    static func running<Value: Sendable>(
        _ runtime: Runtime, _ body: @escaping @Sendable (_ address: @escaping @Sendable (ImportID) -> String) async throws -> Value
    ) async throws -> Value {
        var settings = try WebConfiguration(EnvironmentReader(Environment.variables)).settings(runtime.configuration)
        settings.port = 0
        settings.host = "127.0.0.1"
        settings.certificate = nil
        var request = KeyRequest(name: "refinery run", scopes: [.read, .submit, .operate, .reveal])
        request.lifetime = Operations.sessionLifetime
        let key = try await runtime.operations.createKey(request)
        let prefix = settings.pathPrefix
        let services = WebServices(
            operations: runtime.operations, settings: settings, logger: runtime.logger,
            reports: ProcessTelemetry.reports(role: "run", runtime: runtime, isAlive: { true }),
            authenticate: { _, _ in .refused(retryAfter: nil) })
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let outcome: Result<Value, any Error> = await withTaskGroup(of: Result<Value, any Error>?.self) { group in
            group.addTask {
                do { try await WebServer(services) { listening.yield($0) }.run() } catch is CancellationError {} catch {
                    listening.finish()
                    return .failure(error)
                }
                return nil
            }
            group.addTask {
                for await port in ports {
                    let text = key.text.text
                    do {
                        return .success(try await body { "http://127.0.0.1:\(port)\(prefix)/login?to=/imports/\($0)#\(text)" })
                    } catch { return .failure(error) }
                }
                return nil
            }
            var outcome: Result<Value, any Error> = .failure(CancellationError())
            while let result = await group.next() {
                guard let result else { continue }
                outcome = result
                break
            }
            group.cancelAll()
            return outcome
        }
        _ = try? await runtime.operations.revokeKey(key.key.id)
        return try outcome.get()
    }
}
