#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import ArgumentParser
internal import RefineryModel

/// Where data goes: standard output, or a file that appears under its name only when it is whole.
struct OutputTarget {
    private let path: String?
    private let file: Int32

    /// - Parameter path: nil or `-` for standard output.
    init(path: String?) throws(OutputError) {
        guard let path, path != "-" else {
            self.path = nil
            file = STDOUT_FILENO
            return
        }
        self.path = path
        file = open(path + ".partial", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard file >= 0 else { throw .cannotCreate(path: path, code: errno) }
    }

    func write(_ bytes: [UInt8]) throws(OutputError) {
        do throws(ConsoleError) {
            try Console.out(bytes: bytes, to: file)
        } catch {
            throw .cannotWrite(path: path ?? "standard output", code: error.code)
        }
    }

    /// Puts the file in its place.
    func finish() throws(OutputError) {
        guard let path else { return }
        guard fsync(file) == 0, close(file) == 0, rename(path + ".partial", path) == 0 else {
            let code = errno
            unlink(path + ".partial")
            throw .cannotWrite(path: path, code: code)
        }
    }
}

/// Why data could not be written.
enum OutputError: Fault, Equatable {
    /// `code` is an errno.
    case cannotCreate(path: String, code: Int32)
    case cannotWrite(path: String, code: Int32)

    var kind: FaultKind { .cannotCreate }
    var summary: String {
        switch self {
        case .cannotCreate(let path, _): "\(path) cannot be created: \(reason)."
        case .cannotWrite(let path, _): "Writing to \(path) failed: \(reason)."
        }
    }
    var remedy: String? {
        switch code {
        case ENOENT, ENOTDIR: "Create the directory first, or choose another place."
        case EACCES, EPERM, EROFS: "Choose a place that you may write to."
        case EISDIR: "That is a directory: name a file in it."
        case ENOSPC, EDQUOT, EFBIG: "Free space or choose another place, and try again."
        case EPIPE: "The program that read the output ended first."
        default: "Choose another place, and try again."
        }
    }

    private var code: Int32 {
        switch self {
        case .cannotCreate(_, let code), .cannotWrite(_, let code): code
        }
    }
    private var reason: String { String(cString: strerror(code)) }
}
