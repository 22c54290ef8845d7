import HTTPClient
import Testing

@testable import TwilioLookup

@Suite("Lookup configuration") struct TwilioLookupConfigurationTests {
    private let sid = "AC" + String(repeating: "0", count: 32)

    @Test(
        "the address decides the version",
        arguments: [
            (nil, LookupVersion.v2, "https://lookups.twilio.com/v2/PhoneNumbers"),
            ("", .v2, "https://lookups.twilio.com/v2/PhoneNumbers"),
            ("https://lookups.twilio.com/v2/PhoneNumbers/", .v2, "https://lookups.twilio.com/v2/PhoneNumbers"),
            ("https://lookups.twilio.com/v1/PhoneNumbers", .v1, "https://lookups.twilio.com/v1/PhoneNumbers"),
            ("https://lookups.twilio.com", .v2, "https://lookups.twilio.com/v2/PhoneNumbers"),
            ("HTTP://127.0.0.1:8099", .v2, "http://127.0.0.1:8099/v2/PhoneNumbers"),
            ("http://127.0.0.1:8099/v1", .v1, "http://127.0.0.1:8099/v1/PhoneNumbers"),
            ("http://gateway/twilio/v1/PhoneNumbers", .v1, "http://gateway/twilio/v1/PhoneNumbers"),
        ] as [(String?, LookupVersion, String)])
    func versions(url: String?, version: LookupVersion, complete: String) throws {
        let configuration = try TwilioLookupConfiguration(url: url, accountSID: sid, authToken: "secret")
        #expect(configuration.version == version)
        #expect(configuration.url == complete)
        #expect(configuration.timeout == .seconds(5))
        #expect(configuration.fields == ["line_type_intelligence"])
    }

    @Test(
        "http to another machine can be read on its way, https and what stays on this machine cannot",
        arguments: [
            ("https://gateway", false), ("https://lookups.twilio.com", false), ("http://gateway", true), ("http://10.0.0.7:80/v2", true),
            ("HTTP://Gateway:8099/v1", true), ("http://127.evil.example", true), ("http://127.0.0.1.evil.example", true),
            ("http://localhost.evil.example", true), ("http://[2001:db8::1]:80", true), ("http://128.0.0.1", true),
            ("http://127.0.0.1:8099", false), ("http://127.1.2.3", false), ("http://LOCALHOST:8099/v1", false),
            ("http://[::1]:80/v2", false),
        ])
    func clearText(url: String, isInClear: Bool) throws {
        #expect(try TwilioLookupConfiguration(url: url, accountSID: sid, authToken: "secret").isInClear == isInClear)
    }

    @Test(
        "refuses an address that cannot be meant, and names the variable",
        arguments: [
            "lookups.twilio.com", "ftp://lookups.twilio.com", "https://", "https:///v2", "https://host/v3/PhoneNumbers",
            "https://host/v2/Numbers",
            "https://host/v2/PhoneNumbers?a=b", "https://user:secret@host/v2", "https://ho st/v2", "http://lookups.twilio.com/v2",
            "https://host/\n",
        ])
    func addresses(url: String) {
        let error = #expect(throws: TwilioConfigurationError.self) {
            try TwilioLookupConfiguration(url: url, accountSID: sid, authToken: "secret")
        }
        guard case .invalid("TWILIO_LOOKUP_API_URL", _) = error else { return #expect(error == nil) }
        #expect(error?.summary.contains("TWILIO_LOOKUP_API_URL") == true && error?.summary.contains("secret") == false)
        #expect(error?.remedy?.contains("https://lookups.twilio.com/v2/PhoneNumbers") == true)
    }

    @Test("takes an API key before the account's token, and knows who pays") func credentials() throws {
        let key = try TwilioLookupConfiguration(url: "http://h", accountSID: "AC1", authToken: "t", apiKey: "SK1", apiSecret: "s")
        #expect(key.credentials.user == "SK1" && key.credentials.password == "s" && key.account == "AC1")
        let alone = try TwilioLookupConfiguration(url: "http://h", accountSID: nil, authToken: "", apiKey: "SK1", apiSecret: "s")
        #expect(alone.account == "SK1")
        let token = try TwilioLookupConfiguration(url: "http://h", accountSID: "AC1", authToken: "t", apiKey: "")
        #expect(token.credentials.user == "AC1" && token.credentials.password == "t" && token.account == "AC1")
    }

    @Test("says which variable is missing") func missing() {
        let cases: [(String?, String?, String?, String?, String)] = [
            (nil, nil, nil, nil, "TWILIO_ACCOUNT_SID"), ("", "t", nil, nil, "TWILIO_ACCOUNT_SID"),
            ("AC1", "", nil, nil, "TWILIO_AUTH_TOKEN"),
            ("AC1", "t", "SK1", nil, "TWILIO_API_SECRET"),
        ]
        for (account, token, key, secret, variable) in cases {
            #expect(throws: TwilioConfigurationError.missing(variable: variable)) {
                try TwilioLookupConfiguration(url: "http://h", accountSID: account, authToken: token, apiKey: key, apiSecret: secret)
            }
        }
    }

    @Test("notices credentials that were copied wrongly, and shows none") func copied() {
        let cases: [(String, String, String)] = [
            ("not-a-sid-secret", "token", "TWILIO_ACCOUNT_SID"), (sid, "secret \n", "TWILIO_AUTH_TOKEN"),
            (sid + ":secret", "x", "TWILIO_ACCOUNT_SID"),
            (String(sid.dropLast()), "secret", "TWILIO_ACCOUNT_SID"),
        ]
        for (account, token, variable) in cases {
            let error = #expect(throws: TwilioConfigurationError.self) {
                try TwilioLookupConfiguration(accountSID: account, authToken: token)
            }
            guard case .invalid(variable, _) = error else { return #expect(error == nil) }
            #expect(error.map { "\($0) \($0.remedy ?? "")".contains("secret") } == false)
        }
    }

    @Test("refuses a timeout that is none, and fields that do not exist") func limits() {
        for milliseconds in [0, -1, 3_600_001] {
            #expect(throws: TwilioConfigurationError.self) {
                try TwilioLookupConfiguration(url: "http://h", accountSID: "AC1", authToken: "t", timeoutMilliseconds: milliseconds)
            }
        }
        #expect(throws: TwilioConfigurationError.unsupportedField(name: "sim_swap", version: .v1)) {
            try TwilioLookupConfiguration(url: "http://h/v1", accountSID: "AC1", authToken: "t", fields: ["caller_name", "sim_swap"])
        }
        for field in ["", "Sim Swap", "a&b"] {
            #expect(throws: TwilioConfigurationError.unsupportedField(name: field, version: .v2)) {
                try TwilioLookupConfiguration(url: "http://h", accountSID: "AC1", authToken: "t", fields: [field])
            }
        }
    }

    @Test("no description shows a secret") func secrets() throws {
        let configuration = try TwilioLookupConfiguration(url: "http://h", accountSID: "AC1", authToken: "hidden-token")
        #expect(!"\(configuration) \(String(reflecting: configuration))".contains("hidden-token"))
        #expect(!"\(configuration.credentials) \(String(reflecting: configuration.credentials))".contains("hidden-token"))
    }
}
