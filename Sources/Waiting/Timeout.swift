/// Something took longer than it may.
package struct TimeoutError: Error, Equatable {
    package let limit: Duration
}

/// Runs `body`, which is cancelled when it takes longer than `limit`.
/// - Throws: ``TimeoutError``, or what `body` throws.
package func withTimeout<Value: Sendable>(
    _ limit: Duration, clock: some Clock<Duration> = ContinuousClock(), _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await clock.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let value = first else { throw TimeoutError(limit: limit) }
        return value
    }
}
