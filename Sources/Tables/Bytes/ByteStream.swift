#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Bytes that come one after the other.
package class ByteStream {
    /// Fills the buffer as far as there are bytes.
    /// - Returns: How many; 0 at the end and not before.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int { 0 }

    /// The next bytes, at most so many; empty at the end.
    package func next(atMost count: Int) throws(TableError) -> [UInt8] {
        var piece = [UInt8](repeating: 0, count: count)
        let read = try Self.fill(&piece, from: self)
        piece.removeLast(count - read)
        return piece
    }

    /// All of what is left, of a part that is small where it is right.
    func all(atMost limit: Int, _ name: String) throws(TableError) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try Self.fill(&piece, from: self)
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else { throw .memberTooLarge(member: name, bytes: Int64(bytes.count + count)) }
            bytes += piece[..<count]
        }
    }

    /// Fills an array as far as there are bytes; 0 at the end.
    static func fill(_ piece: inout [UInt8], from stream: ByteStream) throws(TableError) -> Int {
        var result: Result<Int, TableError> = .success(0)
        piece.withUnsafeMutableBytes { buffer in
            do throws(TableError) { result = .success(try stream.read(into: buffer)) } catch { result = .failure(error) }
        }
        return try result.get()
    }
}

/// An open file, which can be read at any place.
package struct FileBytes: Sendable {
    /// Stays its owner's, who keeps it open.
    let descriptor: Int32
    package let size: Int64

    package init(descriptor: Int32, size: Int64) {
        self.descriptor = descriptor
        self.size = size
    }

    /// The size is that of the open file.
    package init(descriptor: Int32) {
        var status = stat()
        self.init(descriptor: descriptor, size: fstat(descriptor, &status) == 0 ? Int64(status.st_size) : 0)
    }

    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
        var count = 0
        while count < buffer.count {
            let length = pread(descriptor, buffer.baseAddress! + count, buffer.count - count, off_t(offset) + off_t(count))
            if length < 0 && errno == EINTR { continue }
            guard length >= 0 else { throw .readFailed(reason: String(cString: strerror(errno))) }
            if length == 0 { break }
            count += length
        }
        return count
    }

    /// Up to `count` bytes at `offset`.
    package func bytes(at offset: Int64, count: Int) throws(TableError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var result: Result<Int, TableError> = .success(0)
        bytes.withUnsafeMutableBytes { buffer in
            do throws(TableError) { result = .success(try read(at: offset, into: buffer)) } catch { result = .failure(error) }
        }
        bytes.removeLast(count - (try result.get()))
        return bytes
    }

    /// Its bytes from an offset on.
    func stream(from offset: Int64 = 0) -> ByteStream { FileStream(self, offset) }
}

private final class FileStream: ByteStream {
    private let file: FileBytes
    private var offset: Int64

    init(_ file: FileBytes, _ offset: Int64) {
        self.file = file
        self.offset = offset
    }

    package override func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
        let count = try file.read(at: offset, into: buffer)
        offset += Int64(count)
        return count
    }
}

/// Refuses what unpacks to far more than it is.
struct UnpackingGuard {
    let member: String
    private let anyway: Int64
    private var unpacked: Int64 = 0

    /// - Parameter anyway: Bytes that are unpacked whatever their ratio.
    init(member: String, anyway: Int64 = TableLimits.unpackedAnyway) {
        self.member = member
        self.anyway = anyway
    }

    /// - Parameters:
    ///   - count: Bytes that were unpacked now.
    ///   - packed: Bytes that all unpacked ones were.
    mutating func add(_ count: Int, packed: Int64, limit: Int64 = .max) throws(TableError) {
        unpacked += Int64(count)
        if unpacked > anyway, unpacked / TableLimits.ratio > max(1, packed) {
            throw .bomb(member: member, packed: packed, unpacked: unpacked)
        }
        if unpacked > limit { throw .memberTooLarge(member: member, bytes: unpacked) }
    }
}
