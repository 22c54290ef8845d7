/// Something that the migrations and views make.
package struct SchemaObject: Sendable, Hashable, Comparable {
    package enum Kind: String, Sendable, CaseIterable {
        case table, column, constraint, index, sequence, view, function
    }

    package let kind: Kind
    /// A column or constraint with its table: `jobs.state`.
    package let name: String

    package init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    package static func < (left: Self, right: Self) -> Bool { (left.kind.rawValue, left.name) < (right.kind.rawValue, right.name) }
}
