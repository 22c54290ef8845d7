extension Answer {
    /// Lookup v2: 200 for valid and invalid numbers alike.
    /// - Parameters:
    ///   - packages: What was asked for.
    ///   - line: `nil` for an invalid number.
    ///   - errorCode: Stands in every package instead of data.
    static func v2(
        _ number: AskedNumber, verdict: AskedNumber.Verdict, packages: Set<DataPackage>, line: Line?, errorCode: Int?, billInvalid: Bool
    ) -> Answer {
        var json = JSONText()
        var hasPackages = false
        switch verdict {
        case .valid(let country, let national):
            hasPackages = true
            json.raw("{\"calling_country_code\": \"")
            json.raw(country.callingCode)
            json.raw("\", \"country_code\": \"")
            json.raw(country.code)
            json.raw("\", \"phone_number\": \"")
            json.raw(number.text)
            json.raw("\", \"national_format\": \"")
            json.raw(country.nationalFormat(national))
            json.raw("\", \"valid\": true, \"validation_errors\": []")
        case .invalid(let reason):
            json.raw("{\"calling_country_code\": null, \"country_code\": null, \"phone_number\": ")
            json.string(number.text)
            json.raw(", \"national_format\": null, \"valid\": false, \"validation_errors\": [\"")
            json.raw(reason.rawValue)
            json.raw("\"]")
        }
        for package in DataPackage.allCases {
            json.raw(", \"")
            json.raw(package.rawValue)
            if hasPackages, packages.contains(package) {
                json.raw("\": {")
                json.members(of: package, line: line, errorCode: errorCode)
                json.raw("}")
            } else {
                json.raw("\": null")
            }
        }
        json.raw(", \"url\": ")
        json.string("https://lookups.twilio.com/v2/PhoneNumbers/" + number.text)
        json.raw("}")
        let isPaid = !packages.isEmpty && (hasPackages || billInvalid)
        return Answer(status: 200, body: json.buffer, costMicros: isPaid ? packages.reduce(0) { $0 + $1.priceMicros } : nil)
    }
}

extension JSONText {
    fileprivate mutating func members(of package: DataPackage, line: Line?, errorCode: Int?) {
        switch package {
        case .lineTypeIntelligence:
            let line = errorCode == nil ? line : nil
            raw("\"error_code\": ")
            number(errorCode)
            raw(", \"mobile_country_code\": ")
            string(line?.mobileCountryCode)
            raw(", \"mobile_network_code\": ")
            string(line?.mobileNetworkCode)
            raw(", \"carrier_name\": ")
            string(line?.carrierName)
            raw(", \"type\": ")
            string(line?.type.rawValue)
        case .reassignedNumber:
            raw(package.members)
            raw(", \"error_code\": ")
            // A string here, an integer everywhere else: so does Twilio.
            string(errorCode.map { "\($0)" })
        default:
            raw(package.members)
            raw(", \"error_code\": ")
            number(errorCode)
        }
    }
}
