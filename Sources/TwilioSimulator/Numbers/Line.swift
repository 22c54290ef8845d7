/// What the simulator knows of a valid number; equal for equal numbers, in every process and with every seed.
struct Line: Equatable, Sendable {
    let type: LineType
    /// `nil` where Twilio names none: toll-free, premium, shared cost and the like.
    let carrierName: String?
    /// Only for mobile and non-fixed VoIP.
    let mobileCountryCode: String?
    let mobileNetworkCode: String?

    /// Of 1,000 numbers that are not toll-free by their area code: upper bounds. docs/simulator.md has the same table.
    static let shares: [(upTo: UInt64, type: LineType)] = [
        (580, .mobile), (830, .landline), (900, .fixedVoip), (980, .nonFixedVoip), (985, .voicemail), (990, .pager), (995, .premium),
        (1_000, .unknown),
    ]
    static let tollFreeAreas: Set<Substring> = ["800", "822", "833", "844", "855", "866", "877", "888"]

    /// The line of a number by its hash.
    init(country: Country, national: Substring, hash: UInt64) {
        if country.callingCode == "1", Self.tollFreeAreas.contains(national.prefix(3)) {
            self.init(type: .tollFree, country: country, hash: hash)
        } else {
            let place = hash % 1_000
            self.init(type: Self.shares.first { place < $0.upTo }!.type, country: country, hash: hash)
        }
    }

    init(type: LineType, country: Country, hash: UInt64) {
        self.type = type
        let carriers: [Carrier] =
            switch type {
            case .mobile: country.carriers
            case .landline: Carrier.landline
            case .fixedVoip: Carrier.fixedVoip
            case .nonFixedVoip: Carrier.nonFixedVoip
            default: []
            }
        let carrier = carriers.isEmpty ? nil : carriers[Int(hash / 1_000 % UInt64(carriers.count))]
        carrierName = carrier?.name
        mobileCountryCode =
            switch type {
            case .mobile: country.mobileCountryCode
            case .nonFixedVoip: "240"
            default: nil
            }
        mobileNetworkCode = mobileCountryCode == nil ? nil : carrier?.network
    }
}
