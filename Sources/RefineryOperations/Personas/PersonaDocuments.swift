internal import RefineryModel
package import RefineryStore

/// A line of a list that can be exported: an object for programs, cells for a spreadsheet.
package protocol ExportLine: Codable, Sendable {
    /// The names of ``cells``, which are the keys of the object.
    static var columns: [String] { get }
    var cells: [String?] { get }
}

/// A persona as lists show it: the view `persona_overview`.
package struct PersonaLine: ExportLine, Equatable {
    package let id: String
    package let companyID: String?
    package let company: String?
    package let firstName: String?
    package let lastName: String?
    package let title: String?
    package let seniority: String?
    package let likelyDecisionMaker: Bool
    package let genericContact: Bool
    package let phone: String?
    package let phoneType: String?
    package let doNotCall: String?
    package let email: String?
    package let emailType: String?
    package let address: String?
    package let city: String?
    package let state: String?
    package let zipCode: String?
    package let country: String?
    package let age: Int?
    package let income: Int64?
    package let deceased: Bool?
    package let litigator: Bool?
    package let score: Double
    package let records: Int

    enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case companyID = "company_id"
        case company
        case firstName = "first_name"
        case lastName = "last_name"
        case title, seniority
        case likelyDecisionMaker = "likely_decision_maker"
        case genericContact = "generic_contact"
        case phone
        case phoneType = "phone_type"
        case doNotCall = "do_not_call"
        case email
        case emailType = "email_type"
        case address, city, state
        case zipCode = "zip_code"
        case country, age, income, deceased, litigator, score, records
    }

    package static var columns: [String] { CodingKeys.allCases.map(\.rawValue) }

    package var cells: [String?] {
        [
            id, companyID, company, firstName, lastName, title, seniority, "\(likelyDecisionMaker)", "\(genericContact)", phone, phoneType,
            doNotCall, email, emailType, address, city, state, zipCode, country, age.map { "\($0)" }, income.map { "\($0)" },
            deceased.map { "\($0)" }, litigator.map { "\($0)" }, "\(score)", "\(records)",
        ]
    }

    /// Whether it is nobody in particular, but whoever answers at its company.
    package var answersForCompany: Bool { firstName == nil && lastName == nil && genericContact && companyID != nil }

    /// For people; nil: whoever answers.
    package var name: String? {
        let parts = [firstName, lastName].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}

/// A company as lists show it: the view `company_overview`.
package struct CompanyLine: ExportLine, Equatable {
    package let id: String
    package let name: String?
    package let domain: String?
    package let website: String?
    package let phone: String?
    package let phoneType: String?
    package let address: String?
    package let city: String?
    package let state: String?
    package let zipCode: String?
    package let country: String?
    package let industry: String?
    package let sicCode: String?
    package let naicsCode: String?
    package let employeeCount: Int64?
    package let annualRevenue: Int64?
    package let personas: Int
    package let decisionMakers: Int
    package let targetID: String?
    package let targetFirstName: String?
    package let targetLastName: String?
    package let targetTitle: String?
    package let targetPhone: String?
    package let targetEmail: String?
    package let records: Int

    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, name, domain, website, phone
        case phoneType = "phone_type"
        case address, city, state
        case zipCode = "zip_code"
        case country, industry
        case sicCode = "sic_code"
        case naicsCode = "naics_code"
        case employeeCount = "employee_count"
        case annualRevenue = "annual_revenue"
        case personas
        case decisionMakers = "decision_makers"
        case targetID = "target_id"
        case targetFirstName = "target_first_name"
        case targetLastName = "target_last_name"
        case targetTitle = "target_title"
        case targetPhone = "target_phone"
        case targetEmail = "target_email"
        case records
    }

    package static var columns: [String] { CodingKeys.allCases.map(\.rawValue) }

    package var cells: [String?] {
        let texts = [
            id, name, domain, website, phone, phoneType, address, city, state, zipCode, country, industry, sicCode, naicsCode,
            employeeCount.map { "\($0)" }, annualRevenue.map { "\($0)" }, "\(personas)", "\(decisionMakers)",
        ]
        return texts + [targetID, targetFirstName, targetLastName, targetTitle, targetPhone, targetEmail, "\(records)"]
    }
}

