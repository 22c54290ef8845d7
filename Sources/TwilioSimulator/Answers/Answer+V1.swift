extension Answer {
    /// Lookup v1: an invalid number is 404.
    static func v1(
        _ number: AskedNumber, verdict: AskedNumber.Verdict, packages: Set<DataPackage>, line: Line?, errorCode: Int?, billInvalid: Bool
    ) -> Answer {
        guard case .valid(let country, let national) = verdict else {
            var answer = notFound("/v1/PhoneNumbers/" + number.text)
            if billInvalid, !packages.isEmpty { answer.costMicros = cost(packages) }
            return answer
        }
        var json = JSONText(capacity: 512)
        json.raw("{\"caller_name\": ")
        if packages.contains(.callerName) {
            json.raw("{\"caller_name\": null, \"caller_type\": null, \"error_code\": ")
            json.number(errorCode)
            json.raw("}")
        } else {
            json.raw("null")
        }
        json.raw(", \"carrier\": ")
        if packages.contains(.lineTypeIntelligence) {
            let line = errorCode == nil ? line : nil
            json.raw("{\"error_code\": ")
            json.number(errorCode)
            json.raw(", \"mobile_country_code\": ")
            json.string(line?.mobileCountryCode)
            json.raw(", \"mobile_network_code\": ")
            json.string(line?.mobileNetworkCode)
            json.raw(", \"name\": ")
            json.string(line?.carrierName)
            json.raw(", \"type\": ")
            json.string(line?.type.legacyName)
            json.raw("}")
        } else {
            json.raw("null")
        }
        json.raw(", \"country_code\": \"")
        json.raw(country.code)
        json.raw("\", \"national_format\": \"")
        json.raw(country.nationalFormat(national))
        json.raw("\", \"phone_number\": \"")
        json.raw(number.text)
        json.raw("\", \"add_ons\": null, \"url\": \"https://lookups.twilio.com/v1/PhoneNumbers/")
        json.raw(number.text)
        json.raw("\"}")
        return Answer(status: 200, body: json.buffer, costMicros: packages.isEmpty ? nil : cost(packages))
    }

    private static func cost(_ packages: Set<DataPackage>) -> Int { packages.reduce(0) { $0 + $1.legacyPriceMicros } }
}
