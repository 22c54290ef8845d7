/// A phone company by the name that Twilio gives it.
struct Carrier: Equatable, Sendable {
    let name: String
    /// Mobile network code, two or three digits.
    let network: String

    init(_ name: String, network: String) {
        self.name = name
        self.network = network
    }

    static let american = [
        Carrier("Verizon Wireless", network: "004"), Carrier("AT&T Wireless", network: "410"),
        Carrier("T-Mobile USA, Inc.", network: "260"),
        Carrier("U.S. Cellular", network: "580"),
    ]
    static let landline = [
        Carrier("AT&T - PSTN", network: ""), Carrier("Verizon - PSTN", network: ""), Carrier("CenturyLink - PSTN", network: ""),
        Carrier("Frontier Communications", network: ""),
    ]
    static let fixedVoip = [Carrier("Comcast Cable", network: ""), Carrier("Charter Fiberlink", network: ""), Carrier("Cox", network: "")]
    static let nonFixedVoip = [
        Carrier("Twilio - SMS/MMS-SVR", network: "38"), Carrier("Bandwidth.com - SVR", network: "981"),
        Carrier("Google Voice", network: "982"),
    ]
}
