#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

// The few file operations that the server's state needs, with errors that say what was tried where.

/// The environment of this process.
package func processEnvironment() -> [String: String] {
    ProcessInfo.processInfo.environment
}

func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

func isExecutable(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
}

/// Whether `path` itself, no link to it, is a directory that only `account` may enter.
func isPrivateDirectory(_ path: String, of account: ServerAccount) -> Bool {
    var information = stat()
    return lstat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR && information.st_uid == account.userID
        && information.st_mode & 0o077 == 0
}

func currentDirectory() -> String { FileManager.default.currentDirectoryPath }

/// `path` with the links of its existing part resolved.
func realPath(_ path: String) -> String {
    var existing = path.split(separator: "/").filter { $0 != "." }
    var missing: [Substring] = []
    while true {
        let candidate = "/" + existing.joined(separator: "/")
        if let resolved = realpath(candidate, nil) {
            defer { free(resolved) }
            let parent = String(cString: resolved)
            return missing.isEmpty ? parent : (parent == "/" ? "" : parent) + "/" + missing.joined(separator: "/")
        }
        guard let last = existing.popLast() else { return path }
        missing.insert(last, at: 0)
    }
}

/// Makes a directory, and its parents open to everyone; one that exists is left as it is.
func createDirectory(_ path: String, mode: UInt32, owner: ServerAccount? = nil) throws {
    guard !fileExists(path) else { return }
    let parent = parentDirectory(path)
    if !parent.isEmpty { try createDirectory(parent, mode: 0o755) }
    if mkdir(path, mode_t(mode)) != 0 {
        // Another process may have made it meanwhile.
        if errno == EEXIST { return }
        throw PrivatePostgresError.systemCall("create the directory", path: path, code: errno)
    }
    guard chmod(path, mode_t(mode)) == 0 else { throw PrivatePostgresError.systemCall("set the mode of", path: path, code: errno) }
    if let owner, owner.isOther { try setOwner(path, owner) }
}

func setOwner(_ path: String, _ account: ServerAccount) throws {
    guard lchown(path, account.userID, account.groupID) == 0 else {
        throw PrivatePostgresError.systemCall("change the owner of", path: path, code: errno)
    }
}

/// Removes a file, or a directory with all in it.
func removeIfPresent(_ path: String) throws {
    var information = stat()
    guard lstat(path, &information) == 0 else { return }
    do { try FileManager.default.removeItem(atPath: path) } catch {
        throw PrivatePostgresError.systemCall("remove", path: path, code: errno)
    }
}

func move(_ path: String, to destination: String) throws {
    guard rename(path, destination) == 0 else { throw PrivatePostgresError.systemCall("rename", path: path, code: errno) }
}

/// The names in a directory; empty when it cannot be read.
func entries(of directory: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
}

func newestFile(in directory: String) -> String? {
    func modified(_ path: String) -> Int {
        var information = stat()
        guard stat(path, &information) == 0 else { return 0 }
        #if canImport(Darwin)
        return information.st_mtimespec.tv_sec
        #else
        return information.st_mtim.tv_sec
        #endif
    }
    return entries(of: directory).map { directory + "/" + $0 }.max { modified($0) < modified($1) }
}

/// The bytes of a small file; `nil` when it cannot be opened.
func readBytes(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return readToEnd(descriptor)
}

func readText(_ path: String) -> String? {
    readBytes(path).map { String(decoding: $0, as: UTF8.self) }
}

func readToEnd(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 1) { buffer in
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            bytes.append(contentsOf: buffer[..<count])
        }
    }
    return bytes
}

/// Opens a log for the server to write to, emptied.
func openForWriting(_ path: String) throws -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw PrivatePostgresError.systemCall("write", path: path, code: errno) }
    return descriptor
}

func createFile(_ path: String, _ text: String) throws {
    try writeAll(text, to: path, flags: O_WRONLY | O_CREAT | O_TRUNC)
}

func append(_ text: String, to path: String) throws {
    try writeAll(text, to: path, flags: O_WRONLY | O_APPEND)
}

private func writeAll(_ text: String, to path: String, flags: Int32) throws {
    let descriptor = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw PrivatePostgresError.systemCall("write", path: path, code: errno) }
    defer { close(descriptor) }
    var text = text
    let isComplete = text.withUTF8 { write(descriptor, $0.baseAddress, $0.count) == $0.count }
    guard isComplete else { throw PrivatePostgresError.systemCall("write", path: path, code: errno) }
}

/// Both ends are closed on `exec`.
func makePipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw PrivatePostgresError.systemCall("make a pipe", path: "", code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
}
