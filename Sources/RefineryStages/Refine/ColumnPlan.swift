internal import RefineryModel

/// The mapping of an import, turned round: for each field its column, so that refining a row looks nothing up.
struct ColumnPlan {
    /// A column that may hold numbers.
    struct PhoneColumn {
        enum Kind { case business, direct, other, fax }

        let index: Int
        let field: Field
        let kind: Kind
        let role: ColumnRole?

        /// Whether a record has a column for one number of it.
        var isFirst: Bool { kind == .business || kind == .direct }
    }

    /// Columns of the header.
    let count: Int
    /// What an annual revenue in plain digits is multiplied by.
    let revenueMultiplier: Int64
    /// Columns without a field, each with the beginning of its JSON member: `"name":"`.
    let extras: [(column: Int, key: [UInt8])]
    /// Columns that are stored nowhere but in the source, ascending.
    let hidden: [Int]
    /// Where numbers are looked for: business phone, direct phone, the others in the order of the file, faxes.
    let phones: [PhoneColumn]
    /// Where addresses of e-mail are looked for, the best first.
    let emails: [(index: Int, field: Field)]
    /// The columns of the extensions of business and direct phone; nil when there are none.
    let businessExtension: Int?
    let directExtension: Int?
    /// Further lines of the street.
    let streetLines: [Int]
    /// Whether the address holds all of it, to be taken apart.
    let isAddressWhole: Bool
    /// The field of each column.
    let fields: [Field?]
    private let columns: [Int?]

    init(_ mapping: Mapping) {
        count = mapping.columns.count
        fields = mapping.columns.map(\.field)
        let columns = Field.allCases.map { mapping.column(of: $0) }
        self.columns = columns
        revenueMultiplier =
            mapping.column(of: .annualRevenue).map { index in
                if case .field(_, let multiplier, _) = mapping.columns[index] { multiplier } else { 1 }
            } ?? 1
        hidden = mapping.columns.indices.filter { index in
            if case .neverStored = mapping.columns[index] { true } else { false }
        }
        extras = mapping.columns.enumerated().compactMap { index, use in
            guard case .extra(let name) = use else { return nil }
            return (column: index, key: JSONText.quoted(name) + [UInt8(ascii: ":")])
        }
        let order: [(Field, PhoneColumn.Kind)] = [
            (.businessPhone, .business), (.directPhone, .direct), (.otherPhones, .other), (.fax, .fax),
        ]
        phones = order.flatMap { field, kind in
            mapping.columns.indices.filter { mapping.columns[$0].field == field }.map { index in
                PhoneColumn(index: index, field: field, kind: kind, role: mapping.columns[index].role)
            }
        }
        let others = mapping.columns.indices.filter { mapping.columns[$0].field == .otherEmails }
        let business = others.filter { mapping.columns[$0].role != .personal }
        let personal = others.filter { mapping.columns[$0].role == .personal }
        emails =
            (columns[Field.businessEmail.index].map { [($0, .businessEmail)] } ?? []) + (business + personal).map { ($0, .otherEmails) }
        (businessExtension, directExtension) = Self.extensions(mapping)
        streetLines = mapping.columns.indices.filter {
            mapping.columns[$0].field == .businessAddress && mapping.columns[$0].role?.isPart == true
        }
        isAddressWhole = columns[Field.businessAddress.index].map { mapping.columns[$0].role == .full } ?? false
    }

    /// Whether a column of addresses holds the street alone.
    func isStreet(_ column: Int) -> Bool { !isAddressWhole && !streetLines.contains(column) }

    /// The column of the file that holds a field, from 0; nil when none does.
    @inline(__always) subscript(field: Field) -> Int? { columns[field.index] }

    /// An extension belongs to the business phone, unless its role says that it is the direct one's, or there are several and it stands
    /// behind the direct phone.
    private static func extensions(_ mapping: Mapping) -> (business: Int?, direct: Int?) {
        let all = mapping.columns.indices.filter { mapping.columns[$0].field == .phoneExtension }
        let direct = all.first { index in
            if let role = mapping.columns[index].role { return role == .direct || role == .mobile }
            let before = mapping.columns[..<index].last { $0.field?.isPhone == true }
            return all.count > 1 && before?.field == .directPhone
        }
        return (all.first { $0 != direct && mapping.columns[$0].role != .direct }, direct)
    }
}

extension Field {
    /// Whether numbers to be called stand in it.
    var isPhone: Bool { self == .businessPhone || self == .directPhone || self == .otherPhones }
}
