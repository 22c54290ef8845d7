#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension PrivatePostgres {
    /// A server in a new directory under `/tmp`, for tests: it ends with this process, and the directory goes with it.
    ///
    /// `TMPDIR` is not asked: the account that runs the server may be shut out of it.
    /// - Throws: ``PrivatePostgresError`` when no directory can be made.
    package static func temporary(environment: [String: String] = processEnvironment()) throws -> PrivatePostgres {
        var template = Array("\(StateFiles.temporaryPrefix)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw PrivatePostgresError.systemCall("create a directory", path: "/tmp", code: errno)
        }
        let path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        let server = PrivatePostgres(home: path, environment: environment, lifetime: .untilProcessExit)
        if let account = server.account, account.isOther { try setOwner(path, account) }
        return server
    }
}
