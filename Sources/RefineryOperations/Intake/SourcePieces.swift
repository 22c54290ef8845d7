internal import Digest
internal import Synchronization
internal import Threads

/// The bytes of a file in pieces, hashed on the way. What blocks runs on a thread of its own.
final class SourcePieces: AsyncSequence, AsyncIteratorProtocol, Sendable {
    typealias Element = [UInt8]

    private struct State: ~Copyable {
        var offset: Int64 = 0
        let hasher = SHA256Hasher()
    }

    /// Bytes read at once: little at first, so that work begins at once.
    private static let (firstBytes, moreBytes) = (1 << 20, 4 << 20)

    private let file: SourceFile
    private let state = Mutex(State())

    init(_ file: SourceFile) { self.file = file }

    /// SHA-256 of all bytes; once, when there are no more of them.
    func hash() -> [UInt8] { state.withLock { $0.hasher.finish() } }

    func makeAsyncIterator() -> SourcePieces { self }

    /// - Throws: ``SourceFileError``, also when the file is not what it was when it was opened.
    func next() async throws -> [UInt8]? {
        try await onThread(for: "reading a file") { [self] in
            try state.withLock { state in
                let bytes = try file.read(at: state.offset, count: state.offset == 0 ? Self.firstBytes : Self.moreBytes)
                guard !bytes.isEmpty else {
                    try file.checkUnchanged(read: state.offset)
                    return nil
                }
                state.offset += Int64(bytes.count)
                bytes.withUnsafeBytes { state.hasher.update($0) }
                return bytes
            }
        }
    }
}
