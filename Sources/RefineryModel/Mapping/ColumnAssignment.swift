/// Gives each column of a header its use.
enum ColumnAssignment {
    /// Maps the columns: first what the user says, then the columns that must never be stored, then the best synonym for each field;
    /// what remains is an extra.
    static func assign(headers: [String], overrides: [MappingOverride], requiresName: Bool, requiresPhone: Bool) throws(MappingError)
        -> Mapping
    {
        let names = distinctNames(headers)
        var uses = [ColumnUse?](repeating: nil, count: headers.count)
        for (column, header) in headers.enumerated() where HeaderSynonyms.isNeverStored(HeaderKey(header)) {
            uses[column] = .neverStored(name: names[column])
        }
        let taken = try apply(overrides, headers: headers, names: names, to: &uses)
        // A file may have 100,000 columns: each header is read once, and only the known ones are compared.
        let known = headers.indices.compactMap { column -> (column: Int, forms: [Form])? in
            guard uses[column] == nil else { return nil }
            let forms = forms(of: headers[column]).filter { HeaderSynonyms.isKnown($0.key) }
            return forms.isEmpty ? nil : (column, forms)
        }
        for field in HeaderSynonyms.priority where !taken.contains(field) {
            let ranked = known.compactMap { column, forms -> (rank: Int, column: Int)? in
                guard uses[column] == nil else { return nil }
                return rank(of: forms, for: field).map { (rank: $0, column: column) }
            }
            guard let best = ranked.min(by: { ($0.rank, $0.column) < ($1.rank, $1.column) }) else { continue }
            uses[best.column] = .field(field, multiplier: multiplier(of: headers[best.column], for: field))
        }
        let columns = uses.enumerated().map { column, use in use ?? .extra(name: names[column]) }
        let mapping = Mapping(columns: columns, names: names)
        try requireFields(of: mapping, requiresName: requiresName, requiresPhone: requiresPhone)
        return mapping
    }

    /// What a mapping for such files says of the columns that the user did not map.
    static func settled(
        by match: MappingLibrary.Match?, besides overrides: [MappingOverride], headers: [String]
    ) throws(MappingError) -> [MappingOverride] {
        guard let match else { return [] }
        let names = distinctNames(headers)
        var columns = Set(headers.indices.filter { HeaderSynonyms.isNeverStored(HeaderKey(headers[$0])) })
        var fields: Set<Field> = []
        for override in overrides {
            columns.insert(try position(of: override.column, headers: headers, names: names))
            if case .field(let field, let role) = override.target, role?.isPart != true { fields.insert(field) }
        }
        return match.overrides(besides: columns, fields)
    }

    /// Whether a header is known for any field, as written or without its unit or what stands in parentheses.
    static func isKnown(_ header: String) -> Bool {
        forms(of: header).contains { HeaderSynonyms.isKnown($0.key) }
    }

    private static func apply(
        _ overrides: [MappingOverride], headers: [String], names: [String], to uses: inout [ColumnUse?]
    ) throws(MappingError) -> Set<Field> {
        var fields: Set<Field> = []
        var columns: Set<Int> = []
        for override in overrides {
            let column = try position(of: override.column, headers: headers, names: names)
            guard columns.insert(column).inserted else { throw .columnMappedTwice(names[column]) }
            if override.target == .ignore {
                uses[column] = .neverStored(name: names[column])
                continue
            }
            if case .neverStored(let name) = uses[column] { throw .neverStored(name) }
            switch override.target {
            case .field(let field, let role):
                if role?.isPart != true, !fields.insert(field).inserted, !field.isRepeatable { throw .fieldMappedTwice(field) }
                uses[column] = .field(field, multiplier: multiplier(of: headers[column], for: field), role: role)
            case .extra, .ignore: uses[column] = .extra(name: names[column])
            }
        }
        return fields
    }

