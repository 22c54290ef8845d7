internal import Digest
internal import Synchronization
internal import Threads

/// The bytes of a file in pieces, as they arrive, hashed on the way. What blocks runs on a thread of its own.
final class SourcePieces: AsyncSequence, AsyncIteratorProtocol, Sendable {
    typealias Element = [UInt8]

    private struct State: ~Copyable {
        var offset: Int64 = 0
        let hasher = SHA256Hasher()
    }

    /// Bytes of a piece: little at first, so that work begins at once.
    private static let (firstBytes, moreBytes) = (1 << 20, 4 << 20)

    private let file: SourceFile
    private let state = Mutex(State())

    init(_ file: SourceFile) { self.file = file }

    /// SHA-256 of all bytes; once, when there are no more of them.
    func hash() -> [UInt8] { state.withLock { $0.hasher.finish() } }

    func makeAsyncIterator() -> SourcePieces { self }

    /// - Throws: ``SourceFileError``, also when the file is not what it was when it was opened; `CancellationError`.
    func next() async throws -> [UInt8]? {
        while true {
            try Task.checkCancellation()
            guard let piece = try await onThread(for: "reading a file", { [self] in try read() }) else { return nil }
            if !piece.isEmpty { return piece }
        }
    }

    /// nil at the end of the file; empty when nothing arrives at the moment.
    private func read() throws -> [UInt8]? {
        try state.withLock { state in
            guard let bytes = try file.next(at: state.offset, atMost: state.offset == 0 ? Self.firstBytes : Self.moreBytes) else {
                try file.checkUnchanged(read: state.offset)
                return nil
            }
            state.offset += Int64(bytes.count)
            bytes.withUnsafeBytes { state.hasher.update($0) }
            return bytes
        }
    }
}
