#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import ArgumentParser
internal import RefineryModel
internal import Threads

/// Where data goes: standard output; a regular file, which appears under its name only when it is whole; or what else is there already
/// (a device, a pipe), which is written to and stays what it is.
///
/// A file that does not come to its end is removed, also when a signal ends the command.
final class OutputTarget {
    /// What is made until it takes its place.
    private struct Partial {
        let path: String
        /// Where it goes: the file that a symbolic link points to, not the link.
        let target: String
        let replaces: Bool
        let signals: TerminationSignals.Watch
    }

    private let name: String
    private let file: Int32
    private var partial: Partial?

    /// - Parameters:
    ///   - path: nil, `-` or `/dev/stdout` for standard output.
    ///   - replaces: Whether a file that is there may be replaced.
    /// The end of a sentence about what was written: where to, when that is a file.
    static func place(_ path: String?) -> String { path.flatMap { $0 == "-" ? nil : " written to \($0)" } ?? "" }

    init(path: String?, replaces: Bool = true) throws(OutputError) {
        guard let path, !["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].contains(path) else {
            name = "standard output"
            file = STDOUT_FILENO
            return
        }
        name = path
        var status = stat()
        let isThere = stat(path, &status) == 0
        if isThere && status.st_mode & S_IFMT == S_IFDIR { throw .cannotCreate(path: path, code: EISDIR) }
        if isThere && status.st_mode & S_IFMT != S_IFREG {
            file = open(path, O_WRONLY | O_CLOEXEC)
            guard file >= 0 else { throw .cannotCreate(path: path, code: errno) }
            return
        }
        guard replaces || !isThere else { throw .exists(path: path) }
        let target = isThere ? Self.resolved(path) : path
        // Nobody can guess the name and put a link there, and two exports to one file do not write over each other.
        let partialPath = "\(target).\(String(UInt64.random(in: .min ... .max), radix: 36)).partial"
        // The signals first: one that comes right after the file was made finds it too.
        let signals = TerminationSignals.watch { number in
            unlink(partialPath)
            TerminationSignals.end(by: number)
        }
        file = open(partialPath, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o640)
        guard file >= 0 else {
            let code = errno
            signals.stop()
            throw .cannotCreate(path: path, code: code)
        }
        partial = Partial(path: partialPath, target: target, replaces: replaces, signals: signals)
    }

    deinit {
        guard file != STDOUT_FILENO else { return }
        close(file)
        discard()
    }

    func write(_ bytes: [UInt8]) throws(OutputError) {
        // A terminal must not act on what others wrote into their cells.
        let isShown = file == STDOUT_FILENO && Console.outputIsTerminal
        do throws(ConsoleError) {
            try Console.out(bytes: isShown ? Array(String(decoding: bytes, as: UTF8.self).visibleLines.utf8) : bytes, to: file)
        } catch {
            throw .cannotWrite(path: name, code: error.code)
        }
    }

    /// Puts the file in its place.
    func finish() throws(OutputError) {
        guard let partial else { return }
        guard fsync(file) == 0 else { throw .cannotWrite(path: name, code: errno) }
        if partial.replaces {
            guard rename(partial.path, partial.target) == 0 else { throw .cannotWrite(path: name, code: errno) }
        } else {
            // Unlike a rename it fails where somebody made the file meanwhile.
            guard link(partial.path, partial.target) == 0 else {
                throw errno == EEXIST ? .exists(path: name) : .cannotWrite(path: name, code: errno)
            }
            unlink(partial.path)
        }
        partial.signals.stop()
        self.partial = nil
    }

    private func discard() {
        guard let partial else { return }
        unlink(partial.path)
        partial.signals.stop()
        self.partial = nil
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}

/// Why data could not be written.
enum OutputError: Fault, Equatable {
    /// `code` is an errno.
    case cannotCreate(path: String, code: Int32)
    case cannotWrite(path: String, code: Int32)
    /// It is there, and was not to be replaced.
    case exists(path: String)

    var code: FaultCode {
        switch self {
        case .exists: .outputExists
        case .cannotCreate, .cannotWrite: .outputNotWritten
        }
    }
    var summary: String {
        switch self {
        case .cannotCreate(let path, _): "\(path) cannot be created: \(reason)."
        case .exists(let path): "\(path) exists already."
        case .cannotWrite(let path, _): "Writing to \(path) failed: \(reason)."
        }
    }
    var remedy: String? {
        switch errorNumber {
        case EEXIST: "Name another file, or leave --no-clobber away."
        case ENOENT, ENOTDIR: "Create the directory first, or choose another place."
        case EACCES, EPERM, EROFS: "Choose a place that you may write to."
        case EISDIR: "That is a directory: name a file in it."
        case ENOSPC, EDQUOT, EFBIG: "Free space or choose another place, and try again."
        case EPIPE: "The program that read the output ended first."
        default: "Choose another place, and try again."
        }
    }

    private var errorNumber: Int32 {
        switch self {
        case .cannotCreate(_, let code), .cannotWrite(_, let code): code
        case .exists: EEXIST
        }
    }
    private var reason: String { String(cString: strerror(errorNumber)) }
}
