import Foundation
import HTTPClient
import HTTPTestSupport
import RefineryModel
import Testing

@testable import TwilioLookup

@Suite("Lookup outcomes") struct LookupOutcomeTests {
    /// The outcome that `version` gives an answer of this status, headers and body.
    private func outcome(
        _ version: LookupVersion, _ status: Int, _ body: String, headers: [(String, String)] = []
    ) async throws -> LookupOutcome {
        let server = try LoopbackServer { $0.respond(status, headers: headers, body) }
        defer { server.stop() }
        let outcome = await TwilioLookupClient.testing(server.url + "/" + version.rawValue).look(up: Sample.number)
        #expect(server.requests.count == 1)
        #expect(!"\(outcome) \(String(reflecting: outcome))".contains(Sample.digits))
        return outcome
    }

    @Test("a valid number of v2 is answered with all that is known about its line") func valid() async throws {
        let body = Sample.answer(lineType: Sample.lineType("nonFixedVoip"))
        let outcome = try await outcome(.v2, 200, body, headers: [("twilio-concurrent-requests", "4")])
        let expected = LookupAnswer(
            valid: true, country: "US", nationalFormat: "(500) 555-0006", lineType: .nonFixedVoip, carrierName: "Twilio - SMS/MMS-SVR",
            mobileCountryCode: "240", mobileNetworkCode: "38", raw: Array(body.utf8), concurrentRequests: 4)
        #expect(outcome == .answered(expected))
    }

