package import RefineryModel

/// What a persona is called, does and is reached by, derived from all of its records; their order does not matter.
package struct PersonaProfile: Sendable, Equatable {
    /// A number of the persona (`persona_phones`).
    package struct Phone: Sendable, Equatable {
        package let e164: String
        /// mobile, landline, voip, toll_free, other, unknown.
        package var type: String
        /// 0 to 1: how likely the persona answers there.
        package var score: Float
        /// The first record that has it.
        package let record: RecordID
        /// How many records have it.
        package var sources: Int
        /// In seconds of Unix time, as in ``LinkRecord/seenAt``.
        package var firstSeenAt: Int64
        package var lastSeenAt: Int64
    }

    /// An address of the persona (`persona_emails`).
    package struct Email: Sendable, Equatable {
        package let email: String
        package var type: Mailbox
        /// 0 to 1: how likely the persona reads it.
        package var score: Float
        package let record: RecordID
        package var sources: Int
        package var firstSeenAt: Int64
        package var lastSeenAt: Int64
    }

    package var firstName: String?
    package var lastName: String?
    package var title: String?
    package var seniority: Seniority?
    package var isLikelyDecisionMaker = false
    /// No name, and no address but impersonal ones.
    package var isGenericContact = false
    package var address: String?
    package var city: String?
    package var state: String?
    package var zipCode: String?
    package var country: String?
    /// 0 to 1: how sure it is that the person can be reached.
    package var score: Float = 0
    package var records: Int
    /// The best one first.
    package var phones: [Phone] = []
    /// The best one first.
    package var emails: [Email] = []

    /// - Parameters:
    ///   - records: All records of the persona, at least one.
    ///   - lineTypes: What lookups said of numbers, which comes before what files say.
    package init(of records: [LinkRecord], lineTypes: [String: LineType] = [:]) {
        self.records = records.count
    }
}
