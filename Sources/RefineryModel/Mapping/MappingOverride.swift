/// One `--map` of the user: this column means that, whatever the synonyms say.
package struct MappingOverride: Sendable, Equatable, Codable {
    /// The column, by what the user knows of it.
    package enum Column: Sendable, Equatable, Codable {
        /// Its header, matched without regard to case and punctuation.
        case named(String)
        /// Its position from 1: `#3`.
        case numbered(Int)
    }

    /// What the column shall be.
    package enum Target: Sendable, Equatable, Codable {
        case field(Field, role: ColumnRole? = nil)
        case extra
        case ignore
    }

    package let column: Column
    package let target: Target

    package init(column: Column, target: Target) {
        self.column = column
        self.target = target
    }

    /// Parses `Firm=business_name`, `#3=business_phone`, `Cell=other_phones:mobile`, `Notes=ignore` or `Notes=extra`.
    ///
    /// The last `=` separates, since a header may hold one; the left side is a column number only when it is `#` and digits alone,
    /// so `# Employees` stays a header.
    /// - Throws: ``MappingError/overrideWithoutTarget(_:)`` or ``MappingError/unknownField(_:)``.
    package init(_ text: String) throws(MappingError) {
        guard let equals = text.lastIndex(of: "=") else { throw .overrideWithoutTarget(text) }
        let left = Self.trimmed(text[..<equals])
        let right = Self.trimmed(text[text.index(after: equals)...])
        guard !left.isEmpty, !right.isEmpty else { throw .overrideWithoutTarget(text) }
        if left.first == "#", let number = Int(left.dropFirst()), left.dropFirst().allSatisfy(\.isASCIIDigit) {
            column = .numbered(number)
        } else {
            column = .named(left)
        }
        target = try Target(right)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

extension MappingOverride.Target {
    /// Parses `business_phone`, `other_phones:mobile`, `extra` or `ignore`, in any case.
    /// - Throws: ``MappingError/unknownField(_:)``.
    package init(_ text: String) throws(MappingError) {
        let parts = text.lowercased().split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch (parts.first ?? "", parts.count) {
        case ("ignore", 1): self = .ignore
        case ("extra", 1): self = .extra
        default:
            guard let field = Field(rawValue: String(parts.first ?? "")) else { throw .unknownField(text) }
            let role = parts.count == 2 ? ColumnRole(rawValue: String(parts[1])) : nil
            guard parts.count == 1 || role?.fits(field) == true else { throw .unknownField(text) }
            self = .field(field, role: role)
        }
    }

    /// The text that is parsed to this.
    package var text: String {
        switch self {
        case .ignore: "ignore"
        case .extra: "extra"
        case .field(let field, let role): field.rawValue + (role.map { ":\($0.rawValue)" } ?? "")
        }
    }

    /// What became of a column, as what somebody may say of it.
    package init(_ use: ColumnUse) {
        switch use {
        case .field(let field, _, let role): self = .field(field, role: role)
        case .extra: self = .extra
        case .neverStored: self = .ignore
        }
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isWholeNumber }
}