/// A number by which a persona or a company is reached, and where it comes from.
package struct PhoneDocument: Codable, Sendable {
    package let e164: String
    package let type: String
    package let score: Double?
    package let doNotCall: String?
    /// How many records have it.
    package let sources: Int
    /// The first of these.
    package let recordID: Int64?
    /// The answer of a provider that has it.
    package let answerID: Int64?
    package let firstSeenAt: String
    package let lastSeenAt: String

    enum CodingKeys: String, CodingKey {
        case e164, type, score, sources
        case doNotCall = "do_not_call"
        case recordID = "record_id"
        case answerID = "answer_id"
        case firstSeenAt = "first_seen_at"
        case lastSeenAt = "last_seen_at"
    }
}

/// An address of a persona, and where it comes from.
package struct EmailDocument: Codable, Sendable {
    package let email: String
    package let type: String
    package let score: Double?
    package let sources: Int
    package let recordID: Int64?
    package let answerID: Int64?
    package let firstSeenAt: String
    package let lastSeenAt: String

    enum CodingKeys: String, CodingKey {
        case email, type, score, sources
        case recordID = "record_id"
        case answerID = "answer_id"
        case firstSeenAt = "first_seen_at"
        case lastSeenAt = "last_seen_at"
    }
}

/// A page of a persona in a network.
package struct ProfileDocument: Codable, Sendable {
    package let network: String
    package let url: String
    package let recordID: Int64?
    package let answerID: Int64?

    enum CodingKeys: String, CodingKey {
        case network, url
        case recordID = "record_id"
        case answerID = "answer_id"
    }
}

/// A record of a persona or a company: what it says, and by which rule it came there.
package struct MemberDocument: Codable, Sendable {
    package let recordID: Int64
    package let importID: String
    package let fileName: String?
    package let row: Int64
    package let rule: String?
    package let score: Double?
    package let businessName: String?
    package let name: String?
    package let title: String?
    package let email: String?
    package let phone: String?
    package let address: String?
    package let city: String?
    package let state: String?
    package let personaID: String?
    package let companyID: String?

    enum CodingKeys: String, CodingKey {
        case row, rule, score, name, title, email, phone, address, city, state
        case recordID = "record_id"
        case importID = "import_id"
        case fileName = "file_name"
        case businessName = "business_name"
        case personaID = "persona_id"
        case companyID = "company_id"
    }
}

/// A link between two records.
package struct LinkDocument: Codable, Sendable {
    package let recordID: Int64
    package let otherID: Int64
    package let rule: String
    package let score: Double
    package let state: String
    package let foundAt: String
    package let decidedAt: String?
    package let decidedBy: String?

    enum CodingKeys: String, CodingKey {
        case rule, score, state
        case recordID = "record_id"
        case otherID = "other_id"
        case foundAt = "found_at"
        case decidedAt = "decided_at"
        case decidedBy = "decided_by"
    }
}

/// A persona or a company with all that it consists of, as programs read it: the keys of its line, and its parts.
package struct GroupDocument<Line: ExportLine>: Encodable, Sendable {
    package let line: Line
    package let phones: [PhoneDocument]
    package let emails: [EmailDocument]
    package let socialProfiles: [ProfileDocument]
    package let records: [MemberDocument]
    package let links: [LinkDocument]

    private enum CodingKeys: String, CodingKey {
        case phones, emails, links
        case socialProfiles = "social_profiles"
        case memberRecords = "member_records"
    }

    package func encode(to encoder: any Encoder) throws {
        try line.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(phones, forKey: .phones)
        if Line.self == PersonaLine.self {
            try container.encode(emails, forKey: .emails)
            try container.encode(socialProfiles, forKey: .socialProfiles)
        }
        try container.encode(records, forKey: .memberRecords)
        try container.encode(links, forKey: .links)
    }
}

/// Two records that may be the same, as programs read them.
package struct LinkPairDocument: Encodable, Sendable {
    /// How the pair is called: ``LinkName``.
    package let id: String
    package let kind: String
    package let rule: String
    package let score: Double
    package let state: String
    package let foundAt: String
    package let decidedAt: String?
    package let decidedBy: String?
    package let records: [MemberDocument]

    enum CodingKeys: String, CodingKey {
        case id, kind, rule, score, state, records
        case foundAt = "found_at"
        case decidedAt = "decided_at"
        case decidedBy = "decided_by"
    }

    package init(_ pair: LinkPair) throws {
        id = LinkName(pair.link.kind, pair.link.record, pair.link.other).description
        kind = pair.link.kind.rawValue
        rule = pair.link.rule
        // As the column shows it: a Float as a Double has digits that mean nothing.
        score = (Double(pair.link.score) * 1e6).rounded() / 1e6
        state = pair.link.state.rawValue
        foundAt = pair.foundAt
        decidedAt = pair.decidedAt
        decidedBy = pair.decidedBy
        records = try JSON.value(from: pair.records)
    }
}
