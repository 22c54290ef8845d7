package import RefineryModel

/// What a company is, derived from all of its records; their order does not matter.
package struct CompanyProfile: Sendable, Equatable {
    /// A number of the company (`company_phones`).
    package struct Phone: Sendable, Equatable {
        package let e164: String
        /// As in ``PersonaProfile/Phone/type``.
        package var type: String
        /// The first record that has it.
        package let record: RecordID
        /// How many records have it.
        package var sources: Int
        /// In seconds of Unix time, as in ``LinkRecord/seenAt``.
        package var firstSeenAt: Int64
        package var lastSeenAt: Int64
    }

    package var name: String?
    /// Of its website, else of its addresses; never one of free mail.
    package var domain: String?
    package var website: String?
    package var address: String?
    package var city: String?
    package var state: String?
    package var zipCode: String?
    package var country: String?
    package var industry: String?
    package var sicCode: String?
    package var naicsCode: String?
    package var employeeCount: Int64?
    package var employeeCountHigh: Int64?
    package var annualRevenue: Int64?
    package var annualRevenueHigh: Int64?
    package var records: Int
    /// By number.
    package var phones: [Phone] = []

    /// - Parameters:
    ///   - records: All records of the company, at least one.
    ///   - lineTypes: What lookups said of numbers.
    package init(of records: [LinkRecord], lineTypes: [String: LineType] = [:]) {
        self.records = records.count
    }
}
