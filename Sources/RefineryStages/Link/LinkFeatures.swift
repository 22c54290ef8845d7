package import RefineryModel

/// What of a record is compared: names without titles and legal forms, hashes of addresses and numbers. Made once, compared often.
package struct LinkFeatures: Sendable {
    package let id: RecordID
    /// By which records of one company usually find each other; hashes that no other kind of key has.
    package let companyKeys: [Int64]
    /// By which records of one person usually find each other.
    package let personKeys: [Int64]
    /// Whether it names a person, or has what only one person has: a mailbox that is not generic, or, without a company, any number.
    package let hasPerson: Bool
    /// Whether it names a company, or has a company's domain.
    package let hasCompany: Bool

    package init(_ record: LinkRecord) {
        id = record.id
        companyKeys = []
        personKeys = []
        hasPerson = false
        hasCompany = false
    }

    /// Whether both can be one: persons whose names do not contradict each other, offices that are not in different places.
    package func isCompatible(with other: LinkFeatures, _ kind: LinkKind) -> Bool { true }

    /// Whether both are compatible with the same others: what one says against another the other one says as well.
    func hasSameFace(as other: LinkFeatures, _ kind: LinkKind) -> Bool { true }
}
