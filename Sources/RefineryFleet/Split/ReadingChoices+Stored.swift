internal import RefineryModel
internal import RefineryStages

/// What `refinery.submit_import` keeps of it, until a coordinator has read the file: its options with `place = 'reading'`.
extension ReadingChoices: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case delimiter, encoding, header, map, remembered, sheet, table, yes
        case skipLines = "skip_lines"
        case withoutName = "without_name"
        case withoutPhone = "without_phone"
    }

    /// - Throws: `DecodingError`, and ``MappingError`` for what `map` cannot mean.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init()
        delimiter = try values.decodeIfPresent(String.self, forKey: .delimiter)?.utf8.first
        encoding = try values.decodeIfPresent(String.self, forKey: .encoding)
        sheet = try values.decodeIfPresent(String.self, forKey: .sheet)
        table = try values.decodeIfPresent(String.self, forKey: .table)
        hasHeader = try values.decodeIfPresent(Bool.self, forKey: .header)
        skippedLines = try values.decodeIfPresent(Int.self, forKey: .skipLines) ?? 0
        requiresName = try values.decodeIfPresent(Bool.self, forKey: .withoutName) != true
        // What a row must have was decided when the file was submitted.
        acceptsPersons = false
        requiresPhone = try values.decodeIfPresent(Bool.self, forKey: .withoutPhone) != true
        usesLibrary = try values.decodeIfPresent(Bool.self, forKey: .remembered) != false
        acceptsGuesses = try values.decodeIfPresent(Bool.self, forKey: .yes) == true
        let map = try values.decodeIfPresent([String: String].self, forKey: .map) ?? [:]
        overrides = try map.sorted { $0.key < $1.key }
            .map { header, target throws(MappingError) in try MappingOverride("\(header)=\(target)") }
    }
}
