package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Stores refined batches and completes their jobs, in one transaction: all of it or nothing.
///
/// Order: claim the fingerprints (sorted, so that rivals never deadlock; a rival's transaction that holds one is waited
/// for), copy the rows that were new, finish the jobs, note the duplicates and rejects, and make the numbers of each batch a lookup job. Finishing is the fence: a job whose
/// token is not the newest any more rolls everything back.
///
/// The commit is not waited for on disk (`synchronous_commit = off`): effects and completion are one commit, so a crash of
/// the server loses both and the batch runs again; the commit that completes an import is synchronous.
package struct PersistBatches: Sendable {
    private let batches: RefinedBatches
    private let jobs: [ClaimedJob]

    /// - Parameter jobs: One for each batch, in the same order.
    package init(_ batches: RefinedBatches, of jobs: [ClaimedJob]) {
        precondition(batches.fills.count == jobs.count, "every batch has its job")
        self.batches = batches
        self.jobs = jobs
    }

    /// Does the same and rolls it back.
    /// - Throws: What ``run(on:)`` throws.
    package func rehearse(on connection: PostgresConnection) async throws {
        do {
            try await connection.transaction(TransactionOptions(synchronousCommit: false)) { connection in
                _ = try await store(on: connection)
                throw RehearsalOver()
            }
        } catch is RehearsalOver {}
    }

    private struct RehearsalOver: Error {}

    /// - Returns: What came of each batch, in order of the jobs.
    /// - Throws: ``LeaseLostError`` when another worker holds a job now, ``PostgresError`` when the database refused.
    package func run(on connection: PostgresConnection) async throws -> [BatchOutcome] {
        try await connection.transaction(TransactionOptions(synchronousCommit: false)) { connection in try await store(on: connection) }
    }

    private func store(on connection: isolated PostgresConnection) async throws -> [BatchOutcome] {
        let deduplication = try await Self.claimFingerprints(batches.rows, on: connection)
        try await copyRecords(deduplication.isNew, on: connection)
        try await fillSurvivors(deduplication.repetitions, on: connection)
        return try await finish(deduplication, on: connection)
    }

    // MARK: - Steps

    /// Which of some rows are new.
    struct Deduplication {
        /// For each row, whether it becomes a record.
        var isNew: [Bool]
        /// The other rows, and the records that they repeat, in order of rows.
        var repetitions: [Repetition] = []
    }

    /// A row that repeats a record.
    struct Repetition {
        /// Position among the rows.
        let row: Int
        let survivor: RecordID
    }

    /// Finds out which rows are new, and claims their fingerprints.
    /// - Throws: ``StoreError/survivorGone`` when a record that a row repeats went meanwhile: try again.
    static func claimFingerprints(
        _ rows: [RefinedBatches.Row], on connection: isolated PostgresConnection
    ) async throws -> Deduplication {
        var deduplication = Deduplication(isNew: Array(repeating: false, count: rows.count))
        guard !rows.isEmpty else { return deduplication }
        let sorted = FingerprintOrder(rows)
        let new = try await connection.rows(InsertFingerprints(sorted.first.map { rows[$0] }))

        // What came back stands in the order sent, so one walk tells new from known.
        var survivors = sorted.first.map { rows[$0].id }
        var known: [Int] = []
        var next = 0
        for (candidate, index) in sorted.first.enumerated() {
            if next < new.count, new[next] == rows[index].id {
                next += 1
                deduplication.isNew[index] = true
            } else {
                known.append(candidate)
            }
        }
        guard next == new.count else { throw StoreError.unexpectedRows(statement: "insert_fingerprints") }
        if !known.isEmpty {
            let records = try await connection.rows(FindFingerprints(known.map { rows[sorted.first[$0]] }))
            guard records.count == known.count else { throw StoreError.survivorGone }
            for (candidate, record) in zip(known, records) { survivors[candidate] = record }
        }
        deduplication.repetitions = known.map { Repetition(row: sorted.first[$0], survivor: survivors[$0]) }
        deduplication.repetitions += sorted.repeated.map { Repetition(row: $0.row, survivor: survivors[$0.candidate]) }
        deduplication.repetitions.sort { $0.row < $1.row }
        return deduplication
    }

    private func copyRecords(_ isNew: [Bool], on connection: isolated PostgresConnection) async throws {
        let wanted = batches.rows.indices.filter { isNew[$0] }
        guard !wanted.isEmpty else { return }
        try await batches.copy(wanted.map { batches.rows[$0].slot }, on: connection)
    }

    /// Slots that stand side by side, as one range: most rows are new, so most of the memory goes out as it is.
    static func ranges(of slots: [RecordEncoder.Slot]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for slot in slots {
            if let last = ranges.last, last.upperBound == slot.offset {
                ranges[ranges.count - 1] = last.lowerBound..<slot.offset + slot.length
            } else {
                ranges.append(slot.offset..<slot.offset + slot.length)
            }
        }
        return ranges
    }

    private func fillSurvivors(_ repetitions: [Repetition], on connection: isolated PostgresConnection) async throws {
        let rows = batches.rows
        var open = repetitions.filter { batches.fills[Int(rows[$0.row].batch)] }
        guard !open.isEmpty else { return }
        if connection.isPooled {
            try await connection.execute(CreateFillRowsOnce())
        } else {
            try await connection.execute(CreateFillRows())
        }
        try await batches.copy(open.map { rows[$0.row].slot }, to: "pg_temp.fill_rows", on: connection)
        // A row that adds nothing costs no round, so there are at most as many as a record has columns.
        while !open.isEmpty {
            let changed = Set(
                try await connection.rows(FillRecords(open.map { (row: rows[$0.row].id, record: $0.survivor) })))
            open.removeAll { !changed.contains($0.survivor) }
        }
    }

    private func finish(_ deduplication: Deduplication, on connection: isolated PostgresConnection) async throws -> [BatchOutcome] {
        let rows = batches.rows
        var outcomes = jobs.map { _ in BatchOutcome() }
        for (index, row) in rows.enumerated() where deduplication.isNew[index] { outcomes[Int(row.batch)].stored += 1 }
        for repetition in deduplication.repetitions { outcomes[Int(rows[repetition.row].batch)].duplicates += 1 }
        for (index, phones) in batches.phones.enumerated() { outcomes[index].phones = Int(phones) }
        for reject in batches.rejects { outcomes[Int(reject.batch)].rejected += 1 }

        let duplicates = deduplication.repetitions.map { repetition in
            let row = rows[repetition.row]
            var duplicate = Duplicate(importID: jobs[Int(row.batch)].importID, row: row.id.row, survivor: repetition.survivor)
            duplicate.title = batches.text(.title, of: row)
            if duplicate.title != nil { duplicate.contactName = batches.text(.contactName, of: row) }
            return duplicate
        }
        // The fence stands before what could collide with the rows of a worker that has done this job meanwhile.
        let finished = try await connection.rows(FinishJobs(jobs: jobs, outcomes: outcomes))
        guard finished.count == jobs.count else { throw LeaseLostError(jobs: jobs.count - finished.count) }
        _ = try await connection.pipeline(
            InsertDuplicates(duplicates),
            InsertRejects(importIDs: batches.rejects.map { jobs[Int($0.batch)].importID }, rejects: batches.rejects.map(\.reject)))
        let lookups = zip(jobs, batches.phones).filter { $0.1 > 0 }
        if !lookups.isEmpty { try await connection.execute(InsertLookupJobs(lookups.map { ($0.0.id, $0.1) })) }
        return outcomes
    }
}

