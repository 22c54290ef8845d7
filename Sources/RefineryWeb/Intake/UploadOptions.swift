internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages
internal import RefineryStore

/// How an upload is read and refined: the query of its address, in the words of the command line's options.
struct UploadOptions: Sendable {
    let name: String?
    let reading: ReadingChoices
    /// What it belongs to, together with others that are sent one by one; nil: it is alone.
    let group: SubmissionID?
    private let again: Bool
    private let priority: Int
    private let batchSize: Int?
    private let maxRecords: Int64?
    private let isAll: Bool
    private let onDuplicate: ImportOptions.OnDuplicate
    private let lookup: Bool?
    private let links: Bool
    private let style: WritingStyle
    private let maxCost: Money?
    /// Fields that a row must have; nil: as configured.
    private let required: [Field]?
    /// Fields whose values have to be readable, beside those that are configured.
    private let strict: [Field]

    /// What `strict` may name.
    private static let strictFields: [String: Field] = ["phone": .businessPhone, "email": .businessEmail, "address": .businessAddress]
    /// Whether what the columns mean is remembered also where nobody said what one of them is: somebody looked at it.
    private let remembers: Bool

    /// - Throws: ``WebFault``, `MappingError`.
    init(_ query: QueryValues) throws {
        name = query.text("name").flatMap { FormParser.lastPart($0) }
        group = try query.identifier("submission").map(SubmissionID.init(rawValue:))
        again = try query.flag("again") ?? false
        priority = Int(try query.integer("priority", 0...1000) ?? 100)
        batchSize = try query.integer("batch_size", 1...100_000).map(Int.init)
        maxRecords = try query.integer("max_records", 0...RecordID.rowsMax)
        isAll = try query.flag("all") ?? false
        onDuplicate = try query.choice("on_duplicate", ImportOptions.OnDuplicate.self) ?? .keep
        lookup = try query.flag("lookup")
        links = try query.flag("link") ?? true
        style = WritingStyle(
            keepsCase: try query.flag("keep_case") ?? false, stripsAccents: try query.flag("strip_accents") ?? false)
        remembers = try query.flag("remember") ?? false
        maxCost = try query.text("max_cost").map { text in
            guard let money = try? Money(parsing: text) else {
                throw WebFault.invalid(field: "max_cost", value: text, problem: "an amount in dollars")
            }
            return money
        }
        required = try query.text("require").map { text in
            try text.split(separator: ",").map { name in
                guard let field = Field(rawValue: name.filter { $0 != " " }) else {
                    throw WebFault.invalid(
                        field: "require", value: text, problem: "fields among \(Field.allCases.map(\.rawValue).joined(separator: ", "))")
                }
                return field
            }
        }
        strict = try query.all("strict").map { text in
            guard let field = Self.strictFields[text] else {
                throw WebFault.invalid(field: "strict", value: text, problem: "one of address, email, phone")
            }
            return field
        }
        var reading = ReadingChoices()
        reading.overrides = try query.all("map").map { text throws(MappingError) in try MappingOverride(text) }
        reading.hasHeader = try query.flag("header")
        reading.skippedLines = Int(try query.integer("skip_lines", 0...1_000_000) ?? 0)
        reading.requiresName = !(try query.flag("without_name") ?? false)
        reading.acceptsPersons = required?.contains(.businessName) != true
        reading.requiresPhone = !(try query.flag("without_phone") ?? false)
        reading.acceptsGuesses = try query.flag("yes") ?? false
        reading.usesLibrary = try query.flag("remembered") ?? true
        reading.encoding = query.text("encoding")
        reading.sheet = query.text("sheet")
        reading.table = query.text("table")
        if let only = query.text("only") {
            guard let groups = FieldGroups(parsing: only) else {
                throw WebFault.invalid(field: "only", value: only, problem: "phone, email or both, separated by a comma")
            }
            reading.only = groups
        }
        if let region = query.text("region") { reading.region = region.uppercased() }
        if let delimiter = query.text("delimiter") {
            let byte: UInt8? = delimiter == "tab" ? 0x09 : delimiter.utf8.count == 1 ? delimiter.utf8.first : nil
            guard let byte, byte < 0x80 else {
                throw WebFault.invalid(field: "delimiter", value: delimiter, problem: "one ASCII character, or tab")
            }
            reading.delimiter = byte
        }
        self.reading = reading
    }

    /// Whether numbers are looked up, as far as it was said.
    var asksForLookups: Bool? { lookup }

    /// How its rows are refined, apart from how many and what is looked up.
    func importOptions(_ inspection: SourceInspection, _ defaults: WebSettings.IntakeDefaults) -> ImportOptions {
        let hasName = reading.requiresName && reading.only == nil && inspection.mapping.column(of: .businessName) != nil
        let strictFields = defaults.strictFields + strict.filter { !defaults.strictFields.contains($0) }
        var options = ImportOptions(
            format: inspection.format, mapping: defaults.fieldFilter.filtered(inspection.mapping), region: reading.region,
            batchSize: batchSize ?? defaults.batchSize,
            rowBytesMax: defaults.rowBytesMax, rowsPerRun: defaults.rowsPerRun, rejectRateMax: defaults.rejectRateMax,
            requiredFields: required ?? defaults.requiredFields.filter { hasName || $0 != .businessName },
            strictFields: strictFields.isEmpty ? nil : strictFields)
        options.onDuplicate = onDuplicate
        options.style = style
        return options
    }

    /// A file of which the beginning is known, as this says and else as the configuration does.
    func submission(
        _ inspection: SourceInspection, _ defaults: WebSettings.IntakeDefaults, _ operations: Operations, submitter: String?,
        group: SubmissionID?
    ) async throws -> Submission {
        var options = importOptions(inspection, defaults)
        if isAll { options.rowsPerRun = nil } else if let maxRecords { options.rowsPerRun = maxRecords == 0 ? nil : maxRecords }
        if !links { options.linksRecords = false }
        let looksUp = try await operations.looksUp(lookup, isConfigured: defaults.looksUpNumbers)
        options.looksUpNumbers = looksUp
        options.lookupProvider = looksUp ? .twilio : nil
        var submission = Submission(options: options, attempts: defaults.attempts)
        submission.priority = priority
        submission.again = again
        submission.maxCost = maxCost
        submission.submitter = submitter
        submission.group = group
        if reading.only == nil, remembers || !reading.overrides.isEmpty { submission.mapping = inspection.saved(as: name ?? "upload") }
        return submission
    }
}
