internal import ArgumentParser
internal import CSV
internal import Postgres
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore

struct DuplicatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates", abstract: "Write which rows of an import repeat which stored records, as CSV.",
        discussion: """
            Each line: the row, the record it repeats, the import, file and row that the record came from, who it is, and in
            which columns the row says something else than the record does now. For these the source is read again.

            Example:
              refinery duplicates --output duplicates.csv
            """)

    @Argument(help: ArgumentHelp("The import's id, or the beginning of it. Default: the newest import.", valueName: "import"))
    var id: String?

    @Option(name: .long, help: ArgumentHelp("A file. Default: standard output.", valueName: "file"))
    var output: String?

    @Flag(name: .long, help: "Refuse to replace a file that is there.")
    var noClobber = false

    @Flag(name: .long, help: "Print JSON, one object a line.")
    var json = false

    private struct Line: Encodable {
        let row: Int64
        let recordID: Int64
        let importID: String
        let recordImportID: String?
        let recordFileName: String?
        let recordRow: Int64?
        let businessName: String?
        let contactName: String?
        let businessEmail: String?
        let phone: String?
        /// Nil where the row, or its record, is gone.
        let different: [String: ValueDifference]?

        init(_ duplicate: DuplicateRow, of id: ImportID, different: [String: ValueDifference]?) {
            self.different = different
            row = duplicate.row
            recordID = duplicate.recordID.rawValue
            importID = id.description
            recordImportID = duplicate.recordImportID?.description
            recordFileName = duplicate.recordFileName
            recordRow = duplicate.recordRow
            businessName = duplicate.businessName
            contactName = duplicate.contactName
            businessEmail = duplicate.businessEmail
            phone = duplicate.phone
        }

        enum CodingKeys: String, CodingKey, CaseIterable {
            case row
            case recordID = "record_id"
            case importID = "import_id"
            case recordImportID = "record_import_id"
            case recordFileName = "record_file_name"
            case recordRow = "record_row"
            case businessName = "business_name"
            case contactName = "contact_name"
            case businessEmail = "business_email"
            case phone = "phone_e164"
            case different
        }

        func cells() throws -> [String?] {
            [
                "\(row)", "\(recordID)", importID, recordImportID, recordFileName, recordRow.map { "\($0)" }, businessName, contactName,
                businessEmail, phone, try different.map { try JSON.text($0) },
            ]
        }
    }

    func run() async throws {
        try await reporting {
            let runtime = try await Runtime.start(role: "duplicates", expectsData: true)
            let id = try await runtime.importID(id)
            var differences = Differences(runtime, try await runtime.plan(of: id))
            let target = try OutputTarget(path: output, replaces: !noClobber)
            var writer = CSVWriter()
            if !json { writer.append(record: Line.CodingKeys.allCases.map(\.rawValue)) }
            try target.write(writer.bytes)
            var count: Int64 = 0
            try await runtime.forEachPage({ last, size in ListDuplicates(importID: id, after: last?.row ?? 0, limit: size) }) { page in
                writer.removeAll()
                var lines: [UInt8] = []
                let different = try await differences.find(in: page)
                for duplicate in page {
                    let line = Line(duplicate, of: id, different: different[duplicate.row])
                    if json { lines += Array((try JSON.text(line) + "\n").utf8) } else { writer.append(record: try line.cells()) }
                }
                try target.write(json ? lines : writer.bytes)
                count += Int64(page.count)
            }
            try target.finish()
            Console.message("\(NumberFormat.counted(count, "duplicate")) of import \(id.short)\(OutputTarget.place(output)).")
            await runtime.database.close()
        }
    }
}

/// Finds out what duplicates say else than their records, as long as the source is there.
private struct Differences {
    private let runtime: Runtime
    /// Nil when the source cannot be read.
    private var rows: SourceRows?

    init(_ runtime: Runtime, _ plan: ImportPlan) {
        self.runtime = runtime
        do { rows = try SourceRows(plan, runtime.sources) } catch { say(error) }
    }

    mutating func find(in page: [DuplicateRow]) async throws -> [Int64: [String: ValueDifference]] {
        let values: [Int64: [String: String]]
        do {
            guard let read = try await rows?.values(of: page.map(\.row)) else { return [:] }
            values = read
        } catch let error as StoreError {
            rows = nil
            say(error)
            return [:]
        }
        let ids = Set(page.map(\.recordID)).sorted()
        let records = try await runtime.withConnection { try await $0.rows(FindRecords(ids: ids)) }
        let byID = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0) })
        var found: [Int64: [String: ValueDifference]] = [:]
        for duplicate in page {
            guard let row = values[duplicate.row], let record = byID[duplicate.recordID] else { continue }
            found[duplicate.row] = ValueDifference.all(row, record)
        }
        return found
    }

    private func say(_ error: any Error) {
        let reason = (error as? any Fault)?.summary ?? "\(error)"
        Console.message("What was different cannot be said: the rows are no more to be read. \(reason)")
    }
}
