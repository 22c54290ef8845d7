#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A temporary file without a name, which goes with this value: for what has to be there as a whole and does not fit into memory.
package final class TemporaryFile: Sendable {
    package let descriptor: Int32

    /// - Throws: ``TableError/noRoom(reason:)``.
    package init() throws(TableError) {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/refinery-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw .noRoom(reason: String(cString: strerror(errno))) }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { close(descriptor) }

    /// What was written so far.
    package var bytes: FileBytes { FileBytes(descriptor: descriptor) }

    /// Writes behind what is there.
    /// - Throws: ``TableError/noRoom(reason:)``.
    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        var written = 0
        while written < bytes.count {
            let count = systemWrite(descriptor, bytes.baseAddress! + written, bytes.count - written)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw TableError.noRoom(reason: String(cString: strerror(errno))) }
            written += count
        }
    }

    /// Writes at a place.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(TableError) {
        var written = 0
        while written < bytes.count {
            let count = pwrite(descriptor, bytes.baseAddress! + written, bytes.count - written, off_t(offset + written))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .noRoom(reason: String(cString: strerror(errno))) }
            written += count
        }
    }

    /// A file of what `stream` gives.
    package convenience init(_ stream: ByteStream) throws {
        try self.init()
        while case let piece = try stream.next(atMost: 1 << 17), !piece.isEmpty { try piece.withUnsafeBytes { try write($0) } }
    }
}

#if canImport(Glibc)
private let systemWrite = Glibc.write
#else
private let systemWrite = Darwin.write
#endif
