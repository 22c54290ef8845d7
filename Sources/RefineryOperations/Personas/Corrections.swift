package import Foundation
package import RefineryModel

/// What a person corrected, and what became of it.
package struct Correction: Sendable {
    /// A persona or company that there is now.
    package struct Group: Sendable, Equatable {
        package let id: UUID
        /// How many records it has.
        package let records: Int
    }

    package let kind: LinkKind
    /// What was said of the records: ``LinkState/confirmed`` that they are the same, ``LinkState/refused`` that they are not.
    package let state: LinkState
    /// Pairs that it was said of: all of them for a decision, those that were made for a merge; none for a split.
    package let links: [(record: RecordID, other: RecordID)]
    /// Those that the records belong to now.
    package let groups: [Group]
}

/// A correction as programs read it.
package struct CorrectionDocument: Encodable {
    struct Group: Encodable {
        let id: String
        let records: Int
    }

    let kind: String
    let state: String
    let links: [String]
    let groups: [Group]

    package init(_ correction: Correction) {
        kind = correction.kind.rawValue
        state = correction.state.rawValue
        links = correction.links.map { LinkName(correction.kind, $0.record, $0.other).description }
        groups = correction.groups.map { Group(id: $0.id.uuidString.lowercased(), records: $0.records) }
    }
}

/// How a pair of records is called: `persona:4294967297:8589934593`.
package struct LinkName: Sendable, Equatable, CustomStringConvertible {
    package let kind: LinkKind
    package let record: RecordID
    package let other: RecordID

    package init(_ kind: LinkKind, _ record: RecordID, _ other: RecordID) {
        self.kind = kind
        self.record = min(record, other)
        self.other = max(record, other)
    }

    /// - Returns: Nil for what is no such name.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let kind = LinkKind(rawValue: String(parts[0])), let one = Int64(parts[1]), let other = Int64(parts[2]),
            one != other
        else { return nil }
        self.init(kind, RecordID(rawValue: one), RecordID(rawValue: other))
    }

    package var description: String { "\(kind.rawValue):\(record.rawValue):\(other.rawValue)" }
}

/// Why a correction is not made.
package enum CorrectionError: Fault, Equatable {
    case notFound(String)
    case same(LinkKind)
    case notMembers(LinkKind, [Int64])
    case nobodyStays(LinkKind)
    case generic

    package var code: FaultCode {
        switch self {
        case .notFound: .linkNotFound
        case .same, .notMembers, .nobodyStays, .generic: .valueInvalid
        }
    }
    package var summary: String {
        switch self {
        case .notFound(let name): "Nothing was found about the records of “\(name)”."
        case .same(let kind): "Both are the same \(kind.rawValue)."
        case .notMembers(let kind, let records):
            "\(records.map { "\($0)" }.joined(separator: ", ")): no record of this \(kind.rawValue)."
        case .nobodyStays(let kind): "All records of the \(kind.rawValue) were named: none would stay."
        case .generic: "Whoever answers at a company is there as long as the company has records without a person."
        }
    }
    package var remedy: String? {
        switch self {
        case .notFound: "List the candidates; a pair is called kind:record:record there."
        case .same, .generic: nil
        case .notMembers: "Look at it: its records are listed with their ids."
        case .nobodyStays: "Name those alone that are another one."
        }
    }
}
