#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import HTTPClient
internal import RefineryModel
internal import RefineryOperations

/// A file on its way to a server: read piece by piece on the client's thread, which shows how far it is.
///
/// Used by one exchange at a time; ``failure`` is read behind it.
final class UploadFile: @unchecked Sendable {
    let name: String
    private let path: String
    private let file: Int32
    /// nil: a pipe, of which nobody knows the length and which is read once.
    private let before: stat?
    private(set) var failure: SourceFileError?
    private var sent: Int64 = 0
    private var shownAt = ContinuousClock.now

    /// - Parameter path: `-` for standard input.
    init(path: String) throws(SourceFileError) {
        self.path = path
        name = path == "-" ? "stdin" : path.split(separator: "/").last.map(String.init) ?? path
        file = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw errno == ENOENT ? .notFound(path: path) : .notReadable(path: path, reason: String(cString: strerror(errno)))
        }
        var status = stat()
        let kind = fstat(file, &status) == 0 ? status.st_mode & S_IFMT : S_IFIFO
        if kind == S_IFDIR {
            close(file)
            throw .isDirectory(path: path)
        }
        before = kind == S_IFREG ? status : nil
    }

    deinit { close(file) }

    var canRepeat: Bool { before != nil }

    /// The file from its beginning.
    func upload() throws(SourceFileError) -> HTTPUpload {
        sent = 0
        if before != nil, lseek(file, 0, SEEK_SET) != 0 { throw .notReadable(path: path, reason: String(cString: strerror(errno))) }
        return HTTPUpload(length: before.map { Int64($0.st_size) }) { buffer in self.read(buffer) }
    }

    private func read(_ buffer: UnsafeMutableRawBufferPointer) -> Int? {
        let left = before.map { Int($0.st_size) - Int(sent) } ?? buffer.count
        guard left > 0 else { return 0 }
        var count = 0
        repeat { count = systemRead(file, buffer.baseAddress, min(left, buffer.count)) } while count < 0 && errno == EINTR
        guard count >= 0 else {
            failure = .readFailed(path: path, offset: sent, reason: String(cString: strerror(errno)))
            return nil
        }
        sent += Int64(count)
        // Before its last bytes leave: a file that somebody writes to is not submitted.
        if let before, count == 0 || sent == Int64(before.st_size), hasChanged(since: before) || count == 0 {
            failure = .changed(path: path)
            return nil
        }
        show()
        return count
    }

    private func hasChanged(since before: stat) -> Bool {
        var now = stat()
        guard fstat(file, &now) == 0 else { return true }
        return now.st_size != before.st_size || now.modifiedAt != before.modifiedAt
    }

    private func show() {
        guard Console.isInteractive, shownAt.duration(to: .now) > .milliseconds(200) else { return }
        shownAt = .now
        let megabytes = "\(NumberFormat.grouped(sent >> 20)) MiB"
        let share =
            before.map { " of \(NumberFormat.grouped(Int64($0.st_size) >> 20)) MiB, \(100 * sent / max(1, Int64($0.st_size))) %" } ?? ""
        Console.overwrite("Sending \(name.visible): \(megabytes)\(share)")
    }
}

extension stat {
    fileprivate var modifiedAt: [Int] {
        #if canImport(Glibc)
        [Int(st_mtim.tv_sec), Int(st_mtim.tv_nsec)]
        #else
        [Int(st_mtimespec.tv_sec), Int(st_mtimespec.tv_nsec)]
        #endif
    }
}

/// The system's, whose name the method hides.
private func systemRead(_ file: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int { read(file, buffer, count) }
