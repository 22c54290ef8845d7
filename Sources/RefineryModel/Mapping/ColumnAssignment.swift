/// Gives each column of a file its use.
package enum ColumnAssignment {
    /// Maps the columns: first what the user says, then the columns that must never be stored, then for each field the column that is it
    /// best; what remains is an extra.
    /// - Parameters:
    ///   - detected: What each column was found to be.
    ///   - leastConfidence: Columns that are less sure are extras.
    package static func assign(
        headers: [String], detected: [DetectedColumn], overrides: [MappingOverride],
        leastConfidence: Double = DetectedColumn.sure
    ) throws(MappingError) -> Mapping {
        let names = distinctNames(headers)
        var uses = [ColumnUse?](repeating: nil, count: headers.count)
        for (column, header) in headers.enumerated() where HeaderSynonyms.isNeverStored(HeaderKey(header)) {
            uses[column] = .neverStored(name: names[column])
        }
        let taken = try apply(overrides, headers: headers, names: names, to: &uses)
        var choice = ColumnChoice(headers, detected, leastConfidence, open: headers.indices.filter { uses[$0] == nil }, taken: taken)
        for (column, field, role) in choice.chosen() {
            uses[column] = .field(field, multiplier: multiplier(of: headers[column], for: field), role: role)
        }
        let columns = uses.enumerated().map { column, use in use ?? .extra(name: names[column]) }
        return Mapping(columns: columns, names: names)
    }

    /// What a mapping for such files says of the columns that the user did not map.
    package static func settled(
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

    /// What is said of columns, by their position, and who says it.
    package static func said(
        _ overrides: [MappingOverride], _ source: String, headers: [String]
    ) throws(MappingError) -> [Int: DetectedColumn.Statement] {
        guard !overrides.isEmpty else { return [:] }
        let names = distinctNames(headers)
        var said: [Int: DetectedColumn.Statement] = [:]
        for override in overrides {
            said[try position(of: override.column, headers: headers, names: names)] = .init(target: override.target, source: source)
        }
        return said
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

    private static func multiplier(of header: String, for field: Field) -> Int64 {
        field == .annualRevenue ? HeaderKey(header).multiplier : 1
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
