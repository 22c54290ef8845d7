internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages

extension MappingError: CommandLineWords {
    var commandLineSummary: String? {
        switch self {
        case .overrideWithoutTarget(let text): "--map \"\(text)\" does not say what the column means."
        case .unknownField(let name): "--map knows no field \"\(name)\"."
        case .unknownColumn, .columnNumberOutOfRange, .columnOfList:
            "--map" + summary.dropFirst("The mapping".count)
        case .fieldMappedTwice(let field): "Two --map options name a column for \(field.rawValue)."
        case .columnMappedTwice(let name): "Two --map options speak of the column \"\(name)\"."
        case .empty, .neverStored, .noHeader, .fieldsMissing, .undecided: nil
        }
    }

    var commandLineRemedy: String? {
        switch self {
        case .overrideWithoutTarget: "Write --map \"Header=field\" or --map \"#3=field\", where field is one of: \(Self.allowed)."
        case .unknownColumn: remedy.map { $0.replacing("such as #3", with: "as --map \"#3=…\"") }
        case .columnOfList:
            "Leave --map away: the columns of the list are called by what they mean. Or count those of the file among all of them."
        case .neverStored: "Leave the column out of --map; it stays in the source file alone."
        case .noHeader(_, columnCount: 1):
            "If the file has no header, say what its column is: --map \"#1=business_phone\" --without-name, or --map \"#1=business_name\" "
                + "--without-phone. If it has one, name it: --map \"Header=business_phone\", or skip the lines above it: --skip-lines N."
        case .noHeader:
            "If the file has no header, name its columns by number: --map \"#1=business_name\" --map \"#2=business_phone\". "
                + "If it has one, name a column of it: --map \"Header=business_name\", or skip the lines above it: --skip-lines N."
        case .fieldsMissing([.businessPhone], _): "A file that has no phone numbers is accepted with --without-phone."
        case .undecided(let fields, let columns):
            "Say which: "
                + zip(fields, columns).map { "--map \"\($1)=\($0.rawValue)\"" }.joined(separator: " ")
                + ". Or take the best guess: --yes"
        case .fieldsMissing(let fields, let headers): Self.advice(fields, headers)
        case .empty, .unknownField, .columnNumberOutOfRange, .fieldMappedTwice, .columnMappedTwice: nil
        }
    }

    private static func advice(_ fields: [Field], _ headers: [String]) -> String {
        var used: Set<String> = []
        var options: [String] = []
        for field in fields {
            let column = likelyHeader(of: field, in: headers.filter { !used.contains($0) })
            if let column { used.insert(column) }
            let example = column ?? (field == .businessPhone ? "PHONE COLUMN" : "NAME COLUMN")
            options.append("--map \"\(example)=\(field.rawValue)\"")
        }
        let noPhone = fields.contains(.businessPhone) ? " A file that has no phone numbers needs --without-phone." : ""
        let noName = fields.contains(.businessName) ? " A file that has no business names needs --without-name." : ""
        return "Say which column it is: \(options.joined(separator: " "))." + noName + noPhone
            + " Lines above the table are left out with --skip-lines N."
    }
}

extension Misreading: CommandLineWords {
    var commandLineRemedy: String? {
        switch better {
        case .encoding(let name): "Leave --encoding out, or say --encoding \(name)."
        case .delimiter(let name): "Leave --delimiter out, or say --delimiter \(name)."
        }
    }
}

extension HeaderOnlyError: CommandLineWords {
    var commandLineRemedy: String? { "Export the file again; if its first row is no header, say --no-header and map columns by number." }
}

extension MappingChoiceError: CommandLineWords {
    var commandLineRemedy: String? {
        switch self {
        case .unknown(let text, let names):
            Nearest.match(for: text, in: names).map { "Did you mean \"\($0)\"?" } ?? "`refinery mappings` lists them."
        case .ambiguous: "Name it by the beginning of its id; `refinery mappings` shows it."
        case .headerless: "Say what its columns are with each such file: --map \"#1=business_name\"."
        case .shipped:
            "`refinery mappings import` keeps a template of the same name, which counts instead; --no-remembered leaves all aside."
        }
    }
}
