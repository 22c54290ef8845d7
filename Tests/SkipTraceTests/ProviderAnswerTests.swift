import HTTPTestSupport
import RefineryModel
import Testing

@testable import SkipTrace

/// The answers are those that the services document, with invented people.
@Suite("Answers of providers") struct ProviderAnswerTests {
    @Test("RealEstateAPI, version 1: phones with kind and listing, absent is not false, the deceased survives") func realEstateFirst()
        async throws
    {
        let body = """
            {"output": {"identity": {"names": [{"firstName": "Dana", "lastName": "Okafor"}], "phones": [
            {"phone": "9375550101", "isConnected": true, "doNotCall": true, "phoneType": "mobile", "lastSeen": "2023-09-30"},
            {"phone": "9375550102", "isConnected": false, "phoneType": "landline"}, {"phone": "12"}],
            "emails": [{"email": "Dana@Example.org", "emailType": "personal"}]},
            "demographics": {"deceased": true, "age": 54, "maritalStatus": "M"}}, "match": true, "statusCode": 200, "credits": 10}
            """
        let exchanged = try await Exchanged(.realEstateAPI, body)
        let found = try #require(exchanged.found)
        #expect(
            found.phones == [
                SkipPhone("+19375550101", type: .mobile, score: 65, vendorScore: "isConnected true", doNotCall: .yes),
                SkipPhone("+19375550102", type: .landline, score: 30, vendorScore: "isConnected false", doNotCall: .unknown),
            ])
        #expect(found.mobiles.count == 1 && found.emails == [SkipEmail("dana@example.org", type: .personal)])
        #expect(found.deceased == true && found.litigator == nil && found.age == 54)
        #expect(!String(decoding: found.raw, as: UTF8.self).contains("marital"))
        #expect(exchanged.requests[0].target == "/v1/SkipTrace" && exchanged.requests[0].headers["x-api-key"] == "KEY")
    }

    @Test("RealEstateAPI, version 2: \"N\" is not true, and ethnicity is never kept") func realEstateSecond() async throws {
        let body = """
            {"persons": [{"firstName": "Dana", "lastName": "Okafor", "emails": ["dana@okafor.example"], "ethnicityCode": "Z9", "phones": [
            {"phone": "9375550101", "phoneUsage12Month": "5", "phoneType": "W", "phoneFtcDnc": "N"},
            {"phone": "9375550102", "phoneUsage12Month": "12", "phoneType": "L", "phoneFtcDnc": "Y"}, {"phone": "9375550103", "phoneType": "V"}]}],
            "statusCode": 200, "match": true}
            """
        let found = try #require(try await Exchanged(.realEstateAPI, body).found)
        #expect(found.phones.map(\.doNotCall) == [.no, .yes, .unknown])
        #expect(found.phones.map(\.type) == [.mobile, .landline, .voip])
        #expect(found.phones.map(\.score) == [50, 90, 30])
        #expect(!String(decoding: found.raw, as: UTF8.self).contains("Z9"))
    }

    @Test("CorporateSkip gives people, owners before agents, and the next question traces one of them") func corporate() async throws {
        let body = """
            {"data": [{"entityName": "OKAFOR PLUMBING LLC", "primaryPhone": "9375550100", "relevanceScore": 91, "principals": [
            {"firstName": "Agents", "lastName": "Of Record LLC", "titles": ["Registered Agent"]},
            {"firstName": "Wen", "lastName": "Li", "titles": ["Manager"], "addressLine1": "2 Elm St", "city": "Dayton", "stateProvince": "OH", "postalCode": "45402"},
            {"firstName": "Dana", "lastName": "Okafor", "titles": ["Owner"], "addressLine1": "14 Larch St", "city": "Dayton", "stateProvince": "OH", "postalCode": "45402"}]}]}
            """
        let exchanged = try await Exchanged(.realEstateAPI, body, about: Sample.business)
        let found = try #require(exchanged.found)
        #expect(exchanged.requests[0].target == "/v2/CorporateSkip" && found.principals.map(\.lastName) == ["Okafor", "Li"])
        let provider = Sample.provider(.realEstateAPI, "http://127.0.0.1:1")
        let question = try #require(provider.question(for: Sample.business, wanting: .all))
        let next = try #require(provider.question(after: question, answered: found, for: Sample.business, wanting: [.mobile]))
        #expect(next.product == "realestateapi_trace" && next[.lastName] == "okafor" && next[.address] == "14 larch st")
        #expect(provider.question(after: next, answered: nil, for: Sample.business, wanting: [.mobile]) == nil)
        let error = #"{"statusCode": 200, "data": {"errorMessage": "No corporate records found"}}"#
        #expect(try await Exchanged(.realEstateAPI, error, about: Sample.business).isMissed)
    }

    @Test("Apollo: the person at once, numbers pending, and their callback or poll gives the same, twice too") func apollo() async throws {
        let body = """
            {"request_id": -835146473422160267, "person": {"id": "p1", "first_name": "Dana", "last_name": "Okafor", "title": "Owner",
            "linkedin_url": "http://www.linkedin.com/in/d", "email": "dana@okafor.example", "email_status": "verified", "personal_emails": ["d@example.org"]}}
            """
        let exchanged = try await Exchanged(.apollo, body, wanting: [.mobile, .email])
        guard case .pending(let pending, let soFar) = exchanged.outcome else { return #expect(Bool(false), "\(exchanged.outcome)") }
        #expect(
            soFar?.emails.map(\.type) == [.work, .personal] && soFar?.socials.first?.network == "linkedin"
                && soFar?.person?.title == "Owner")
        #expect(pending.token == "-835146473422160267/p1" && pending.callbackKey == "TOKEN/p1")
        #expect(exchanged.requests[0].target.contains("webhook_url=https%3A%2F%2Fhooks.example%2Fa%2FTOKEN"))
        let numbers = """
            {"credits_consumed": 8, "people": [{"id": "p1", "phone_numbers": [
            {"sanitized_number": "+19375550101", "type_cd": "mobile", "confidence_cd": "high", "status_cd": "valid_number", "dnc_status_cd": "not_found"},
            {"sanitized_number": "+19375550101", "type_cd": null, "confidence_cd": null, "dnc_status_cd": "else"},
            {"sanitized_number": "+19375550109", "type_cd": "mobile", "status_cd": "invalid"}]}]}
            """
        let server = try LoopbackServer { exchange in
            exchange.number == 1
                ? exchange.respond(404, #"{"error_code": "result_pending", "retry_after_seconds": 7}"#)
                : exchange.respond(200, "{\"webhook_result\": \(numbers)}")
        }
        defer { server.stop() }
        let provider = Sample.provider(.apollo, server.url)
        guard case .pending(let again, nil) = await provider.collect(pending.token) else { return #expect(Bool(false)) }
        #expect(again.afterSeconds == 7)
        let collected = await provider.collect(pending.token)
        guard case .found(let result, let cost) = collected else { return #expect(Bool(false), "\(collected)") }
        #expect(result.phones == [SkipPhone("+19375550101", type: .mobile, score: 90, vendorScore: "high", doNotCall: .no)])
        #expect(cost == Money(micros: 200_000))
        let called = provider.answers(inCallback: Array(numbers.utf8), to: "TOKEN")
        #expect(called == [SkipTraceCallback(key: "TOKEN/p1", outcome: collected)])
        #expect(provider.answers(inCallback: Array(numbers.utf8), to: "TOKEN") == called)
        #expect(soFar?.joined(with: result).joined(with: result).phones.count == 1)
        #expect(provider.answers(inCallback: Array("{".utf8), to: "TOKEN").isEmpty)
    }

    @Test(
        "numbers that Apollo no longer has are a miss",
        arguments: [(404, "request_id_unknown"), (410, "request_id_expired"), (400, "invalid_request_id")])
    func lostNumbers(status: Int, code: String) async throws {
        let server = try LoopbackServer { $0.respond(status, "{\"error_code\": \"\(code)\"}") }
        defer { server.stop() }
        guard case .missed = await Sample.provider(.apollo, server.url).collect("1/p1") else { return #expect(Bool(false)) }
    }

    @Test("IDI: a token first, numbers by order, the right one of several people") func idi() async throws {
        let body = """
            {"result": [{"name": [{"first": "Dana", "last": "Okafor"}], "address": [{"city": "Reno", "data": "1 A St, Reno, NV 89501"}]},
            {"name": [{"first": "Dana", "last": "Okafor"}], "dob": [{"age": "54"}], "address": [{"city": "Dayton", "data": "14 Larch St, Dayton, OH 45402"}],
            "phone": [{"number": "(937) 555-0101", "type": "mobile", "meta": {"lastSeen": "20261001"}}, {"number": "9375550102", "type": "landline"}],
            "email": [{"data": "DANA@EXAMPLE.ORG"}], "isDead": false}]}
            """
        let exchanged = try await Exchanged(.idi, body, wanting: [.phone])
        let found = try #require(exchanged.found)
        #expect(found.phones.map(\.score) == [80, 70] && found.phones.map(\.type) == [.mobile, .landline])
        #expect(found.age == 54 && found.deceased == false && found.emails == [SkipEmail("dana@example.org", type: .personal)])
        #expect(exchanged.requests.map(\.target) == ["/apiclient", "/search"] && exchanged.requests[1].headers["authorization"] == "TOKEN")
        #expect(try await Exchanged(.idi, 400, #"{"error": {"code": "TooManyMatches"}}"#).isRefused)
    }

    @Test("an IDI token that ended is fetched again, once") func endedToken() async throws {
        let server = try LoopbackServer { exchange in
            switch exchange.request.target {
            case "/apiclient": exchange.respond(200, "TOKEN\(exchange.number)")
            default:
                exchange.request.headers["authorization"] == "TOKEN1"
                    ? exchange.respond(401, "") : exchange.respond(200, #"{"result": []}"#)
            }
        }
        defer { server.stop() }
        let provider = Sample.provider(.idi, server.url)
        let question = try #require(provider.question(for: Sample.subject, wanting: [.phone]))
        guard case .missed = await provider.ask([question], callbackToken: "T")[0] else { return #expect(Bool(false)) }
        #expect(server.requests.map(\.target) == ["/apiclient", "/search", "/apiclient", "/search"])
    }

    @Test("TLO: one listing or several, only those in the name that was asked for") func tlo() async throws {
        let listing = "<Phone>%</Phone><CarrierType>WIRELESS</CarrierType><Score>80</Score></BasicPhoneListing>"
        let body = """
            <?xml version="1.0"?><s:Envelope xmlns:s="x"><s:Body><BasicPersonSearchResponse><BasicPersonSearchResult><ErrorCode>0</ErrorCode>
            <NumberOfRecordsFound>1</NumberOfRecordsFound><BasicPersonSearchOutputRecords><BasicPersonSearchOutputRecord><AddressRecord><Phones>
            <BasicPhoneListing><ListingName>OKAFOR, DANA</ListingName>\(listing.replacing("%", with: "9375550101"))
            <BasicPhoneListing><ListingName>SMITH, JO &amp; CO</ListingName>\(listing.replacing("%", with: "9375550102"))
            </Phones></AddressRecord></BasicPersonSearchOutputRecord></BasicPersonSearchOutputRecords></BasicPersonSearchResult>
            </BasicPersonSearchResponse></s:Body></s:Envelope>
            """
        let found = try #require(try await Exchanged(.tlo, body).found)
        #expect(found.phones == [SkipPhone("+19375550101", type: .mobile, score: 80, vendorScore: "80")])
        func result(_ inner: String) -> String { "<E><BasicPersonSearchResult>\(inner)</BasicPersonSearchResult></E>" }
        #expect(try await Exchanged(.tlo, result("<ErrorCode>0</ErrorCode><NumberOfRecordsFound>0</NumberOfRecordsFound>")).isMissed)
        #expect(try await Exchanged(.tlo, result("<ErrorCode>1</ErrorCode><ErrorMessage>invented text</ErrorMessage>")).isRefused)
        #expect(
            try await Exchanged(.tlo, result("<ErrorCode>1</ErrorCode><ErrorMessage>Bad password</ErrorMessage>")).stopped == .credentials)
        #expect(
            try await Exchanged(.tlo, "<!DOCTYPE a [<!ENTITY b \"c\">]>" + result("<ErrorCode>0</ErrorCode>")).mayHaveBeenBilled == true)
    }

    @Test("BatchData: version 3 and 1, listings, who sues") func batchData() async throws {
        let third = """
            {"result": {"data": [{"meta": {"matched": true}, "persons": [{"name": {"first": "Dana", "last": "Okafor"}, "litigator": true, "deceased": false,
            "phones": [{"number": "9375550101", "type": "Mobile", "rank": 2, "dnc": false}, {"number": "9375550102", "type": "Land Line", "rank": 3, "dnc": false, "tcpa": true},
            {"number": "9375550103"}], "emails": [{"email": "d@okafor.example", "tested": true}, {"email": "x@okafor.example", "tested": false}]}]}]}}
            """
        let found = try #require(try await Exchanged(.batchData, third).found)
        #expect(found.phones.map(\.score) == [90, 80, 50] && found.phones.map(\.doNotCall) == [.no, .yes, .unknown])
        #expect(found.litigator == true && found.deceased == false && found.emails.count == 1)
        let first = """
            {"results": {"persons": [{"request": {"requestId": "q-0"}, "meta": {"matched": true}, "name": {"first": "Dana", "last": "Okafor"},
            "phoneNumbers": [{"number": "9375550101", "type": "Mobile", "score": "100"}]}]}}
            """
        #expect(
            try await Exchanged(.batchData, first).found?.phones == [
                SkipPhone("+19375550101", type: .mobile, score: 100, vendorScore: "100")
            ])
        #expect(try await Exchanged(.batchData, #"{"result": {"data": [null]}}"#).isMissed)
        #expect(try await Exchanged(.batchData, #"{"results": {"persons": [{"meta": {"matched": false}}]}}"#).isMissed)
    }

    @Test("People Data Labs: likelihood, income, age; 404 is the normal miss and free") func peopleDataLabs() async throws {
        let body = """
            {"status": 200, "likelihood": 8, "data": {"full_name": "dana okafor", "job_title": "owner", "mobile_phone": "+19375550101",
            "phone_numbers": ["+19375550101", "+19375550102"], "work_email": "dana@okafor.example", "personal_emails": true,
            "linkedin_url": "linkedin.com/in/d", "birth_year": 1972, "inferred_salary": "100,000-150,000"}}
            """
        let exchanged = try await Exchanged(.peopleDataLabs, body, headers: [("x-call-credits-spent", "1")])
        guard case .found(let found, let cost) = exchanged.outcome else { return #expect(Bool(false), "\(exchanged.outcome)") }
        #expect(found.phones.map(\.type) == [.mobile, .unknown] && found.phones[0].score == 80 && found.likelihood == 80)
        #expect(
            found.age == 54 && found.income == 100_000
                && found.socials == [SkipProfile(network: "linkedin", url: "https://linkedin.com/in/d")])
        #expect(cost == Money(micros: 280_000))
        let miss = try await Exchanged(.peopleDataLabs, 404, #"{"status": 404, "error": {"type": "not_found"}}"#)
        guard case .missed(_, _, .zero) = miss.outcome else { return #expect(Bool(false), "\(miss.outcome)") }
        #expect(try await Exchanged(.peopleDataLabs, 404, "<html>").stopped == .service)
    }

    @Test("misses as each service says them are final and free") func misses() async throws {
        let first = #"{"output": null, "match": false, "statusCode": 404, "responseMessage": "No phones found for provided person."}"#
        for status in [200, 404] { #expect(try await Exchanged(.realEstateAPI, status, first).isMissed) }
        #expect(try await Exchanged(.realEstateAPI, 404, #"{"persons": [], "statusCode": 404, "match": false}"#).isMissed)
        #expect(try await Exchanged(.apollo, #"{"person": null}"#).isMissed)
        #expect(try await Exchanged(.idi, #"{"result": []}"#).isMissed)
    }
}
