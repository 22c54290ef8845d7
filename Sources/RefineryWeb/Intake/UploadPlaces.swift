internal import Synchronization

/// How many files may be received at a time: one that sends a byte now and then holds a place, and nothing else back.
final class UploadPlaces: Sendable {
    private let free: Mutex<Int>

    init(_ count: Int) { free = Mutex(count) }

    /// - Throws: ``WebFault/uploadsFull``.
    func withPlace<Value>(_ body: () async throws -> Value) async throws -> Value {
        let isFree = free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
        guard isFree else { throw WebFault.uploadsFull }
        defer { free.withLock { $0 += 1 } }
        return try await body()
    }
}
