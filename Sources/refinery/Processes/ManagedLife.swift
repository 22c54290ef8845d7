internal import ServiceLifecycle

/// Tells the service manager that a process of services lives, and when it stops; that it is ready says whoever makes it so.
///
/// The last of the services, so that it is the first to be stopped.
struct ManagedLife: Service {
    let manager: ServiceManager
    /// How long what is under way may take.
    let shutdownTimeout: Duration

    func run() async throws {
        let interval = manager.watchdog.map { $0 / 2 } ?? .seconds(3600)
        await withGracefulShutdownHandler {
            await cancelWhenGracefulShutdown {
                while !Task.isCancelled {
                    manager.tellAlive()
                    try? await Task.sleep(for: interval)
                }
            }
        } onGracefulShutdown: {
            manager.tellStopping(within: shutdownTimeout + .seconds(5))
        }
    }
}
