/// Whose a mailbox is. The raw values are those of `persona_emails.type`.
package enum Mailbox: String, Sendable, CaseIterable {
    /// A person's at work.
    case work
    /// A person's own, at a provider of mail.
    case personal
    /// Nobody's: `info@`, `sales@`, or the firm's own name.
    case generic
    case unknown

    /// - Parameters:
    ///   - email: Normalized: in lower case, with one `@`.
    ///   - names: Of the contact, given names and surnames as they are written: a mailbox that bears one of them is not generic, as `sydney@`
    ///     of Sydney Miller.
    ///   - companyName: As it is written.
    ///   - companyDomain: Of its website, without `www.`; nil where it is not known.
    package static func of(_ email: String, names: [String] = [], companyName: String? = nil, companyDomain: String? = nil) -> Mailbox {
        let names = names.flatMap { EmbeddedTables.folded($0).split(separator: 0x20).map { NameHash.of($0) } }
        let company = companyName.map { CompanyName($0).squashed }
        guard let at = email.utf8.firstIndex(of: UInt8(ascii: "@")) else { return .unknown }
        let domain = email.utf8[email.utf8.index(after: at)...]
        let isOwn = companyDomain.map { $0.utf8.elementsEqual(domain) || domain.reversed().starts(with: $0.utf8.reversed() + [0x2E]) }
        return of(
            local: Array(email.utf8[..<at])[...], isFree: FreeMail.holds(domain), names: names, company: company,
            label: companyDomain.map { Array($0.utf8.prefix { $0 != 0x2E })[...] }, isCompanys: isOwn)
    }

    /// - Parameters:
    ///   - names: Hashes of the words of the contact's name.
    ///   - company: Its name in letters and digits alone.
    ///   - label: The first label of its domain.
    ///   - isCompanys: Whether the domain is the company's; nil where that is not known.
    static func of(
        local: ArraySlice<UInt8>, isFree: Bool, names: [UInt64], company: [UInt8]?, label: ArraySlice<UInt8>?, isCompanys: Bool?
    ) -> Mailbox {
        if isGeneric(local, names: names, company: company, label: label) { return .generic }
        if isFree { return .personal }
        return isCompanys ?? true ? .work : .unknown
    }

    private static func isGeneric(_ local: ArraySlice<UInt8>, names: [UInt64], company: [UInt8]?, label: ArraySlice<UInt8>?) -> Bool {
        let base = local.prefix { $0 != UInt8(ascii: "+") }
        let parts = base.split { !$0.isLetter && $0 < 0x80 }
        if parts.contains(where: { names.contains(NameHash.of($0)) }) { return false }
        if roles.contains(NameHash.of(base)) { return true }
        if parts.reduce(0, { $0 + $1.count }) > (names.isEmpty ? 2 : 3) {
            let squashed = parts.joined()
            if let company, squashed.elementsEqual(company) { return true }
            if let label, squashed.elementsEqual(label) { return true }
        }
        guard let first = parts.first else { return true }
        // "info2", "sales.east", but not "pat.manager" of somebody whose name is not known.
        if parts.count == 1 { return roles.contains(NameHash.of(first)) }
        return parts.contains { roles.contains(NameHash.of($0)) } && !parts.contains { isNameOnly($0) }
    }

    private static func isNameOnly(_ part: ArraySlice<UInt8>) -> Bool {
        let hash = NameHash.of(part)
        return !roles.contains(hash) && (NameTable.shared.given(hash) != nil || NameTable.shared.surnameBits(hash) != nil)
    }

    private static let roles = Set(EmbeddedTables.rows("role-mailboxes").map { NameHash.of($0[0].utf8) })
}

/// Domains of providers of mail, whose addresses say nothing of a company.
package enum FreeMail {
    /// - Parameter domain: In lower case.
    package static func holds(_ domain: some Sequence<UInt8>) -> Bool { holds(hash: NameHash.of(domain)) }

    static func holds(hash: UInt64) -> Bool { domains.contains(hash) }

    private static let domains = Set(EmbeddedTables.rows("free-mail-domains").map { NameHash.of($0[0].utf8) })
}

/// Places in the web where many firms have a page: an address there is no domain of one's own.
package enum SharedHost {
    /// - Parameter domain: In lower case.
    package static func holds(_ domain: some Sequence<UInt8>) -> Bool { holds(hash: NameHash.of(domain)) }

    static func holds(hash: UInt64) -> Bool { domains.contains(hash) }

    private static let domains = Set(EmbeddedTables.rows("shared-hosts").map { NameHash.of($0[0].utf8) })
}
