/// What a row costs, as `scripts/bench capacity` measured it: the only table of such numbers; docs/scaling.md shows it, and a test compares the two.
package struct CapacityFigures: Sendable, Equatable {
    /// Rows a second that one core of the fleet reads, refines and stores.
    package var rowsPerFleetCore = 150_000.0
    /// Rows a second that one core of Postgres takes.
    package var rowsPerDatabaseCore = 70_000.0
    /// Bytes of the write-ahead log, by row.
    package var logBytes = 750.0
    /// Bytes on disk by row: records, fingerprints, the source, all else.
    package var recordBytes = 340.0
    package var fingerprintBytes = 85.0
    package var sourceBytes = 95.0
    package var otherBytes = 35.0
    /// Bytes that linking adds: companies, personas, what they are found by.
    package var linkBytes = 2_300.0
    /// Connections of a process while it works.
    package var connectionsPerProcess = 3.5
    /// The share of a processor that is planned with: the rest is for peaks, vacuum and backups.
    package var utilization = 0.6
    /// Cores of one Postgres beyond which more of them were not tried.
    package var databaseCoresMax = 32.0
    /// Rows beyond which partitions pay: an old import goes in milliseconds, and each index is vacuumed by itself.
    package var partitionedFrom = 100_000_000.0

    package init() {}

    /// Each figure as a row of the table in docs/scaling.md.
    package var rows: [String] {
        [
            ("rows a second of one core of the fleet", rowsPerFleetCore), ("rows a second of one core of Postgres", rowsPerDatabaseCore),
            ("bytes of the log a row", logBytes), ("bytes a row: records", recordBytes), ("bytes a row: fingerprints", fingerprintBytes),
            ("bytes a row: sources", sourceBytes), ("bytes a row: all else", otherBytes),
            ("bytes a row: companies and personas", linkBytes), ("connections of a process", connectionsPerProcess),
            ("percent of a processor that is planned with", utilization * 100), ("cores of one Postgres at most", databaseCoresMax),
            ("rows from which on partitions pay", partitionedFrom),
        ].map { "| \($0.0) | \(Int64($0.1.rounded())) |" }
    }
}
