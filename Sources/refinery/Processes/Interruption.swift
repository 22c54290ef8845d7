internal import Threads

/// SIGINT or SIGTERM ended what a command did. Its exit code is the one of the shell for it: 130, 143.
struct Interruption: Error {
    let signal: Int32

    var exitCode: Int32 { 128 + signal }

    /// Runs `body`; a signal cancels it, and what it stops in order is waited for. A second one ends the process.
    /// - Throws: ``Interruption`` when a signal came first, or what `body` throws.
    static func watching<Value: Sendable>(
        _ signals: AsyncStream<Int32>, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: First<Value>.self) { group in
            group.addTask { .value(try await body()) }
            group.addTask {
                var iterator = signals.makeAsyncIterator()
                return .signal(await iterator.next())
            }
            defer { group.cancelAll() }
            while let first = try await group.next() {
                switch first {
                case .value(let value): return value
                case .signal(nil): continue
                case .signal(let number?):
                    let impatience = TerminationSignals.watch { TerminationSignals.end(by: $0) }
                    defer { impatience.stop() }
                    group.cancelAll()
                    while await group.nextResult() != nil {}
                    throw Interruption(signal: number)
                }
            }
            throw CancellationError()
        }
    }
}

/// What came first.
private enum First<Value: Sendable>: Sendable {
    case value(Value)
    case signal(Int32?)
}
