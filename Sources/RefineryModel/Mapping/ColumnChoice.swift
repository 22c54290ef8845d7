/// Chooses one column for each field, and what becomes of the others that could have been it.
struct ColumnChoice {
    private struct Candidate {
        let column: Int
        let field: Field
        let role: ColumnRole?
        let isSure: Bool
        let fill: Double
    }

    private let headers: [String]
    private var left: [Candidate]
    private var taken: Set<Field>
    private var uses: [(column: Int, field: Field, role: ColumnRole?)] = []

    /// - Parameters:
    ///   - open: The columns that have no use yet.
    ///   - taken: Fields that have their column.
    init(_ headers: [String], _ detected: [DetectedColumn], open: [Int], taken: Set<Field>) {
        self.headers = headers
        self.taken = taken
        left = open.compactMap { column in
            let best = detected[column].best
            guard case .field(let field, let role) = best.meaning else { return nil }
            return Candidate(
                column: column, field: field, role: role, isSure: best.confidence >= DetectedColumn.sure, fill: detected[column].fill)
        }
    }

    /// The columns with a field.
    mutating func chosen() -> [(column: Int, field: Field, role: ColumnRole?)] {
        takeLoneName()
        takeNumbers(of: .businessPhone, .otherPhones)
        takeNumbers(of: .businessEmail, .otherEmails)
        takePlace()
        for field in Field.allCases where !field.isRepeatable && !taken.contains(field) {
            if let best = best(where: { $0.field == field }) { take(best, as: field, role: best.role) }
        }
        for candidate in left where candidate.field.isRepeatable { take(candidate, as: candidate.field, role: candidate.role) }
        return uses
    }

    /// A plain `Name` without values that speak for a person is the business where nothing else is.
    private mutating func takeLoneName() {
        guard !taken.contains(.businessName), !left.contains(where: { $0.field == .businessName }) else { return }
        let names = left.filter {
            $0.field == .contactName && $0.fill == 0 && HeaderSynonyms.rank(of: HeaderKey(headers[$0.column]), for: .businessName) != nil
        }
        if let name = names.first { take(name, as: .businessName, role: nil) }
    }

    /// Phones or e-mails: the best one is the firm's, the direct one the person's; all others are kept.
    private mutating func takeNumbers(of main: Field, _ others: Field) {
        let direct: Field? = main == .businessPhone ? .directPhone : nil
        if let direct, !taken.contains(direct), let best = best(where: { $0.field == direct }) { take(best, as: direct, role: named(best)) }
        if !taken.contains(main) {
            let hasDirect = direct.map { taken.contains($0) } ?? false
            // A file whose only number is that of an assistant or a home has no better one.
            if let best = best(where: { $0.field == main }) ?? (hasDirect ? nil : best(where: { $0.field == others })) {
                take(best, as: main, role: named(best))
            }
        }
        for candidate in left where [main, direct, others].contains(candidate.field) {
            let role = main == .businessPhone ? candidate.role ?? (candidate.field == .directPhone ? .direct : .second) : candidate.role
            take(candidate, as: others, role: role)
        }
    }

    /// The role that the header itself says, as in a list of rejects: `direct_phone:mobile`.
    private func named(_ candidate: Candidate) -> ColumnRole? {
        headers[candidate.column] == "\(candidate.field.rawValue):\(candidate.role?.rawValue ?? "")" ? candidate.role : nil
    }

    /// The address where the firm is; the one for its mail only where there is no other.
    private mutating func takePlace() {
        let place: [Field] = [.businessAddress, .city, .state, .zipCode, .county, .country]
        let hasLocation =
            taken.contains(.businessAddress)
            || left.contains { $0.field == .businessAddress && $0.role != .mailing && $0.role != .line2 }
        var street: Int?
        for field in place where !taken.contains(field) {
            let found = best { $0.field == field && $0.role != .line2 && (!hasLocation || $0.role != .mailing) }
            guard let found else { continue }
            if field == .businessAddress, found.role != .full { street = found.column }
            take(found, as: field, role: found.role)
        }
        let isSecondLine = { (candidate: Candidate) in candidate.field == .businessAddress && candidate.role == .line2 }
        let isBehind = { (candidate: Candidate) in street.map { ($0 + 1...$0 + 3).contains(candidate.column) } ?? false }
        if let second = left.first(where: { isSecondLine($0) && (isBehind($0) || named($0) != nil) }) {
            take(second, as: .businessAddress, role: .line2)
        }
        left.removeAll { place.contains($0.field) }
    }

    private mutating func take(_ candidate: Candidate, as field: Field, role: ColumnRole?) {
        uses.append((candidate.column, field, role))
        taken.insert(field)
        left.removeAll { $0.column == candidate.column }
    }

    /// The best of some columns: filled before nearly empty, sure before unsure, a place before where mail goes, a part before a whole
    /// address, then by the ranking of headers, then the first.
    private func best(where isMeant: (Candidate) -> Bool) -> Candidate? {
        let meant = left.filter(isMeant)
        guard meant.count > 1 else { return meant.first }
        let fullest = meant.map(\.fill).max() ?? 0
        return meant.min { key(of: $0, fullest: fullest) < key(of: $1, fullest: fullest) }
    }

    private func key(of candidate: Candidate, fullest: Double) -> (Int, Int, Int, Int) {
        let isEmpty = candidate.fill < fullest / 5
        let role = candidate.role == .mailing || candidate.role == .mobile ? 2 : candidate.role == .full ? 1 : 0
        let rank = HeaderSynonyms.rank(ofFormsOf: headers[candidate.column], for: candidate.field) ?? 999
        return (isEmpty ? 1 : 0, candidate.isSure ? 0 : 1, role * 10_000 + rank, candidate.column)
    }
}
