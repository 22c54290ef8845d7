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
    /// A `--map` speaks of one of the columns that a list of ours puts beside those of the file; these are dropped.
    case columnOfList(Int, name: String)
    /// A `--map` tries to keep a column that must never be stored.
    case neverStored(String)
    /// No row among the first ones looks like a header.
    case noHeader(searched: Int, columnCount: Int)
    /// The header names no column for what every record needs: a business name, and a phone unless that is waived.
    case fieldsMissing([Field], headers: [String])
    /// What every record needs may be in these columns, but that is not sure enough.
    case undecided([Field], columns: [String])

    package var code: FaultCode {
        switch self {
        case .overrideWithoutTarget, .unknownField, .unknownColumn, .columnNumberOutOfRange, .fieldMappedTwice, .columnMappedTwice,
            .neverStored, .columnOfList:
            .mappingInvalid
        case .empty: .fileEmpty
        case .noHeader: .headerNotFound
        case .fieldsMissing: .columnsMissing
        case .undecided: .columnsUndecided
        }
    }

    package var details: [String: String] {
        switch self {
        case .fieldsMissing(let fields, _), .undecided(let fields, _): ["fields": fields.map(\.rawValue).joined(separator: ",")]
        default: [:]
        }
    }

    package var summary: String {
        switch self {
        case .empty:
            "The file holds no rows."
        case .overrideWithoutTarget(let text):
            "The mapping \"\(text)\" does not say what the column means."
        case .unknownField(let name):
            "There is no field \"\(name)\"."
        case .unknownColumn(let name, let headers):
            "The mapping names a column \"\(name)\", which the file does not have. Its columns are: \(Self.list(headers))."
        case .columnNumberOutOfRange(let number, let count):
            "The mapping names column #\(number), but the file has columns #1 to #\(count)."
        case .fieldMappedTwice(let field):
            "Two mappings name a column for \(field.rawValue)."
        case .columnMappedTwice(let name):
            "Two mappings speak of the column \"\(name)\"."
        case .columnOfList(let number, let name):
            "The mapping names column #\(number), the “\(name)” of a list that was exported: it is dropped."
        case .neverStored(let name):
            "The column \"\(name)\" holds traces of owners or addresses and is never stored."
        case .noHeader(let searched, let count):
            "No header was found in the first \(searched) rows, which have \(count) columns."
        case .fieldsMissing(let fields, let headers):
            "No column was recognized as \(fields.map(Self.noun).joined(separator: ", or as ")). The columns are: \(Self.list(headers))."
        case .undecided(let fields, let columns):
            "It is not sure enough which column is \(fields.map(Self.noun).joined(separator: " and which ")): it may be \(Self.list(columns))."
        }
    }

    package var remedy: String? {
        switch self {
        case .empty:
            "Check that the right file was given."
        case .overrideWithoutTarget:
            "Name a column, by its header or its number, and one of these fields: \(Self.allowed)."
        case .unknownField(let name):
            Self.suggestion(Nearest.match(for: name, in: Field.allCases.map(\.rawValue) + ["ignore", "extra"]))
                + "The fields are: \(Self.allowed)."
        case .unknownColumn(let name, let headers):
            Self.suggestion(Nearest.match(for: name, in: headers))
                + "Name a column as the file writes it, or by its number, such as #3."
        case .columnNumberOutOfRange:
            "Columns are counted from 1, at the left."
        case .fieldMappedTwice, .columnMappedTwice:
            "Keep one of the two."
        case .columnOfList:
            "Leave the mapping out: the columns of the list are called by what they mean. Or count those of the file among all of them."
        case .neverStored:
            "Leave the column out; it stays in the source file alone."
        case .noHeader:
            "If the file has no header, name its columns by number; if it has one, name a column of it. "
                + "If lines stand above the header, say how many are to be skipped."
        case .fieldsMissing([.businessPhone], _):
            "Accept a file without phone numbers, if it has none."
        case .fieldsMissing(let fields, _):
            "Say which column it is" + fields.compactMap(Self.waiver).map { ", or accept a file without \($0)" }.joined() + "."
        case .undecided:
            "Say which it is, or let the best guess stand."
        }
    }

    package static let allowed = (Field.allCases.map(\.rawValue) + ["extra", "ignore"]).joined(separator: ", ")

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

    private static func suggestion(_ match: String?) -> String {
        match.map { "Did you mean \"\($0)\"? " } ?? ""
    }

    /// What a file may do without, when that is accepted.
    private static func waiver(_ field: Field) -> String? {
        switch field {
        case .businessName: "business names"
        case .businessPhone: "phone numbers"
        default: nil
        }
    }

    /// The header that most likely is `field`, by the words in it; only a hint in a message, never used to map.
    package static func likelyHeader(of field: Field, in headers: [String]) -> String? {
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
