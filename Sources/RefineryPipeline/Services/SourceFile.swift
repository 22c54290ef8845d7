#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
package import RefineryModel

/// Why a file cannot be submitted before its contents are looked at.
package enum SourceFileError: Fault, Equatable {
    case notFound(path: String)
    case isDirectory(path: String)
    case notReadable(path: String, reason: String)
    /// Reading failed in the middle: a disk, a network share.
    case readFailed(path: String, offset: Int64, reason: String)

    package var kind: FaultKind {
        switch self {
        case .readFailed: .unavailable
        default: .noInput
        }
    }

    package var summary: String {
        switch self {
        case .notFound(let path): "There is no file \(path)."
        case .isDirectory(let path): "\(path) is a directory."
        case .notReadable(let path, let reason): "\(path) cannot be read: \(reason)."
        case .readFailed(let path, let offset, let reason): "Reading \(path) failed at byte \(offset): \(reason)."
        }
    }

    package var remedy: String? {
        switch self {
        case .notFound: "Check the path; relative paths begin at the current directory."
        case .isDirectory: "Name one CSV file in it."
        case .notReadable: "Give yourself the right to read it."
        case .readFailed: "Nothing was stored. Copy the file to a local disk and submit it again."
        }
    }
}

/// A file on this machine, read in pieces from the beginning.
///
/// Holds the file open, so that what is read is one and the same file even when another takes its name.
package final class SourceFile: @unchecked Sendable {
    package let path: String
    /// The last part of ``path``.
    package var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    private let file: Int32

    package init(path: String) throws(SourceFileError) {
        self.path = path
        file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw errno == ENOENT ? .notFound(path: path) : .notReadable(path: path, reason: String(cString: strerror(errno)))
        }
        var status = stat()
        if fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            close(file)
            throw .isDirectory(path: path)
        }
    }

    deinit { close(file) }

    /// Up to `count` bytes at `offset`; fewer only at the end of the file.
    package func read(at offset: Int64, count: Int) throws(SourceFileError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let length = pread(file, buffer.baseAddress! + filled, count - filled, off_t(offset) + off_t(filled))
                if length < 0 && errno == EINTR { continue }
                if length < 0 { failure = errno }
                guard length > 0 else { return }
                filled += length
            }
        }
        guard failure == 0 else { throw .readFailed(path: path, offset: offset, reason: String(cString: strerror(failure))) }
        return bytes
    }
}
