/// Waits for `body`, which may block, on a thread of its own.
/// - Parameter purpose: What the thread is for.
package func onThread<Value: Sendable>(
    for purpose: StaticString, _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        startThread(for: purpose) { continuation.resume(with: Result { try body() }) }
    }
}
