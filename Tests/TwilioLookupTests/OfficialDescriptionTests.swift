import Foundation
import HTTPClient
import RefineryModel
import Testing

@testable import TwilioLookup

@Suite("Lookup client and Twilio's own description of its API") struct OfficialDescriptionTests {
    @Test(
        "reads every example of an answer",
        .enabled(if: OfficialMock.hasDescriptions, Comment(rawValue: OfficialMock.descriptionRequirement)),
        arguments: LookupVersion.allCases)
    func examples(version: LookupVersion) throws {
        let examples = try OfficialMock.examples(version)
        #expect(examples.count > 5)
        for (name, body) in examples {
            let (answer, codes) = try #require(LookupReader(version: version).read(body), "\(name)")
            #expect(codes.isEmpty, "\(name)")
            #expect(answer.valid == (name != "fetchInvalid"), "\(name)")
            if name == "fetchLineTypeIntelligence" { #expect(answer.lineType == .nonFixedVoip) }
            if name == "fetchCarrier" { #expect(answer.lineType == .mobile && answer.carrierName == "verizon") }
        }
    }

    @Test(
        "asks a server made from it as it wants to be asked",
        .enabled(if: OfficialMock.isAvailable, Comment(rawValue: OfficialMock.requirement)), arguments: LookupVersion.allCases)
    func asks(version: LookupVersion) async throws {
        let mock = try OfficialMock(version)
        defer { mock.stop() }
        let fields = version == .v2 ? ["line_type_intelligence", "sim_swap"] : ["line_type_intelligence", "caller_name"]
        let client = TwilioLookupClient.testing(mock.url, fields: fields)
        let outcome = await client.look(up: Sample.number, country: "US")
        guard case .answered(let answer) = outcome, answer.valid, answer.country == "US" else {
            Issue.record("\(outcome)")
            return
        }
        // Strict: what the description does not know, it refuses, in the form of RFC 9457.
        let stranger = HTTPRequest(
            .get, client.url(Sample.number, "US") + "&Unheard=1", credentials: client.configuration.credentials)
        let refusal = try await HTTPClient().send(stranger)
        #expect(LookupReader(version: version).outcome(refusal) == .stopped(.requestRefused(status: 400, code: nil)))
        let anonymous = try await HTTPClient().send(HTTPRequest(.get, client.url(Sample.number, nil)))
        #expect(LookupReader(version: version).outcome(anonymous) == .stopped(.credentialsRefused(status: 401, code: nil)))
    }
}
