/// Why a generated row cannot become a record; every rejected row has exactly one reason.
package enum SampleReject: Int, CaseIterable, Sendable {
    case missingBusinessName, malformedEmail, tooFewFields, tooManyFields

    /// The reasons that leave a row with its 15 fields: what plain `COPY` can load.
    package static let keepingShape: [SampleReject] = [.missingBusinessName, .malformedEmail]
}

/// What refining a generated file has to give, exactly: `rows == stored + duplicates + rejects`.
package struct SampleCounts: Sendable, Equatable {
    /// Rows after the header.
    package var rows = 0
    /// Rows whose e-mail and phone repeat an earlier row's.
    package var duplicates = 0
    /// Records whose phone is invalid; their duplicates are not counted.
    package var badPhones = 0
    /// Rejected rows by reason.
    package var rejectsByReason: [SampleReject: Int] = [:]

    package var rejects: Int { rejectsByReason.values.reduce(0, +) }
    /// Rows that become records: the number of distinct fingerprints.
    package var stored: Int { rows - duplicates - rejects }
}
