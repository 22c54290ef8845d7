/// Makes a CSV file shaped like a USBizData delivery, for demos, tests and benchmarks.
///
/// The same seed gives the same bytes on every machine, in constant memory. What refining the file must give is known exactly (``expected``).
/// Company and contact names are made up and every e-mail and website ends in `.example` (RFC 2606). The phone numbers are well-formed
/// and might belong to somebody: never dial them.
///
/// A row is one of four kinds, drawn independently. A *duplicate* repeats e-mail and phone of an earlier row, often in another notation; a
/// quarter follow close behind that row, the others may be anywhere after it. A *bad phone* is invalid under every reading. A *reject*
/// has no business name, a malformed e-mail, too few fields or too many. All other rows have a valid phone and a fingerprint of their own.
package struct SampleGenerator: Sendable {
    package static let header =
        "Company Name,Contact Name,Email Address,Street Address,City,State,Zip Code,County,Area Code,Phone Number,"
        + "Website URL,Number of Employees,Annual Revenue,SIC Code,SIC Description"
    package static let columnCount = 15

    private let rows: Int
    private let seed: UInt64
    private let rejectsBelow: Double
    private let duplicatesBelow: Double
    private let badPhonesBelow: Double
    private let rejectReasons: [SampleReject]

    /// - Parameters:
    ///   - rows: Rows after the header; zero gives the header alone.
    ///   - seed: Names the file; another seed gives other companies and contacts.
    ///   - duplicateRate: Share of rows that repeat an earlier row. The first row is always an ordinary one, whatever the rates.
    ///   - badPhoneRate: Share of rows that are first of their kind with an invalid phone.
    ///   - rejectRate: Share of rows that cannot become a record.
    ///   - rejectReasons: The kinds of reject to make, in equal parts; ``SampleReject/keepingShape`` leaves ragged rows out.
    /// - Precondition: No rate is negative, and duplicates and rejects are at most 0.95 together: a duplicate needs a row to repeat.
    package init(
        rows: Int, seed: UInt64, duplicateRate: Double = 0.10, badPhoneRate: Double = 0.05, rejectRate: Double = 0.02,
        rejectReasons: [SampleReject] = SampleReject.allCases
    ) {
        precondition(rows >= 0, "a file cannot have a negative number of rows")
        precondition(min(duplicateRate, badPhoneRate, rejectRate) >= 0, "a rate cannot be negative")
        precondition(duplicateRate + rejectRate <= 0.95, "duplicates and rejects together may be at most 0.95 of the rows")
        precondition(!rejectReasons.isEmpty || rejectRate == 0, "rejects need a reason")
        self.rows = rows
        self.seed = seed
        self.rejectReasons = rejectReasons
        rejectsBelow = rejectRate
        duplicatesBelow = rejectRate + duplicateRate
        badPhonesBelow = rejectRate + duplicateRate + badPhoneRate
    }

    /// What refining the whole file must give. Computed without writing it.
    /// - Complexity: O(`rows`), a few nanoseconds each.
    package var expected: SampleCounts {
        var counts = SampleCounts(rows: rows)
        for row in 0..<rows {
            switch kind(of: row) {
            case .ordinary: break
            case .badPhone: counts.badPhones += 1
            case .duplicate: counts.duplicates += 1
            case .reject(let reason): counts.rejectsByReason[reason, default: 0] += 1
            }
        }
        return counts
    }

    /// Writes header and rows to `sink` in pieces of about 64 KiB, each ending at the end of a row.
    /// - Parameter sink: Called with bytes that are valid during the call only; what it throws ends the writing.
    package func write(to sink: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        let pieceBytes = 65_536
        var line = SampleLine(capacity: pieceBytes + 4_096)
        line.add(Self.header)
        line.endRow()
        for row in 0..<rows {
            append(row, to: &line)
            if line.bytes.count >= pieceBytes {
                try line.bytes.withUnsafeBytes(sink)
                line.clear()
            }
        }
        try line.bytes.withUnsafeBytes(sink)
    }

    private func append(_ row: Int, to line: inout SampleLine) {
        var form = SampleRandom(seed: seed, item: row, topic: .form)
        switch kind(of: row) {
        case .ordinary:
            contact(of: row).append(to: &line, form: &form)
        case .badPhone:
            contact(of: row, phoneIsBad: true).append(to: &line, form: &form)
        case .duplicate:
            let original = target(of: row)
            contact(of: original, phoneIsBad: kind(of: original) == .badPhone).append(to: &line, form: &form, isRepeat: true)
        case .reject(let reason):
            contact(of: row).append(to: &line, form: &form, reject: reason)
        }
    }

    private enum Kind: Equatable {
        case ordinary, badPhone, duplicate
        case reject(SampleReject)
    }

    private func kind(of row: Int) -> Kind {
        guard row > 0 else { return .ordinary }
        var random = SampleRandom(seed: seed, item: row, topic: .kind)
        let draw = random.fraction()
        if draw < rejectsBelow { return .reject(random.pick(rejectReasons)) }
        if draw < duplicatesBelow { return .duplicate }
        return draw < badPhonesBelow ? .badPhone : .ordinary
    }

    /// The earlier row that duplicate `row` repeats; row 0, always ordinary, ends the search.
    private func target(of row: Int) -> Int {
        var random = SampleRandom(seed: seed, item: row, topic: .target)
        var candidate = random.chance(perMille: 250) ? row - 1 : random.below(row)
        while true {
            switch kind(of: candidate) {
            case .ordinary, .badPhone: return candidate
            case .duplicate, .reject: candidate -= 1
            }
        }
    }

    /// Some companies stand on several rows in a row, one for each contact: they share everything but name and e-mail.
    private func contact(of row: Int, phoneIsBad: Bool = false) -> SampleContact {
        var company = row
        while company > 0, isFurtherContact(company) { company -= 1 }
        let sharesCompany = company != row || isFurtherContact(row + 1)
        return SampleContact(
            seed: seed, row: row, company: SampleCompany(seed: seed, index: company), phoneIsBad: phoneIsBad, mayLackEmail: !sharesCompany)
    }

    private func isFurtherContact(_ row: Int) -> Bool {
        var random = SampleRandom(seed: seed, item: row, topic: .grouping)
        return random.chance(perMille: 150)
    }
}
