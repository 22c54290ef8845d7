#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import RefineryModel

/// Sources as files below a directory that every worker can reach: `raw_uploads/{date}/{filename}_{uuid}.csv`.
struct DirectorySourceStorage: SourceStorage {
    static let scheme = "file"

    private static let originalEnding = ".original"

    private let directory: String

    init(directory: String) { self.directory = directory }

    /// The path in a `file://` URI; nil for any other text.
    static func path(of uri: String) -> String? {
        guard uri.hasPrefix("file:///") else { return nil }
        return URL(string: uri)?.path(percentEncoded: false)
    }

    func address(for id: ImportID, fileName: String) -> String {
        let date = Date().formatted(.iso8601.year().month().day())
        let path = "\(directory)/raw_uploads/\(date)/\(Self.stem(of: fileName))_\(id).csv"
        return "\(Self.scheme)://" + (path.addingPercentEncoding(withAllowed: .path) ?? path)
    }

    func put(
        _ bytes: some AsyncSequence<[UInt8], any Error>, at uri: String, _ received: (Int64) async throws -> Void
    ) async throws -> SourceLocation {
        let file = try create(uri)
        defer { close(file) }
        var (total, flushed): (Int64, Int64) = (0, 0)
        do {
            for try await piece in bytes {
                try Self.write(piece, to: file, uri)
                total += Int64(piece.count)
                if total - flushed >= Self.unflushedMax {
                    guard fsync(file) == 0 else { throw Self.failure(uri) }
                    flushed = total
                }
                try await received(total)
            }
            guard fsync(file) == 0 else { throw Self.failure(uri) }
        } catch {
            await discard(uri)
            throw error
        }
        return SourceLocation(uri: uri, bytes: total)
    }

    private func create(_ uri: String) throws -> Int32 {
        let (folders, name) = try place(of: uri)
        let folder = try Folder.make(directory, folders)
        let file = openat(folder.descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o640)
        guard file >= 0 else { throw Self.failure(uri) }
        return file
    }

    func read(_ location: SourceLocation, _ range: Range<Int64>) async throws -> [UInt8] {
        let (folders, name) = try place(of: location.uri)
        guard let folder = Folder(directory, folders) else { throw Self.failure(location.uri) }
        // Without waiting: what is no file, such as a pipe, is refused below.
        let file = openat(folder.descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw Self.failure(location.uri) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw StoreError.source(uri: location.uri, problem: "it is no file.")
        }
        return try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            while count < range.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                let length = pread(file, rest.baseAddress, rest.count, off_t(range.lowerBound) + off_t(count))
                if length < 0 && errno == EINTR { continue }
                guard length > 0 else { throw length == 0 ? Self.truncated(location.uri) : Self.failure(location.uri) }
                count += length
            }
        }
    }

    func checkReach(of location: SourceLocation) throws { _ = try place(of: location.uri) }

    func deleteSome(_ location: SourceLocation) async throws -> Bool {
        let (folders, name) = try place(of: location.uri)
        guard let folder = Folder(directory, folders) else {
            if errno == ENOENT { return false }
            throw Self.failure(location.uri)
        }
        for name in [name, name + Self.originalEnding] {
            guard unlinkat(folder.descriptor, name, 0) == 0 || errno == ENOENT else { throw Self.failure(location.uri) }
        }
        return false
    }

    /// The folders below the directory, and the file's name in the last of them.
    ///
    /// The database says where a source lies, and whoever may write to it could say anything: what is not below the directory of this
    /// process's own setting is neither read nor deleted.
    private func place(of uri: String) throws -> (folders: [String], name: String) {
        let source = OriginalAddress.source(of: uri)
        let path = Self.path(of: source ?? uri).map { source == nil ? $0 : $0 + Self.originalEnding }
        let parts = (path ?? "").split(separator: "/").map(String.init)
        let own = directory.split(separator: "/").map(String.init)
        let inside = parts.dropFirst(own.count)
        guard parts.starts(with: own), let name = inside.last, !inside.contains(where: { $0 == ".." || $0 == "." || $0.contains("\0") })
        else { throw StoreError.sourceElsewhere(uri: uri, directory: directory) }
        return (Array(inside.dropLast()), name)
    }

    /// The file's name without its ending, of harmless characters only.
    static func stem(of fileName: String) -> String {
        let name = fileName.split(separator: "/").last.map(String.init) ?? ""
        let stem =
            name.contains(".") ? name.split(separator: ".", omittingEmptySubsequences: false).dropLast().joined(separator: ".") : name
        let kept = stem.unicodeScalars.map { scalar -> Character in
            let isHarmless = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-")
            return isHarmless ? Character(scalar) : "_"
        }
        return kept.isEmpty ? "source" : String(kept.prefix(100))
    }

    /// So many bytes lie in memory at most that are not on the disk yet. Left to the end, gigabytes at once would hold up every commit of a
    /// database on the same disk, and with them the signs of life of a whole fleet.
    private static let unflushedMax: Int64 = 64 << 20

    private static func write(_ bytes: [UInt8], to file: Int32, _ uri: String) throws {
        try bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
                #if canImport(Glibc)
                let length = Glibc.write(file, rest.baseAddress, rest.count)
                #else
                let length = Darwin.write(file, rest.baseAddress, rest.count)
                #endif
                if length < 0 && errno == EINTR { continue }
                guard length > 0 else { throw failure(uri) }
                written += length
            }
        }
    }

    private static func failure(_ uri: String) -> StoreError { .source(uri: uri, problem: String(cString: strerror(errno)) + ".") }
    private static func truncated(_ uri: String) -> StoreError { .source(uri: uri, problem: "the file is shorter than it was.") }
}

/// An open folder below the directory, reached one name at a time and through no symbolic link.
private struct Folder: ~Copyable {
    let descriptor: Int32

    private static let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC

    /// nil, with `errno` set, when it cannot be reached.
    init?(_ directory: String, _ names: [String]) {
        guard let opened = Self.open(directory, names, creating: false) else { return nil }
        descriptor = opened
    }

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// Makes what is missing of it.
    static func make(_ directory: String, _ names: [String]) throws -> Folder {
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw StoreError.storageUnusable(directory: directory, problem: "it does not exist and cannot be made.")
        }
        guard let opened = open(directory, names, creating: true) else {
            throw StoreError.storageUnusable(directory: directory, problem: String(cString: strerror(errno)) + ".")
        }
        return Folder(descriptor: opened)
    }

    /// nil with `errno` set.
    private static func open(_ directory: String, _ names: [String], creating: Bool) -> Int32? {
        // The directory itself may be a link: it is the operator's own word.
        var folder = openDirectory(directory)
        guard folder >= 0 else { return nil }
        for name in names {
            if creating { mkdirat(folder, name, 0o750) }
            let next = openat(folder, name, flags)
            let code = errno
            close(folder)
            errno = code
            guard next >= 0 else { return nil }
            folder = next
        }
        return folder
    }

    deinit { close(descriptor) }
}

private func openDirectory(_ path: String) -> Int32 { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }

extension String {
    fileprivate enum URIPart { case path }

    /// Percent-encodes what RFC 3986 does not allow in a path.
    fileprivate func addingPercentEncoding(withAllowed part: URIPart) -> String? {
        var encoded = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }
}
