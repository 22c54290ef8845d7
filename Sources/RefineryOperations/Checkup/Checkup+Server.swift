#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import Postgres
internal import RefineryModel
internal import RefineryStore

extension Checkup {
    /// The oldest server that has what the fleet uses: `client_connection_check_interval`, LZ4 for large values.
    static let serverVersionMin: Int32 = 140_000

    static func server(_ facts: ServerFacts) -> CheckResult {
        let words = "PostgreSQL \(facts.version), database \(facts.database), user \(facts.user)"
        if facts.versionNumber < serverVersionMin {
            return CheckResult("server", .fail, words + ": too old", remedy: "Upgrade the server to PostgreSQL 14 or newer.")
        }
        if facts.isStandby {
            return CheckResult("server", .fail, words + ": a read-only standby", remedy: "Let DATABASE_URL point to the primary.")
        }
        if facts.isReadOnly {
            return CheckResult(
                "server", .fail, words + ": transactions are read-only",
                remedy: "default_transaction_read_only is on for the server, the database or this user: set it to off there.")
        }
        if facts.encoding != Migrator.encoding {
            return CheckResult(
                "server", .fail, words + ": the database stores text as \(facts.encoding)",
                remedy: StoreError.wrongEncoding(facts.encoding).remedy)
        }
        return CheckResult("server", .ok, words)
    }

    /// How far this machine's clock is from the server's, up to half a round trip.
    func clock(on connection: PostgresConnection) async throws -> CheckResult {
        let sent = Date()
        guard let facts = try await connection.first(CheckServer()) else { return try Self.missing("check_server") }
        let received = Date()
        let middle = sent.addingTimeInterval(received.timeIntervalSince(sent) / 2)
        return Self.clock(ahead: middle.timeIntervalSince1970 - facts.time)
    }

    /// - Parameter ahead: Seconds by which this machine's clock runs ahead of the server's; negative: behind.
    static func clock(ahead: Double) -> CheckResult {
        let off = ahead.magnitude
        let words =
            off < 1
            ? "this machine and the server agree to \(Int((off * 1000).rounded())) ms"
            : "this machine is \(Int(off.rounded())) s \(ahead > 0 ? "ahead of" : "behind") the server"
        // Leases and retries follow the server's clock alone; logs, TLS and signed requests do not.
        let remedy = "Run a time service (chrony, systemd-timesyncd) on both machines. Leases and retries are not affected."
        return CheckResult("clock", off < 1 ? .ok : off < 60 ? .warn : .fail, words, remedy: off < 1 ? nil : remedy)
    }
}
