package import RefineryModel

/// How a push worker behaves. Every process may have its own.
package struct PushSettings: Sendable {
    /// Jobs that a process works on at a time.
    package var jobsMax = 6
    /// Requests of one job under way at a time, and messages that it notes before it sends them.
    package var requestsMax = 8
    /// How long nothing is sent after a refusal for speed, where the service does not say how long.
    package var throttled = Backoff(base: .seconds(1), ceiling: .seconds(60))
    /// A job whose destination takes nothing for longer is put off, so that its place is free for others.
    package var holdMax: Duration = .seconds(2)
    /// How often a job that waits for its destination looks again, at least.
    package var lookEvery: Duration = .seconds(1)

    package init() {}
}

/// Makes destinations of their settings.
/// - Throws: A ``Fault`` where something is missing, such as a variable with a secret.
package typealias MakeDestination = @Sendable (DestinationSettings) throws -> any PushDestination
