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
        switch right.lowercased() {
        case "ignore": target = .ignore
        case "extra": target = .extra
        case let name:
            let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let field = Field(rawValue: String(parts[0])) else { throw .unknownField(right) }
            let role = parts.count == 2 ? ColumnRole(rawValue: String(parts[1])) : nil
            guard parts.count == 1 || role?.fits(field) == true else { throw .unknownField(right) }
            target = .field(field, role: role)
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isWholeNumber }
}