extension RefinedBatches {
    /// Writes encoded rows by COPY.
    func copy(
        _ slots: [RecordEncoder.Slot], to table: String = "refinery.records", on connection: isolated PostgresConnection
    ) async throws {
        let statement = ColumnLists.query("copy_records").replacing("{table}", with: table)
        let written = try await connection.copyIn(statement) { writer in
            for range in PersistBatches.ranges(of: slots) {
                try writer.write(rows: UnsafeRawBufferPointer(rebasing: encodedBytes[range]))
            }
        }
        guard written == slots.count else { throw StoreError.unexpectedRows(statement: "copy_records") }
    }
}

/// Rows in order of their fingerprints: those that may be new, and those that repeat one of them in the same batches.
struct FingerprintOrder {
    /// Positions of rows, ascending by fingerprint; each fingerprint once, by its first row.
    private(set) var first: [Int] = []
    /// Positions of later rows with the same fingerprint, each with the position in ``first`` of the one it repeats.
    private(set) var repeated: [(row: Int, candidate: Int)] = []

    init(_ rows: [RefinedBatches.Row]) {
        var order = rows.enumerated().map { (fingerprint: $0.element.fingerprint, row: $0.offset) }
        order.sort { $0.fingerprint != $1.fingerprint ? $0.fingerprint < $1.fingerprint : $0.row < $1.row }
        first.reserveCapacity(rows.count)
        var previous: Fingerprint?
        for (fingerprint, row) in order {
            if fingerprint == previous {
                repeated.append((row: row, candidate: first.count - 1))
            } else {
                first.append(row)
                previous = fingerprint
            }
        }
    }
}
