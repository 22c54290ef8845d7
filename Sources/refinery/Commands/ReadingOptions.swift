internal import ArgumentParser
internal import RefineryModel
internal import RefineryStages

/// How a file is to be read, and what a row has to have: the options of every command that looks at a file.
struct ReadingOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Meaning of a column, such as \"Firm=business_name\" or \"#3=business_phone\"; ignore drops it. Repeatable.",
            valueName: "column=field"))
    var map: [String] = []

    @Flag(name: .long, inversion: .prefixedNo, exclusivity: .exclusive, help: "Whether the file has a header. Found out when not given.")
    var header: Bool?

    @Option(
        name: .long,
        help: ArgumentHelp("Lines at the top of the file that are skipped before the header is looked for.", valueName: "lines"))
    var skipLines = 0

    @Flag(name: .long, help: "Accept a file that has no column for the business name, such as a list of phone numbers.")
    var withoutName = false

    @Flag(name: .long, help: "Accept a file that has no phone column.")
    var withoutPhone = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Normalize and check only these of any table, business or not, separated by commas: phone, email.", valueName: "what"))
    var only: String?

    @Flag(name: .long, help: "Take the best guess where it is not sure enough what a column is.")
    var yes = false

    @Flag(
        name: .long, inversion: .prefixedNo, exclusivity: .exclusive,
        help: "Whether the mapping remembered of a file with the same headers counts, or a template; else the columns are detected again.")
    var remembered = true

    @Option(name: .long, help: ArgumentHelp("The delimiter: one character, or \"tab\". Found out when not given.", valueName: "character"))
    var delimiter: String?

    @Option(name: .long, help: ArgumentHelp("The encoding, such as utf-8 or windows-1252. Found out when not given.", valueName: "name"))
    var encoding: String?

    @Option(
        name: .long,
        help: ArgumentHelp("The sheet of a workbook, by its name or as #2. Default: the one with the table.", valueName: "sheet"))
    var sheet: String?

    @Option(
        name: .long,
        help: ArgumentHelp("The one table of an archive that is meant, by its name or as #2. Default: all.", valueName: "table"))
    var table: String?

    @Option(name: .long, help: ArgumentHelp("Country whose phone numbers need no country code (ISO 3166).", valueName: "country"))
    var region = "US"

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Fields a row must have, separated by commas. Default: REQUIRED_FIELDS, else business_name.", valueName: "fields"))
    var require: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Reject rows whose value of this cannot be read, though the row can be reached without it: phone, email, address. Repeatable.",
            valueName: "field"))
    var strict: [StrictField] = []

    @Flag(name: .long, help: "Leave names and streets in capitals, or in small letters, where the file has them so.")
    var keepCase = false

    @Flag(name: .long, help: "Take the accents off Latin letters of names and addresses.")
    var stripAccents = false

    func validate() throws {
        try check("--skip-lines", skipLines, atLeast: 0)
        _ = try delimiterByte()
        _ = try requiredFields()
        _ = try groups()
    }

    /// What --only names; nil when it is not given.
    private func groups() throws(ValidationError) -> FieldGroups? {
        guard let only else { return nil }
        guard let groups = FieldGroups(parsing: only) else {
            let known = FieldGroups.names.map(\.name).joined(separator: ", ")
            throw ValidationError("--only takes one or more of \(known), separated by commas; it was “\(only)”.")
        }
        return groups
    }

    /// What --delimiter says; nil when it is not given.
    private func delimiterByte() throws(ValidationError) -> UInt8? {
        guard let delimiter else { return nil }
        let text = ["tab", "\\t"].contains(delimiter.lowercased()) ? "\t" : delimiter
        guard text.utf8.count == 1, let byte = text.utf8.first, byte < 0x80, byte >= 0x20 || byte == UInt8(ascii: "\t"), byte != 0x7F,
            byte != UInt8(ascii: "\"")
        else {
            throw ValidationError("--delimiter has to be one character, or \"tab\", and no quote or end of a line.")
        }
        return byte
    }

    /// What --require names; nil when it is not given.
    private func requiredFields() throws(ValidationError) -> [Field]? {
        guard let require else { return nil }
        var fields: [Field] = []
        for name in require.split(separator: ",") {
            guard let field = Field(rawValue: name.filter { $0 != " " }) else {
                let known = Field.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--require names “\(name)”, which is no field. The fields are: \(known).")
            }
            fields.append(field)
        }
        return fields
    }

    /// What is said about reading the file.
    func choices() throws -> ReadingChoices {
        var choices = ReadingChoices()
        choices.overrides = try map.map { text throws(MappingError) in try MappingOverride(text) }
        choices.hasHeader = header
        choices.skippedLines = skipLines
        choices.requiresName = !withoutName
        choices.acceptsPersons = try requiredFields()?.contains(.businessName) != true
        choices.requiresPhone = !withoutPhone
        choices.encoding = encoding
        choices.sheet = sheet
        choices.table = table
        choices.region = region.uppercased()
        choices.delimiter = try delimiterByte()
        choices.acceptsGuesses = yes
        choices.usesLibrary = remembered
        choices.only = try groups()
        return choices
    }

    /// The options of an import, from these options, the configuration and what the file is.
    func importOptions(_ inspection: SourceInspection, _ configuration: Configuration) throws -> ImportOptions {
        // Only what was waived, or a list of rejects that never had one, comes here without a column for the name.
        let hasName = !withoutName && only == nil && inspection.mapping.column(of: .businessName) != nil
        let strictFields = configuration.strictFields + strict.map(\.field).filter { !configuration.strictFields.contains($0) }
        return ImportOptions(
            format: inspection.format, mapping: configuration.fieldFilter.filtered(inspection.mapping), region: region.uppercased(),
            batchSize: configuration.batchSize,
            rowBytesMax: configuration.rowBytesMax, rowsPerRun: configuration.rowsPerRun, rejectRateMax: configuration.rejectRateMax,
            requiredFields: try requiredFields() ?? configuration.requiredFields.filter { hasName || $0 != .businessName },
            strictFields: strictFields.isEmpty ? nil : strictFields,
            style: WritingStyle(keepsCase: keepCase, stripsAccents: stripAccents))
    }
}

