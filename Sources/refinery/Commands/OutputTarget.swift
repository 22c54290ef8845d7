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
        guard file >= 0 else { throw .cannotCreate(path: path, reason: String(cString: strerror(errno))) }
    }

    func write(_ bytes: [UInt8]) throws(OutputError) {
        do throws(ConsoleError) {
            try Console.out(bytes: bytes, to: file)
        } catch {
            throw .cannotWrite(path: path ?? "standard output", reason: error.reason)
        }
    }

    /// Puts the file in its place.
    func finish() throws(OutputError) {
        guard let path else { return }
        guard fsync(file) == 0, close(file) == 0, rename(path + ".partial", path) == 0 else {
            throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
    }
}

/// Why data could not be written.
enum OutputError: Fault, Equatable {
    case cannotCreate(path: String, reason: String)
    case cannotWrite(path: String, reason: String)

    var kind: FaultKind { .cannotCreate }
    var summary: String {
        switch self {
        case .cannotCreate(let path, let reason): "\(path) cannot be created: \(reason)."
        case .cannotWrite(let path, let reason): "Writing to \(path) failed: \(reason)."
        }
    }
    var remedy: String? { "Nothing is lost: the records stay in the database. Free space or choose another place, and try again." }
}
