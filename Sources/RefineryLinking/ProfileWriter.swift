internal import Postgres
internal import RefineryModel
internal import RefineryStages
internal import RefineryStore

/// Derives what companies and personas are from all of their records, and writes it: the only place that does.
struct ProfileWriter {
    let shelf: RecordShelf

    /// A company or a persona, and all of its records.
    struct Subject: Sendable {
        let id: OwnerID
        let records: [RecordID]
    }

    /// - Parameter areNew: Whether none of them is stored.
    func write(companies: [Subject], areNew: Bool, on connection: isolated PostgresConnection) async throws {
        if companies.isEmpty { return }
        let lineTypes = try await lineTypes(of: companies, on: connection)
        var rows: [CompanyRow] = []
        var phones: [ReachRow] = []
        for company in companies {
            let records = company.records.compactMap { shelf.records[$0] }
            guard !records.isEmpty else { continue }
            let profile = CompanyProfile(of: records, lineTypes: lineTypes)
            rows.append(CompanyRow(id: company.id, profile))
            for phone in profile.phones {
                phones.append(
                    ReachRow(
                        owner: company.id, value: phone.e164, type: phone.type, score: nil, record: phone.record, sources: phone.sources,
                        firstSeenAt: phone.firstSeenAt, lastSeenAt: phone.lastSeenAt))
            }
        }
        try await connection.execute(StoreCompanies(rows))
        if !areNew { try await connection.execute(ClearCompanies(rows.map(\.id))) }
        try await ReachTable.companyPhones.copy(phones, on: connection)
    }

    /// - Parameters:
    ///   - companies: To which company each record belongs.
    ///   - areNew: Whether none of them is stored.
    func write(
        personas: [Subject], companies: [RecordID: OwnerID], areNew: Bool, on connection: isolated PostgresConnection
    ) async throws {
        if personas.isEmpty { return }
        let lineTypes = try await lineTypes(of: personas, on: connection)
        var rows: [PersonaRow] = []
        var (phones, emails): ([ReachRow], [ReachRow]) = ([], [])
        for persona in personas {
            let records = persona.records.compactMap { shelf.records[$0] }
            guard !records.isEmpty else { continue }
            let profile = PersonaProfile(of: records, features: records.compactMap { shelf.features[$0.id] }, lineTypes: lineTypes)
            // The newest record that has one says where the person is now.
            let employed = records.filter { companies[$0.id] != nil }.min { ($1.seenAt, $0.id) < ($0.seenAt, $1.id) }
            rows.append(PersonaRow(id: persona.id, profile, company: employed.flatMap { companies[$0.id] }))
            for phone in profile.phones {
                phones.append(
                    ReachRow(
                        owner: persona.id, value: phone.e164, type: phone.type, score: phone.score, record: phone.record,
                        sources: phone.sources, firstSeenAt: phone.firstSeenAt, lastSeenAt: phone.lastSeenAt))
            }
            for email in profile.emails {
                emails.append(
                    ReachRow(
                        owner: persona.id, value: email.email, type: email.type.rawValue, score: email.score, record: email.record,
                        sources: email.sources, firstSeenAt: email.firstSeenAt, lastSeenAt: email.lastSeenAt))
            }
        }
        try await connection.execute(StorePersonas(rows))
        if !areNew { try await connection.execute(ClearPersonas(rows.map(\.id))) }
        try await ReachTable.personaPhones.copy(phones, on: connection)
        try await ReachTable.personaEmails.copy(emails, on: connection)
        if !areNew { try await connection.execute(pipeline: PersonaAnswer.statements(bringingTo: rows.map(\.id))) }
    }

    private func lineTypes(of subjects: [Subject], on connection: isolated PostgresConnection) async throws -> [String: LineType] {
        var numbers: Set<String> = []
        for subject in subjects {
            for record in subject.records { for phone in shelf.records[record]?.phones ?? [] { numbers.insert(phone.e164) } }
        }
        if numbers.isEmpty { return [:] }
        let found = try await connection.rows(FindLineTypes(numbers: numbers.sorted()))
        return Dictionary(found.map { ($0.e164, $0.lineType) }) { first, _ in first }
    }
}

extension CompanyRow {
    fileprivate init(id: OwnerID, _ profile: CompanyProfile) {
        self.init(id: id)
        (name, domain, website) = (profile.name, profile.domain, profile.website)
        (address, city, state, zipCode, country) = (profile.address, profile.city, profile.state, profile.zipCode, profile.country)
        (industry, sicCode, naicsCode) = (profile.industry, profile.sicCode, profile.naicsCode)
        (employeeCount, employeeCountHigh) = (profile.employeeCount, profile.employeeCountHigh)
        (annualRevenue, annualRevenueHigh) = (profile.annualRevenue, profile.annualRevenueHigh)
        records = profile.records
    }
}

extension PersonaRow {
    fileprivate init(id: OwnerID, _ profile: PersonaProfile, company: OwnerID?) {
        self.init(id: id)
        companyID = company
        (firstName, lastName, title, seniority) = (profile.firstName, profile.lastName, profile.title, profile.seniority?.rawValue)
        (isLikelyDecisionMaker, isGenericContact) = (profile.isLikelyDecisionMaker, profile.isGenericContact)
        (address, city, state, zipCode, country) = (profile.address, profile.city, profile.state, profile.zipCode, profile.country)
        (score, records) = (profile.score, profile.records)
    }
}