    /// The column an override speaks of: the header as written, else the distinct name shown, else the first that is the same but
    /// for case and punctuation.
    private static func position(
        of column: MappingOverride.Column, headers: [String], names: [String]
    ) throws(MappingError) -> Int {
        switch column {
        case .numbered(let number):
            guard headers.indices.contains(number - 1) else { throw .columnNumberOutOfRange(number, columnCount: headers.count) }
            return number - 1
        case .named(let name):
            let key = HeaderKey(name)
            let same = headers.firstIndex(of: name) ?? names.firstIndex(of: name)
            guard let position = same ?? headers.firstIndex(where: { !key.text.isEmpty && HeaderKey($0) == key }) else {
                throw .unknownColumn(name, headers: names)
            }
            return position
        }
    }

    private static func requireFields(of mapping: Mapping, requiresName: Bool, requiresPhone: Bool) throws(MappingError) {
        let fields = Set(mapping.fields)
        var missing: [Field] = []
        if requiresName, !fields.contains(.businessName) { missing.append(.businessName) }
        if requiresPhone, fields.isDisjoint(with: [.businessPhone, .directPhone]) { missing.append(.businessPhone) }
        guard missing.isEmpty else { throw .fieldsMissing(missing, headers: mapping.names) }
    }

    private static func multiplier(of header: String, for field: Field) -> Int64 {
        field == .annualRevenue ? HeaderKey(header).multiplier : 1
    }

    /// The best place of any form of the header; a form with something cut off comes right behind the form as written.
    private static func rank(of forms: [Form], for field: Field) -> Int? {
        forms.compactMap { form in HeaderSynonyms.rank(of: form.key, for: field).map { $0 * 4 + form.cut } }.min()
    }

    /// A way to read a header, and how much was cut off for it.
    private typealias Form = (key: HeaderKey, cut: Int)

    private static func forms(of header: String) -> [Form] {
        let whole = HeaderKey(header)
        guard !whole.text.isEmpty else { return [] }
        var forms = [(key: whole, cut: 0)]
        // "Employees (Single Site)" is known as such; only an unknown header is looked at without its ending.
        if HeaderSynonyms.isKnown(whole) { return forms }
        // What "Phone (Fax)" and the like say without an ending would be a phone.
        if HeaderSynonyms.isFax(whole) { return forms }
        if let bare = HeaderKey.withoutParentheses(header) { forms.append((bare, 1)) }
        if let unitless = whole.withoutUnit { forms.append((unitless, 2)) }
        return forms
    }

    /// Names that are never empty and never twice the same: `column_7` for a blank header, `Notes_2` for the second `Notes`.
    private static func distinctNames(_ headers: [String]) -> [String] {
        var used: Set<String> = []
        var next: [String: Int] = [:]
        // What the file writes once must keep its name, so generated names give way to it.
        let written = Set(headers.map(cleaned))
        return headers.enumerated().map { column, header in
            let name = cleaned(header)
            let base = name.isEmpty ? "column_\(column + 1)" : name
            if used.insert(base).inserted { return base }
            var number = next[base] ?? 2
            while written.contains("\(base)_\(number)") || used.contains("\(base)_\(number)") { number += 1 }
            next[base] = number + 1
            let distinct = "\(base)_\(number)"
            used.insert(distinct)
            return distinct
        }
    }

    /// A header trimmed, on one line, and short enough for the key of a JSON object.
    private static func cleaned(_ header: String) -> String {
        var name = ""
        var pendingSpace = false
        for scalar in header.unicodeScalars {
            if scalar.properties.isWhitespace {
                pendingSpace = !name.isEmpty
            } else if scalar.value >= 0x20, scalar.value != 0x7F, scalar != "\u{FEFF}", scalar != "\u{200B}" {
                if pendingSpace { name.unicodeScalars.append(" ") }
                pendingSpace = false
                name.unicodeScalars.append(scalar)
            }
        }
        return String(name.prefix(120))
    }
}
