#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
package import RefineryModel
package import RefineryStages
internal import Synchronization
package import Tables

/// Why a file cannot be submitted before its contents are looked at.
package enum SourceFileError: Fault, Equatable {
    case notFound(path: String)
    case isDirectory(path: String)
    case notReadable(path: String, reason: String)
    /// Reading failed in the middle: a disk, a network share.
    case readFailed(path: String, offset: Int64, reason: String)
    /// Who sends it went away in the middle.
    case brokenOff(path: String, offset: Int64, reason: String)
    /// Somebody wrote to it or cut it while it was read.
    case changed(path: String)
    /// A named pipe that nobody writes to.
    case silentPipe(path: String)
    /// What comes through a pipe is kept in a temporary file first, and that has no room.
    case cannotKeep(path: String, reason: String)
    /// Its table cannot be read.
    case table(TableError)

    package var code: FaultCode {
        switch self {
        case .notFound: .fileNotFound
        case .isDirectory, .notReadable, .silentPipe: .fileUnreadable
        case .readFailed, .cannotKeep, .brokenOff: .fileReadFailed
        case .changed: .fileChanged
        case .table(let error): error.code
        }
    }

    package var summary: String {
        switch self {
        case .notFound(let path): "There is no file \(path)."
        case .isDirectory(let path): "\(path) is a directory."
        case .notReadable(let path, let reason): "\(path) cannot be read: \(reason)."
        case .changed(let path): "\(path) changed while it was read."
        case .silentPipe(let path): "Nobody writes to the pipe \(path)."
        case .cannotKeep(let path, let reason): "What comes from \(path) cannot be kept until it is submitted: \(reason)."
        case .brokenOff(let path, let offset, let reason): "\(path) ended at byte \(offset), before its end: \(reason)."
        case .table(let error): error.summary
        case .readFailed(let path, let offset, let reason): "Reading \(path) failed at byte \(offset): \(reason)."
        }
    }

    package var remedy: String? {
        switch self {
        case .notFound: "Check the path; relative paths begin at the current directory."
        case .isDirectory: "Name the files in it."
        case .notReadable: "Give yourself the right to read it."
        case .changed: "Nothing was stored. Submit it again when nobody writes to it any more, or submit a copy."
        case .silentPipe: "Start what writes to it first, or hand its output over."
        case .cannotKeep: "Nothing was stored. Free space in the temporary directory, or name another one with TMPDIR."
        case .table(let error): error.remedy
        case .brokenOff: "Nothing was stored. Send it again."
        case .readFailed: "Nothing was stored. Copy the file to a local disk and submit it again."
        }
    }
}

