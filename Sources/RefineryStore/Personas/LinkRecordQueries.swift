package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Lists the records that a link job covers, and whether its rows brought them; some come twice. SQL: `sql/queries/personas/list_job_records.sql`.
package struct ListJobRecords: Query {
    package static let sql = SQLCatalog.query("list_job_records")
    package let job: JobID
    package init(job: JobID) { self.job = job }
    package func bind(_ parameters: inout Parameters) { parameters.append(job) }
    package static func decode(_ row: Row) throws -> (record: RecordID, isNew: Bool) { (try row[0], try row[1]) }
}

/// Reads what records say of companies and persons, by id; those that are gone are left out. SQL: `sql/queries/personas/find_link_records.sql`.
package struct FindLinkRecords: Query {
    package static let sql = SQLCatalog.query("find_link_records")
    package let ids: [RecordID]
    package init(ids: [RecordID]) { self.ids = ids }
    package func bind(_ parameters: inout Parameters) { parameters.append(ids) }

    package static func decode(_ row: Row) throws -> LinkRecord {
        var emails: [String] = []
        if let main: String = try row[9] { emails.append(main) }
        if let others: [String] = try row[10] { emails += others }
        var phones: [LinkPhone] = []
        if let business: String = try row[11] { phones.append(LinkPhone(business, .business)) }
        if let direct: String = try row[12] { phones.append(LinkPhone(direct, .direct)) }
        if let others: [String] = try row[13] {
            let roles: [String?] = try row[14] ?? []
            for (index, number) in others.enumerated() {
                phones.append(LinkPhone(number, .other(role: index < roles.count ? roles[index] : nil)))
            }
        }
        return LinkRecord(
            id: try row[0], seenAt: try row[2], businessName: try row[4], contactName: try row[5], firstName: try row[6],
            lastName: try row[7], nameSuffix: try row[28], title: try row[8], emails: emails, phones: phones, website: try row[15],
            address: try row[16],
            city: try row[17], state: try row[18], zipCode: try row[19], country: try row[20], industry: try row[21],
            sicCode: try row[22], naicsCode: try row[23], employeeCount: try row[24], employeeCountHigh: try row[25],
            annualRevenue: try row[26], annualRevenueHigh: try row[27], firstSeenAt: try row[1], timesSeen: Int(try row[3] as Int64))
    }
}

/// Lists what lookups said of numbers. SQL: `sql/queries/personas/find_line_types.sql`.
package struct FindLineTypes: Query {
    package static let sql = SQLCatalog.query("find_line_types")
    package let numbers: [String]
    package init(numbers: [String]) { self.numbers = numbers }
    package func bind(_ parameters: inout Parameters) { parameters.append(numbers) }
    package static func decode(_ row: Row) throws -> (e164: String, lineType: LineType) {
        (try row[0], LineType(name: try row[1]))
    }
}

/// Lets no linked record go until the end of the transaction; gives a number that moves on whenever some go.
/// SQL: `sql/queries/personas/share_links.sql`.
package struct ShareLinks: Query {
    package static let sql = SQLCatalog.query("share_links")
    package init() {}
    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}

/// Leaves records to the last group of a run. SQL: `sql/queries/personas/defer_links.sql`.
package struct DeferLinks: Query {
    package static let sql = SQLCatalog.query("defer_links")
    package let runID: RunID, records: [RecordID]

    package init(runID: RunID, records: [RecordID]) {
        self.runID = runID
        self.records = records
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(runID)
        parameters.append(records)
    }
}

/// Whether a job is the last of its run, and what the others left to it. SQL: `sql/queries/personas/take_link_deferrals.sql`.
package struct TakeLinkDeferrals: Query {
    package static let sql = SQLCatalog.query("take_link_deferrals")
    package let job: ClaimedJob

    package init(job: ClaimedJob) { self.job = job }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(job.runID)
        parameters.append(job.id)
    }

    package static func decode(_ row: Row) throws -> (isLast: Bool, records: [RecordID]) { (try row[0], try row[1]) }
}

/// Finds the records that are of a company with many. SQL: `sql/queries/personas/find_large_company_records.sql`.
package struct FindLargeCompanyRecords: Query {
    package static let sql = SQLCatalog.query("find_large_company_records")
    package let records: [RecordID], moreThan: Int

    /// - Parameter moreThan: Records of the company.
    package init(among records: [RecordID], moreThan: Int) {
        self.records = records
        self.moreThan = moreThan
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(records)
        parameters.append(Int64(moreThan))
    }

    package static func decode(_ row: Row) throws -> RecordID { try row[0] }
}

/// Lets nobody link until the end of the transaction: for who takes records away. SQL: `sql/queries/personas/hold_links.sql`.
package struct HoldLinks: Query {
    package static let sql = SQLCatalog.query("hold_links")
    package init() {}
}

/// Keeps the owners of records unchanged by others until the end of the transaction. SQL: `sql/queries/personas/lock_owners.sql`.
package struct LockOwners: Query {
    package static let sql = SQLCatalog.query("lock_owners")
    package init() {}
}

/// Takes all away that is kept of records that are gone; gives the companies and personas they belonged to.
/// SQL: `sql/queries/personas/forget_records.sql`.
package struct ForgetRecords: Query {
    package static let sql = SQLCatalog.query("forget_records")
    package let ids: [RecordID]
    package init(ids: [RecordID]) { self.ids = ids }
    package func bind(_ parameters: inout Parameters) { parameters.append(ids) }
    package static func decode(_ row: Row) throws -> (kind: LinkKind, owner: OwnerID) { (try row[0], try row[1]) }
}

/// A run that links an import.
package struct LinkRun: Sendable, Equatable {
    package let importID: ImportID
    package let runID: RunID
    /// False where the import had it already.
    package let isNew: Bool
    package let jobs: Int64

    package init(importID: ImportID, runID: RunID, isNew: Bool, jobs: Int64) {
        self.importID = importID
        self.runID = runID
        self.isNew = isNew
        self.jobs = jobs
    }
}

/// Makes the runs that link imports, which have ended; an import has one. SQL: `sql/queries/personas/begin_link_runs.sql`.
package struct BeginLinkRuns: Query {
    package static let sql = SQLCatalog.query("begin_link_runs")
    package let imports: [ImportID]
    package init(imports: [ImportID]) { self.imports = imports }
    package func bind(_ parameters: inout Parameters) { parameters.append(imports) }
    package static func decode(_ row: Row) throws -> LinkRun {
        LinkRun(importID: try row[0], runID: try row[1], isNew: try row[2], jobs: try row[3])
    }
}

/// Has the fleet link some rows of an import once more, where the import is linked at all. SQL: `sql/queries/personas/link_rows_again.sql`.
struct LinkRowsAgain: Query {
    static let sql = SQLCatalog.query("link_rows_again")
    let importID: ImportID, rows: ClosedRange<Int64>

    func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(rows.lowerBound)
        parameters.append(rows.upperBound)
    }
}

/// Lists ended imports that no run has linked, oldest first. SQL: `sql/queries/personas/list_unlinked_imports.sql`.
package struct ListUnlinkedImports: Query {
    package static let sql = SQLCatalog.query("list_unlinked_imports")
    package init() {}
    package static func decode(_ row: Row) throws -> ImportID { try row[0] }
}
