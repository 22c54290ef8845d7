/// Why the columns of a file could not be given a meaning.
///
/// Holds header names and what the user typed, never the contents of a record.
package enum MappingError: Fault, Equatable {
    /// The file holds no rows.
    case empty
    /// `--map` was not of the form `Header=field`.
    case overrideWithoutTarget(String)
    /// The right side of a `--map` names no field.
    case unknownField(String)
    /// The left side of a `--map` names no header of the file.
    case unknownColumn(String, headers: [String])
    /// A `--map "#n=…"` counts past the last column, or from 0.
    case columnNumberOutOfRange(Int, columnCount: Int)
    /// Two `--map`s claim the same field.
    case fieldMappedTwice(Field)
    /// Two `--map`s speak of the same column.
    case columnMappedTwice(String)
    /// A `--map` speaks of one of the columns that `refinery rejects` puts before those of the file; these are dropped.
    case columnOfRejects(Int, name: String)
    /// A `--map` tries to keep a column that must never be stored.
    case neverStored(String)
    /// No row among the first ones looks like a header.
    case noHeader(searched: Int, columnCount: Int)
    /// The header names no column for what every record needs: a business name, and a phone unless that is waived.
    case fieldsMissing([Field], headers: [String])

    package var code: FaultCode {
        switch self {
        case .overrideWithoutTarget, .unknownField, .unknownColumn, .columnNumberOutOfRange, .fieldMappedTwice, .columnMappedTwice,
            .neverStored, .columnOfRejects:
            .mappingInvalid
        case .empty: .fileEmpty
        case .noHeader: .headerNotFound
        case .fieldsMissing: .columnsMissing
        }
    }

    package var details: [String: String] {
        switch self {
        case .fieldsMissing(let fields, _): ["fields": fields.map(\.rawValue).joined(separator: ",")]
        default: [:]
        }
    }

    package var summary: String {
        switch self {
        case .empty:
            "The file holds no rows."
        case .overrideWithoutTarget(let text):
            "--map \"\(text)\" does not say what the column means."
        case .unknownField(let name):
            "--map knows no field \"\(name)\"."
        case .unknownColumn(let name, let headers):
            "--map names a column \"\(name)\", which the file does not have. Its columns are: \(Self.list(headers))."
        case .columnNumberOutOfRange(let number, let count):
            "--map names column #\(number), but the file has columns #1 to #\(count)."
        case .fieldMappedTwice(let field):
            "Two --map options name a column for \(field.rawValue)."
        case .columnMappedTwice(let name):
            "Two --map options speak of the column \"\(name)\"."
        case .columnOfRejects(let number, let name):
            "--map names column #\(number), which is the “\(name)” that a list of rejects begins with: it is dropped."
        case .neverStored(let name):
            "The column \"\(name)\" holds traces of owners or addresses and is never stored."
        case .noHeader(let searched, let count):
            "No header was found in the first \(searched) rows, which have \(count) columns."
        case .fieldsMissing(let fields, let headers):
            "No column was recognized as \(fields.map(Self.noun).joined(separator: ", or as ")). The columns are: \(Self.list(headers))."
        }
    }

    package var remedy: String? {
        switch self {
        case .empty:
            "Check that the right file was given."
        case .overrideWithoutTarget:
            "Write --map \"Header=field\" or --map \"#3=field\", where field is one of: \(Self.allowed)."
        case .unknownField(let name):
            Self.suggestion(Nearest.match(for: name, in: Field.allCases.map(\.rawValue) + ["ignore", "extra"]))
                + "The fields are: \(Self.allowed)."
        case .unknownColumn(let name, let headers):
            Self.suggestion(Nearest.match(for: name, in: headers))
                + "Name a column as the file writes it, or by its number: --map \"#3=…\"."
        case .columnNumberOutOfRange:
            "Columns are counted from 1, at the left."
        case .fieldMappedTwice, .columnMappedTwice:
            "Keep one of the two."
        case .columnOfRejects:
            "Leave --map away: the columns of the list are called by what they mean. Or count from #6 on."
        case .neverStored:
            "Leave the column out of --map; it stays in the source file alone."
        case .noHeader:
            "If the file has no header, name its columns by number: --map \"#1=business_name\" --map \"#2=business_phone\". "
                + "If it has one, name a column of it: --map \"Header=business_name\". "
                + "A file that has no business names needs --without-name." + Self.skipLines
        case .fieldsMissing(let fields, let headers):
            Self.advice(fields, headers)
        }
    }

    private static let allowed = (Field.allCases.map(\.rawValue) + ["extra", "ignore"]).joined(separator: ", ")

    /// At most this many headers are written out, so that a file of 10,000 columns still gets a readable message.
    private static let headersShown = 60

    private static func list(_ headers: [String]) -> String {
        let shown = headers.prefix(headersShown).map { "\"\($0.prefix(80))\"" }.joined(separator: ", ")
        return headers.count <= headersShown ? shown : shown + " and \(headers.count - headersShown) more"
    }

    private static func noun(_ field: Field) -> String {
        switch field {
        case .businessName: "the business name"
        case .businessPhone: "a phone number"
        default: field.rawValue
        }
    }

    private static let skipLines = " Lines above the table are left out with --skip-lines N."

    private static func suggestion(_ match: String?) -> String {
        match.map { "Did you mean \"\($0)\"? " } ?? ""
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
        return "Say which column it is: \(options.joined(separator: " "))." + noName + noPhone + skipLines
    }

    /// The header that most likely is `field`, by the words in it; only a hint in a message, never used to map.
    private static func likelyHeader(of field: Field, in headers: [String]) -> String? {
        let words: [String] =
            switch field {
            case .businessName: ["company", "business", "firm", "organi", "account", "name", "title", "label"]
            case .businessPhone: ["phone", "tel", "mobile", "cell", "number", "call"]
            default: []
            }
        for word in words {
            let match = headers.first {
                let key = HeaderKey($0)
                return key.text.contains(word) && !HeaderSynonyms.isFax(key) && !HeaderSynonyms.isNeverStored(key)
            }
            if let match { return match }
        }
        return nil
    }
}