    @Test("an invalid number of v2 is answered, with the reasons, whatever the package says") func invalid() async throws {
        for package in ["null", #"{"error_code": 60600}"#, #"{"error_code": 60608}"#] {
            let body = Sample.answer(valid: "false", errors: #"["TOO_SHORT"]"#, lineType: package)
            guard case .answered(let answer) = try await outcome(.v2, 200, body) else { return #expect(Bool(false), "\(package)") }
            #expect(!answer.valid && answer.validationErrors == ["TOO_SHORT"])
        }
    }

    @Test("nothing but `valid` must be there, or of the type that is documented")
    func lenient() async throws {
        let bodies = [
            #"{"valid": true}"#,
            #"{"valid": true, "country_code": 1, "national_format": [], "validation_errors": "x", "line_type_intelligence": "y"}"#,
            #"{"valid": true, "line_type_intelligence": {"type": 1, "error_code": {}, "carrier_name": false}, "caller_name": []}"#,
        ]
        for body in bodies {
            #expect(try await outcome(.v2, 200, body) == .answered(LookupAnswer(valid: true, raw: Array(body.utf8))))
        }
    }

    @Test("a type of line that nobody knows is kept as it came") func otherType() async throws {
        guard case .answered(let answer) = try await outcome(.v2, 200, Sample.answer(lineType: Sample.lineType("quantumVoip"))) else {
            return #expect(Bool(false))
        }
        #expect(answer.lineType == .other("quantumVoip"))
        #expect(answer.lineType?.name == "quantumVoip")
    }

    @Test("success without a readable answer is asked again, and may have been billed", arguments: LookupVersion.allCases)
    func broken(version: LookupVersion) async throws {
        for body in ["", "<html>", #"{"valid": tr"#, "{}", "[]", #"{"valid": null, "phone_number": null}"#] {
            #expect(try await outcome(version, 200, body) == .retry(.unreadableAnswer, mayHaveBeenBilled: true))
        }
        #expect(try await outcome(version, 204, "") == .retry(.unreadableAnswer, mayHaveBeenBilled: true))
    }

    @Test("a package says that nothing is known, as an integer or a string", arguments: [60600, 60601, 60607, 60610, 60612])
    func unknown(code: Int) async throws {
        for text in ["\(code)", "\"\(code)\""] {
            let body = Sample.answer(lineType: #"{"error_code": \#(text), "type": null}"#)
            guard case .unknown(let answer, code) = try await outcome(.v2, 200, body) else { return #expect(Bool(false)) }
            #expect(answer.valid && answer.packageErrorCode == code && answer.lineType == nil)
            let legacy = Sample.legacyAnswer(carrier: #"{"error_code": \#(text), "type": null}"#)
            guard case .unknown(_, code) = try await outcome(.v1, 200, legacy) else { return #expect(Bool(false)) }
        }
    }

    @Test("a package error nobody knows is final as well") func unheardOf() async throws {
        guard case .unknown(_, 60699) = try await outcome(.v2, 200, Sample.answer(lineType: #"{"error_code": 60699}"#)) else {
            return #expect(Bool(false))
        }
    }

    @Test("an error of another package leaves the line type answered") func otherPackage() async throws {
        let body = Sample.answer(lineType: Sample.lineType("mobile"), more: #", "reassigned_number": {"error_code": "60600"}"#)
        guard case .answered(let answer) = try await outcome(.v2, 200, body) else { return #expect(Bool(false)) }
        #expect(answer.lineType == .mobile && answer.packageErrorCode == nil)
        let alone = Sample.answer(lineType: "null", more: #", "caller_name": {"error_code": "60600"}"#)
        guard case .unknown(_, 60600) = try await outcome(.v2, 200, alone) else { return #expect(Bool(false)) }
    }

    @Test("a provider's failure is asked again") func provider() async throws {
        let expected = LookupOutcome.retry(.providerError(code: 60608), mayHaveBeenBilled: true)
        #expect(try await outcome(.v2, 200, Sample.answer(lineType: #"{"error_code": 60608}"#)) == expected)
        #expect(try await outcome(.v1, 200, Sample.legacyAnswer(carrier: #"{"error_code": "60608"}"#)) == expected)
    }

    @Test("a server's failure is asked again, and may have been billed", arguments: [500, 502, 503, 504])
    func serverError(status: Int) async throws {
        let headers = [("Retry-After", "3")]
        for version in LookupVersion.allCases {
            let expected = LookupOutcome.retry(.serverError(status: status, code: 20500, retryAfter: .seconds(3)), mayHaveBeenBilled: true)
            #expect(try await outcome(version, status, Sample.error(20500, status), headers: headers) == expected)
        }
    }

    @Test("a 408 is asked again and was not billed") func requestTimeout() async throws {
        let expected = LookupOutcome.retry(.serverError(status: 408, code: nil, retryAfter: nil), mayHaveBeenBilled: false)
        #expect(try await outcome(.v2, 408, "") == expected)
    }

    @Test("429 throttles, with Retry-After as seconds, as a date or not at all") func throttled() async throws {
        for version in LookupVersion.allCases {
            let plain = try await outcome(version, 429, Sample.error(20429, 429), headers: [("Twilio-Concurrent-Requests", "101")])
            #expect(plain == .throttled(LookupThrottling(.tooManyInFlight, concurrentRequests: 101, code: 20429)))
            let seconds = try await outcome(version, 429, "", headers: [("Retry-After", "2")])
            #expect(seconds == .throttled(LookupThrottling(.tooManyInFlight, retryAfter: .seconds(2), code: 20429)))
            let date = try await outcome(version, 429, "busy", headers: [("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT")])
            #expect(date == .throttled(LookupThrottling(.tooManyInFlight, retryAfter: .zero, code: 20429)))
        }
    }

    @Test("the codes for requests that come too fast throttle in an error and in a package", arguments: [60616, 60626])
    func throttlingCode(code: Int) async throws {
        let expected = LookupOutcome.throttled(LookupThrottling(.tooFast, code: code))
        #expect(try await outcome(.v2, 429, Sample.error(code, 429)) == expected)
        #expect(try await outcome(.v2, 400, Sample.error(code, 400)) == expected)
        #expect(try await outcome(.v2, 200, Sample.answer(lineType: #"{"error_code": \#(code)}"#)) == expected)
    }

    @Test("refused credentials stop everything and say which variables to check", arguments: [401, 403])
    func credentials(status: Int) async throws {
        for version in LookupVersion.allCases {
            let outcome = try await outcome(version, status, Sample.error(20003, status))
            #expect(outcome == .stopped(.credentialsRefused(status: status, code: 20003)))
            guard case .stopped(let reason) = outcome else { return }
            #expect(reason.contains("TWILIO_ACCOUNT_SID"))
            #expect(try await self.outcome(version, status, "no") == .stopped(.credentialsRefused(status: status, code: nil)))
        }
    }

    @Test(
        "an account that may not ask stops everything",
        arguments: [
            (60606, StopReason.packageNotEnabled(code: 60606)), (60614, .wrongRegion(code: 60614)), (60619, .wrongRegion(code: 60619)),
        ])
    func account(code: Int, reason: StopReason) async throws {
        #expect(try await outcome(.v2, 200, Sample.answer(lineType: #"{"error_code": \#(code)}"#)) == .stopped(reason))
        #expect(try await outcome(.v2, 400, Sample.error(code, 400)) == .stopped(reason))
        #expect(try await outcome(.v2, 403, Sample.error(code, 403)) == .stopped(reason))
        #expect(!reason.remedy.isEmpty && !reason.summary.isEmpty)
    }

    @Test("60611 stops everything") func refusedPackage() async throws {
        let package = try await outcome(.v2, 200, Sample.answer(lineType: #"{"error_code": 60611}"#))
        #expect(package == .stopped(.requestRefused(status: 200, code: 60611)))
        #expect(try await outcome(.v2, 403, Sample.error(60611, 403)) == .stopped(.requestRefused(status: 403, code: 60611)))
    }

    @Test("a request that Twilio does not understand stops everything", arguments: LookupVersion.allCases)
    func refusedRequest(version: LookupVersion) async throws {
        #expect(try await outcome(version, 400, Sample.error(60617, 400)) == .stopped(.requestRefused(status: 400, code: 60617)))
        #expect(try await outcome(version, 422, "") == .stopped(.requestRefused(status: 422, code: nil)))
    }

    @Test("reads the code of an error in the form of RFC 9457") func problemDetails() async throws {
        let page =
            #"{"type": "https://www.twilio.com/docs/api/errors/60617", "title": "Bad", "status": 400, "detail": "\#(Sample.number)"}"#
        #expect(try await outcome(.v2, 400, page) == .stopped(.requestRefused(status: 400, code: 60617)))
        let blank = #"{"type": "about:blank", "title": "Bad", "status": 400}"#
        #expect(try await outcome(.v2, 400, blank) == .stopped(.requestRefused(status: 400, code: nil)))
        let text = #"{"code": "20429", "status": 503}"#
        #expect(try await outcome(.v2, 503, text) == .throttled(LookupThrottling(.tooManyInFlight, code: 20429)))
    }

    @Test("404 is an invalid number for v1, and for v2 a wrong address") func notFound() async throws {
        let body = Sample.error(20404, 404)
        #expect(try await outcome(.v1, 404, body) == .answered(LookupAnswer(valid: false, raw: Array(body.utf8))))
        #expect(try await outcome(.v2, 404, body) == .stopped(.wrongAddress(status: 404)))
        #expect(try await outcome(.v1, 404, "<html>") == .stopped(.wrongAddress(status: 404)))
        #expect(try await outcome(.v2, 302, "", headers: [("Location", "/")]) == .stopped(.wrongAddress(status: 302)))
    }

    @Test("a valid number of v1 is answered from its carrier") func legacy() async throws {
        let carrier =
            #"{"error_code": null, "mobile_country_code": "310", "mobile_network_code": "456", "name": "verizon", "type": "voip"}"#
        let body = Sample.legacyAnswer(carrier: carrier)
        let expected = LookupAnswer(
            valid: true, country: "US", nationalFormat: "(500) 555-0006", lineType: .voip, carrierName: "verizon", mobileCountryCode: "310",
            mobileNetworkCode: "456", raw: Array(body.utf8))
        #expect(try await outcome(.v1, 200, body) == .answered(expected))
        let bare = Sample.legacyAnswer(carrier: "null")
        guard case .answered(let answer) = try await outcome(.v1, 200, bare) else { return #expect(Bool(false)) }
        #expect(answer.valid && answer.lineType == nil)
    }
}
