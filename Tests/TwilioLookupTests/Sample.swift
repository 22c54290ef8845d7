import HTTPClient

@testable import TwilioLookup

/// Answers as the API gives them, for one number that no description may show.
enum Sample {
    static let digits = "5005550006"
    static let number = "+1" + digits

    static func answer(
        valid: String = "true", errors: String = "[]", lineType: String = "null", more: String = ""
    ) -> String {
        """
        {"calling_country_code": "1", "country_code": "US", "phone_number": "\(number)", "national_format": "(500) 555-0006", \
        "valid": \(valid), "validation_errors": \(errors), "sim_swap": null, "call_forwarding": null, "line_status": null, \
        "line_type_intelligence": \(lineType), "identity_match": null, "sms_pumping_risk": null, "phone_number_quality_score": null, \
        "pre_fill": null, "url": "https://lookups.twilio.com/v2/PhoneNumbers/\(number)"\(more)}
        """
    }

    static func lineType(_ type: String) -> String {
        """
        {"error_code": null, "mobile_country_code": "240", "mobile_network_code": "38", "carrier_name": "Twilio - SMS/MMS-SVR", \
        "type": "\(type)"}
        """
    }

    static func legacyAnswer(carrier: String) -> String {
        """
        {"caller_name": null, "carrier": \(carrier), "country_code": "US", "national_format": "(500) 555-0006", \
        "phone_number": "\(number)", "add_ons": null, "url": "https://lookups.twilio.com/v1/PhoneNumbers/\(number)"}
        """
    }

    static func error(_ code: Int, _ status: Int) -> String {
        """
        {"code": \(code), "message": "About \(number)", "more_info": "https://www.twilio.com/docs/errors/\(code)", "status": \(status)}
        """
    }
}

extension TwilioLookupClient {
    /// A client of its own for a server at `url`.
    static func testing(
        _ url: String, timeoutMilliseconds: Int = 20_000, fields: [String] = ["line_type_intelligence"], http: HTTPClient = HTTPClient()
    ) -> TwilioLookupClient {
        let configuration = try! TwilioLookupConfiguration(
            url: url, accountSID: "ACtest", authToken: "token", timeoutMilliseconds: timeoutMilliseconds, fields: fields)
        return TwilioLookupClient(http: http, configuration: configuration)
    }
}
