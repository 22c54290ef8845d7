#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A lock that processes share through a file; the kernel frees it when its holder dies.
struct FileLock {
    private let descriptor: Int32

    /// Waits for the lock without holding a thread, so that two tasks of one process may contend for it.
    static func acquire(_ path: String) async throws -> FileLock {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw PrivatePostgresError.systemCall("open the lock file", path: path, code: errno) }
        do {
            while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
                guard errno == EWOULDBLOCK || errno == EINTR else {
                    throw PrivatePostgresError.systemCall("lock", path: path, code: errno)
                }
                try await Task.sleep(for: .milliseconds(10))
            }
        } catch {
            close(descriptor)
            throw error
        }
        return FileLock(descriptor: descriptor)
    }

    func release() { close(descriptor) }
}
