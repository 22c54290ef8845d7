#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What comes through a pipe or a socket, which can be read only once: its beginning is kept until somebody reads behind it.
struct ArrivingBytes: ~Copyable {
    private let file: Int32
    private let path: String
    /// Whether nobody may write to it at all.
    private let isNamedPipe: Bool
    /// Why its end, behind so many bytes, is not that of the file; nil: it is.
    private let breach: @Sendable (Int64) -> SourceFileError?
    private var kept: [UInt8] = []
    /// Where in the file ``kept`` begins.
    private var offset: Int64 = 0
    private var isAtEnd = false
    /// Why there is no more, and never will be: whoever reads on hears it again, and takes nothing for the whole file.
    private var failure: SourceFileError?

    /// How long to wait for more of a piece that has begun.
    private static let patience: Int32 = 250

    init(_ file: Int32, path: String, isNamedPipe: Bool, breach: @escaping @Sendable (Int64) -> SourceFileError? = { _ in nil }) {
        self.file = file
        self.path = path
        self.isNamedPipe = isNamedPipe
        self.breach = breach
    }

    /// The first bytes, as often as one likes; fewer only when there are no more of them. Waits for them.
    mutating func beginning(_ count: Int) throws(SourceFileError) -> [UInt8] {
        precondition(offset == 0, "the beginning was read and is gone")
        while kept.count < count && !isAtEnd { try receive(atMost: count - kept.count) }
        if kept.count < count, let failure { throw failure }
        return Array(kept.prefix(count))
    }

    /// The bytes behind those that this gave last, as many as arrive without a pause; empty when none do, nil at the end.
    mutating func next(atMost count: Int) throws(SourceFileError) -> [UInt8]? {
        while kept.count < count && !isAtEnd {
            var waiting = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, Self.patience)
            if ready == 0 { break }
            try receive(atMost: count - kept.count)
        }
        if let failure { throw failure }
        if kept.isEmpty && isAtEnd { return nil }
        let piece = Array(kept.prefix(count))
        kept.removeFirst(piece.count)
        offset += Int64(piece.count)
        return piece
    }

    private mutating func receive(atMost count: Int) throws(SourceFileError) {
        var (code, length): (Int32, Int) = (0, 0)
        let more = [UInt8](unsafeUninitializedCapacity: min(count, 1 << 18)) { buffer, filled in
            repeat { length = systemRead(file, buffer.baseAddress!, buffer.count) } while length < 0 && errno == EINTR
            if length < 0 { code = errno }
            filled = max(0, length)
        }
        let total = offset + Int64(kept.count)
        kept += more
        isAtEnd = length <= 0
        if length < 0 {
            failure = .readFailed(path: path, offset: total, reason: String(cString: strerror(code)))
        } else if isAtEnd {
            failure = breach(total) ?? (total == 0 && isNamedPipe ? .silentPipe(path: path) : nil)
        }
        if let failure { throw failure }
    }
}

#if canImport(Glibc)
private let systemRead = Glibc.read
#else
private let systemRead = Darwin.read
#endif
