/// A country the simulator can answer for: what a number needs to be valid there, and how it is written at home.
struct Country: Equatable, Sendable {
    /// ISO 3166-1 alpha-2.
    let code: String
    let callingCode: String
    /// Digits of a national number, without trunk prefix.
    let lengths: ClosedRange<Int>
    /// Written before a national number at home, as the British `0`.
    let trunkPrefix: String
    /// Mobile country code of its networks.
    let mobileCountryCode: String
    let carriers: [Carrier]

    static let unitedStates = Country(
        code: "US", callingCode: "1", lengths: 10...10, trunkPrefix: "", mobileCountryCode: "310", carriers: Carrier.american)
    static let canada = Country(
        code: "CA", callingCode: "1", lengths: 10...10, trunkPrefix: "", mobileCountryCode: "302",
        carriers: [Carrier("Rogers Wireless", network: "720"), Carrier("Bell Mobility", network: "610"), Carrier("TELUS", network: "220")])

    private static let others: [Country] = [
        abroad("GB", "44", 9...10, "234", ["O2 (UK)", "Vodafone UK", "EE"]),
        abroad("FR", "33", 9...9, "208", ["Orange France", "SFR", "Bouygues Telecom"]),
        abroad("DE", "49", 6...11, "262", ["Telekom Deutschland", "Vodafone D2", "Telefonica Germany"]),
        abroad("AU", "61", 9...9, "505", ["Telstra", "Optus", "Vodafone Australia"]),
        abroad("BR", "55", 10...11, "724", ["Vivo", "Claro Brasil", "TIM Brasil"]),
        abroad("IN", "91", 10...10, "404", ["Airtel", "Jio", "Vodafone Idea"]),
        abroad("MX", "52", 10...10, "334", ["Telcel", "AT&T Mexico", "Movistar Mexico"], trunkPrefix: ""),
        abroad("ES", "34", 9...9, "214", ["Movistar", "Orange Espana", "Vodafone Spain"], trunkPrefix: ""),
        abroad("IT", "39", 6...11, "222", ["TIM", "Vodafone Italia", "Wind Tre"], trunkPrefix: ""),
        abroad("IE", "353", 7...9, "272", ["Vodafone Ireland", "Three Ireland", "Eir"]),
        abroad("NL", "31", 9...9, "204", ["KPN", "Vodafone Netherlands", "Odido"]),
        abroad("JP", "81", 9...10, "440", ["NTT Docomo", "KDDI", "SoftBank"]),
    ]
    private static let canadianAreas: Set<Int> = [
        204, 226, 236, 249, 250, 263, 289, 306, 343, 354, 365, 367, 368, 382, 403, 416, 418, 428, 431, 437, 438, 450, 468, 474, 506, 514,
        519,
        548, 579, 581, 584, 587, 604, 613, 639, 647, 672, 683, 705, 709, 742, 753, 778, 780, 782, 807, 819, 825, 867, 873, 879, 902, 905,
        942,
    ]
    private static let byCode = Dictionary(uniqueKeysWithValues: ([unitedStates, canada] + others).map { ($0.code, $0) })
    private static let byCallingCode = Dictionary(uniqueKeysWithValues: ([unitedStates] + others).map { ($0.callingCode, $0) })

    /// - Parameter code: ISO 3166-1 alpha-2 in either case.
    static func named(_ code: String) -> Country? { byCode[code.uppercased()] }

    /// The country of an international number and its national digits; `nil` when no country here has that calling code.
    static func splitting(_ digits: Substring) -> (country: Country, national: Substring)? {
        if digits.utf8.first == UInt8(ascii: "1") {
            let national = digits.dropFirst()
            return (canadianAreas.contains(Int(national.prefix(3)) ?? 0) ? canada : unitedStates, national)
        }
        for length in 2...3 {
            if let country = byCallingCode[String(digits.prefix(length))] { return (country, digits.dropFirst(length)) }
        }
        return nil
    }

    /// A national number as people of the country write it.
    func nationalFormat(_ national: Substring) -> String {
        guard callingCode == "1" else { return trunkPrefix + national }
        return "(\(national.prefix(3))) \(national.dropFirst(3).prefix(3))-\(national.suffix(4))"
    }

    private static func abroad(
        _ code: String, _ callingCode: String, _ lengths: ClosedRange<Int>, _ mobileCountryCode: String, _ carriers: [String],
        trunkPrefix: String = "0"
    ) -> Country {
        Country(
            code: code, callingCode: callingCode, lengths: lengths, trunkPrefix: trunkPrefix, mobileCountryCode: mobileCountryCode,
            carriers: zip(["01", "02", "10"], carriers).map { Carrier($1, network: $0) })
    }
}