/// How the rows of a file become records: the options that `run` and `submit` share.
struct RefiningOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("What a duplicate does to the record it repeats: keep it, or fill its empty fields.", valueName: "what"))
    var onDuplicate = ImportOptions.OnDuplicate.keep

    @Option(name: .long, help: ArgumentHelp("Rows in a batch. Default: BATCH_SIZE, else 250.", valueName: "rows"))
    var batchSize: Int?

    @Flag(name: .long, help: "Refine all rows, whatever MAX_RECORDS_PER_RUN says.")
    var all = false

    @Option(
        name: .long,
        help: ArgumentHelp("Pause after so many rows; 0 is no limit. Default: MAX_RECORDS_PER_RUN, else 2000.", valueName: "rows"))
    var maxRecords: Int64?

    @Flag(
        name: .long, inversion: .prefixedNo, exclusivity: .exclusive,
        help: "Whether to look up the phone numbers. Default: when Twilio's credentials are set, or a lookup worker is alive.")
    var lookup: Bool?

    @Option(
        name: .long, help: ArgumentHelp("Pause when the lookups of this import reserved so many dollars.", valueName: "dollars"),
        transform: CostLimit.init(parsing:))
    var maxCost: CostLimit?

    @Flag(
        name: .long, inversion: .prefixedNo, exclusivity: .exclusive,
        help: "Whether to put the records to companies and personas once the import is complete.")
    var link = true

    func validate() throws {
        if let batchSize, !ImportOptions.batchSizes.contains(batchSize) {
            throw ValidationError("--batch-size has to be from 1 to 100000.")
        }
        try check("--max-records", maxRecords, atLeast: 0)
    }

    /// Options of an import with what is said here.
    func completing(_ options: ImportOptions) -> ImportOptions {
        var options = options
        options.onDuplicate = onDuplicate
        options.batchSize = batchSize ?? options.batchSize
        if !link { options.linksRecords = false }
        if all { options.rowsPerRun = nil } else if let maxRecords { options.rowsPerRun = maxRecords == 0 ? nil : maxRecords }
        return options
    }
}

extension ImportOptions.OnDuplicate: ExpressibleByArgument {}

/// What --strict may name.
enum StrictField: String, ExpressibleByArgument, CaseIterable {
    case phone, email, address

    var field: Field {
        switch self {
        case .phone: .businessPhone
        case .address: .businessAddress
        case .email: .businessEmail
        }
    }
}
