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
            Each line: the row, the record it repeats, the import, file and row that the record came from, and who it is.

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

    private static let pageSize = 2000

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

        init(_ duplicate: DuplicateRow, of id: ImportID) {
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
        }

        var cells: [String?] {
            [
                "\(row)", "\(recordID)", importID, recordImportID, recordFileName, recordRow.map { "\($0)" }, businessName, contactName,
                businessEmail, phone,
            ]
        }
    }

    func run() async throws {
        try await reporting {
            let runtime = try await Runtime.start(role: "duplicates")
            let id = try await runtime.importID(id)
            let target = try OutputTarget(path: output, replaces: !noClobber)
            var writer = CSVWriter()
            if !json { writer.append(record: Line.CodingKeys.allCases.map(\.rawValue)) }
            var after: Int64 = 0
            var count: Int64 = 0
            while true {
                let last = after
                let page = try await runtime.withConnection {
                    try await $0.rows(ListDuplicates(importID: id, after: last, limit: Self.pageSize))
                }
                var bytes: [UInt8] = []
                for line in page.map({ Line($0, of: id) }) {
                    if json { bytes += Array((try JSON.document(line) + "\n").utf8) } else { writer.append(record: line.cells) }
                }
                try target.write(json ? bytes : writer.bytes)
                writer.removeAll()
                count += Int64(page.count)
                guard let end = page.last, page.count == Self.pageSize else { break }
                after = end.row
            }
            try target.finish()
            Console.message("\(NumberFormat.counted(count, "duplicate")) of import \(id.short)\(output.map { " written to \($0)" } ?? "").")
            await runtime.database.close()
        }
    }
}
