import Glibc

@testable import PrivatePostgres

/// Runs `body` with a server that has never been started, and deletes it afterwards.
func withTemporaryServer(_ body: (PrivatePostgres) async throws -> Void) async throws {
    let server = try PrivatePostgres.temporary()
    do { try await body(server) } catch {
        try? await server.erase()
        throw error
    }
    try await server.erase()
    try removeIfPresent(server.home)
}

extension PrivatePostgres {
    /// Asks the database through psql, as a user would, and returns the answer's only value.
    func ask(_ statement: String) async throws -> String {
        let binaries = try await ServerBinaries.find(environment: environment)
        let answer = try await ChildProcess.run([binaries.path("psql"), url, "-XAtqc", statement], environment: environment)
        return answer.output.trimmingNewline
    }

    /// The process id of the running server; traps when there is none.
    var processID: Int32 {
        guard case .running(let processID) = status() else { preconditionFailure("the server does not run: \(status())") }
        return processID
    }
}

extension String {
    var trimmingNewline: String { String(reversed().drop(while: \.isNewline).reversed()) }
}