/// A file on this machine, read in pieces from the beginning.
///
/// Holds the file open, so that what is read is one and the same file even when another takes its name. What comes through a pipe can be
/// read once; where it has to be read at any place it is put into a temporary file without a name first.
package final class SourceFile: @unchecked Sendable {
    package let path: String
    /// The last part of ``path``.
    package var name: String { path == "-" ? "stdin" : path.split(separator: "/").last.map(String.init) ?? path }
    /// Length in bytes; nil where it is not known before the end.
    package var size: Int64? { before?.size }
    private let file: Int32
    /// Who closes it, where that is not this.
    private let owner: TemporaryFile?
    /// What arrives, where it is not kept in a file.
    private let arriving: Arriving?
    /// How the file was when it was opened; nil when nobody else can write to it, or nothing is known of its size.
    private let before: Version?

    /// - Parameters:
    ///   - path: `-` for standard input.
    ///   - isReadOnce: Whether only the beginning is read before ``next(at:atMost:)``: then what comes through a pipe need not be kept.
    package init(path: String, isReadOnce: Bool = false) throws(SourceFileError) {
        self.path = path
        // Not to wait for somebody who writes to a pipe: the bytes of those who do are there, or come.
        let opened = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard opened >= 0 else {
            throw errno == ENOENT ? .notFound(path: path) : .notReadable(path: path, reason: String(cString: strerror(errno)))
        }
        var status = stat()
        let kind = fstat(opened, &status) == 0 ? status.st_mode & S_IFMT : S_IFREG
        switch kind {
        case S_IFDIR:
            close(opened)
            throw .isDirectory(path: path)
        case S_IFIFO, S_IFSOCK,
            S_IFCHR where isatty(opened) == 1:
            if path != "-" { _ = fcntl(opened, F_SETFL, fcntl(opened, F_GETFL) & ~O_NONBLOCK) }
            let isNamedPipe = kind == S_IFIFO && path != "-"
            before = nil
            if isReadOnce {
                file = opened
                owner = nil
                arriving = Arriving(ArrivingBytes(opened, path: path, isNamedPipe: isNamedPipe))
            } else {
                defer { close(opened) }
                let temporary = try Self.kept(opened, path, isNamedPipe: isNamedPipe)
                file = temporary.descriptor
                owner = temporary
                arriving = nil
            }
        default:
            file = opened
            owner = nil
            arriving = nil
            before = kind == S_IFREG && status.st_size > 0 ? Version(status) : nil
        }
    }

    /// What comes through a socket of this process, and is read once.
    /// - Parameter breach: Why the end of the socket, behind so many bytes, is not that of the file; nil: it is.
    init(arriving file: Int32, name: String, breach: @escaping @Sendable (Int64) -> SourceFileError?) {
        path = name
        before = nil
        owner = nil
        self.file = file
        arriving = Arriving(ArrivingBytes(file, path: name, isNamedPipe: false, breach: breach))
    }

    /// The same in a temporary file, where it can be read once only: then it can be read anywhere.
    func kept() throws -> SourceFile {
        guard let arriving else { return self }
        return try SourceFile.made(named: path) { write in
            while let piece = try arriving.bytes.withLock({ (bytes) throws(SourceFileError) in try bytes.next(atMost: 1 << 18) }) {
                try piece.withUnsafeBytes { try write($0) }
            }
        }
    }

    /// What `body` writes, in a temporary file.
    static func made(named path: String, _ body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws -> SourceFile {
        let file = try TemporaryFile()
        try body { try file.write($0) }
        return SourceFile(file, path: path)
    }

    private init(_ temporary: TemporaryFile, path: String) {
        self.path = path
        file = temporary.descriptor
        owner = temporary
        arriving = nil
        var status = stat()
        before = fstat(file, &status) == 0 ? Version(status) : nil
    }

    /// Its bytes, for readers of tables. As long as the file is there.
    var bytes: FileBytes { FileBytes(descriptor: file) }

    private final class Arriving: Sendable {
        let bytes: Mutex<ArrivingBytes>
        init(_ bytes: consuming ArrivingBytes) { self.bytes = Mutex(bytes) }
    }

    deinit { if owner == nil { close(file) } }

    /// The bytes at `offset`, where the call before ended: at most so many, nil at the end of the file. Empty: none arrive at the moment.
    package func next(at offset: Int64, atMost count: Int) throws(SourceFileError) -> [UInt8]? {
        if let arriving {
            return try arriving.bytes.withLock { (bytes) throws(SourceFileError) in try bytes.next(atMost: count) }
        }
        let bytes = try read(at: offset, count: count)
        return bytes.isEmpty ? nil : bytes
    }

    /// Whether it can be read at any offset.
    package var isReadAnywhere: Bool { arriving == nil }

    /// Up to `count` bytes at `offset`; fewer only at the end of the file. Of what is read once only the beginning.
    package func read(at offset: Int64, count: Int) throws(SourceFileError) -> [UInt8] {
        if let arriving {
            precondition(offset == 0, "only the beginning can be read")
            return try arriving.bytes.withLock { (bytes) throws(SourceFileError) in try bytes.beginning(count) }
        }
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
        guard failure == 0 else {
            let reason = String(cString: strerror(failure))
            throw offset == 0 ? .notReadable(path: path, reason: reason) : .readFailed(path: path, offset: offset, reason: reason)
        }
        return bytes
    }

    /// Makes sure that what was read, so many bytes up to the end, is the file as it was when it was opened.
    package func checkUnchanged(read bytes: Int64) throws(SourceFileError) {
        guard let before else { return }
        var status = stat()
        guard fstat(file, &status) == 0, Version(status) == before, bytes == before.size else { throw .changed(path: path) }
    }

    /// What a write to a file changes.
    private struct Version: Equatable {
        let size: Int64
        let seconds: Int
        let nanoseconds: Int

        init(_ status: stat) {
            size = Int64(status.st_size)
            #if canImport(Glibc)
            (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
            #else
            (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
            #endif
        }
    }

    /// A temporary file with all that comes from `source`.
    private static func kept(_ source: Int32, _ path: String, isNamedPipe: Bool) throws(SourceFileError) -> TemporaryFile {
        do {
            let file = try TemporaryFile()
            var buffer = [UInt8](repeating: 0, count: 1 << 18)
            var total = 0
            while true {
                let length = systemRead(source, &buffer, buffer.count)
                if length < 0 && errno == EINTR { continue }
                guard length >= 0 else { throw TableError.readFailed(reason: String(cString: strerror(errno))) }
                if length == 0 { break }
                try buffer[..<length].withUnsafeBytes { try file.write($0) }
                total += length
            }
            if total > 0 || !isNamedPipe { return file }
        } catch {
            switch error {
            case TableError.noRoom(let reason): throw .cannotKeep(path: path, reason: reason)
            case TableError.readFailed(let reason): throw .notReadable(path: path, reason: reason)
            default: throw .cannotKeep(path: path, reason: "\(error)")
            }
        }
        throw .silentPipe(path: path)
    }
}

#if canImport(Glibc)
private let systemRead = Glibc.read
#else
private let systemRead = Darwin.read
#endif

extension SourceInspection {
    /// Finds out from the first bytes of a file on this machine.
    /// - Throws: `CSVError`, `MappingError`, ``SourceFileError``: what is wrong, and what to do.
    package init(_ file: SourceFile, _ choices: ReadingChoices) throws {
        try self.init(choices, size: file.isReadAnywhere ? file.size : nil) { try file.read(at: $0, count: $1) }
    }
}
