#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import HTTPTestSupport
import RefineryModel
import Testing

@testable import SkipTrace

@Suite("Faults of providers") struct ProviderFaultTests {
    @Test("401, 402 and 403 stop the provider, not the record", arguments: EnrichmentProviderName.all)
    func stops(provider: EnrichmentProviderName) async throws {
        #expect(try await Exchanged(provider, 401, "").stopped == .credentials)
        #expect(try await Exchanged(provider, 402, "").stopped == .money)
        #expect(try await Exchanged(provider, 403, "").stopped == .credentials)
        #expect(try await Exchanged(provider, 403, "insufficient balance").stopped == .money)
    }

    @Test(
        "429 is throttled for as long as is asked; 5xx is asked again, and only what a gateway says may have been billed",
        arguments: EnrichmentProviderName.all)
    func retries(provider: EnrichmentProviderName) async throws {
        guard case .throttled(let throttling) = try await Exchanged(provider, 429, "{}", headers: [("Retry-After", "37")]).outcome else {
            return #expect(Bool(false))
        }
        #expect(throttling.retryAfter == .seconds(37))
        #expect(try await Exchanged(provider, 503, "").mayHaveBeenBilled == false)
        #expect(try await Exchanged(provider, 504, "").mayHaveBeenBilled == true)
    }

    @Test("400 refuses the question, for nothing", arguments: EnrichmentProviderName.all)
    func refusals(provider: EnrichmentProviderName) async throws { #expect(try await Exchanged(provider, 400, "{}").isRefused) }

    @Test("success that cannot be read may have been billed", arguments: EnrichmentProviderName.all)
    func unreadable(provider: EnrichmentProviderName) async throws {
        let deep = String(repeating: "[", count: 100_000)
        for body in ["", "<html>", #"{"output": {"identity""#, "[]", "{}", deep] {
            let exchanged = try await Exchanged(provider, body)
            #expect(exchanged.mayHaveBeenBilled == true, "\(provider) \(body.prefix(20)): \(exchanged.outcome)")
        }
    }

    @Test("a miss that breaks off stops nobody, and another page at the address does", arguments: EnrichmentProviderName.all)
    func brokenMiss(provider: EnrichmentProviderName) async throws {
        let json = [("Content-Type", "application/json")]
        #expect(try await Exchanged(provider, 404, #"{"status": 404, "error"#, headers: json).mayHaveBeenBilled == true)
        #expect(try await Exchanged(provider, 404, "<html>Not Found</html>", headers: [("Content-Type", "text/html")]).stopped == .service)
    }

    @Test("a server that cannot be reached was not paid, one that is silent may have been", arguments: EnrichmentProviderName.all)
    func lost(name: EnrichmentProviderName) async throws {
        let (socket, port) = try LoopbackServer.listen(backlog: 1)
        close(socket)
        let server = try LoopbackServer { exchange in
            exchange.request.target == "/apiclient" ? exchange.respond(200, "TOKEN") : exchange.connection.waitUntilClosed()
        }
        defer { server.stop() }
        for (url, isBilled) in [("http://127.0.0.1:\(port)", false), (server.url, true)] {
            let provider = Sample.provider(name, url, timeout: .milliseconds(200))
            let question = try #require(provider.question(for: Sample.subject, wanting: [.phone, .email]))
            guard case .retry(_, _, isBilled) = await provider.ask([question], callbackToken: "T")[0] else { return #expect(Bool(false)) }
        }
    }

    @Test("an answer about somebody else is none, and charged all the same") func somebodyElse() async throws {
        let bodies: [(EnrichmentProviderName, String)] = [
            (
                .realEstateAPI,
                #"{"output": {"identity": {"names": [{"firstName": "Wen", "lastName": "Li"}], "phones": [{"phone": "9375550101"}]}}, "match": true}"#
            ),
            (.realEstateAPI, #"{"persons": [{"firstName": "Wen", "lastName": "Okafor", "phones": []}], "match": true}"#),
            (.apollo, #"{"person": {"id": "p", "first_name": "Wen", "last_name": "Li"}}"#),
            (.idi, #"{"result": [{"name": [{"first": "Dana", "last": "Li"}]}]}"#),
            (.batchData, #"{"result": {"data": [{"persons": [{"name": {"first": "Wen", "last": "Li"}}]}]}}"#),
            (.peopleDataLabs, #"{"status": 200, "data": {"full_name": "wen li", "mobile_phone": "+19375550101"}}"#),
        ]
        for (provider, body) in bodies {
            let exchanged = try await Exchanged(provider, body)
            #expect(exchanged.isMistaken, "\(provider): \(exchanged.outcome)")
        }
    }

    @Test("who is called by a short name, an initial or one of two surnames is the same person")
    func names() {
        let check = NameCheck(first: "robert", last: "garcía-lopez")
        for (first, last) in [("Bob", "Garcia"), ("R.", "Lopez"), ("Rob", "García Lopez Jr"), (nil, "Lopez"), ("Robert", nil)]
            as [(String?, String?)]
        {
            #expect(check.accepts(first: first, last: last))
        }
        for (first, last) in [("Maria", "Garcia"), ("Robert", "Gomez"), ("Roberta", "Smith")] {
            #expect(!check.accepts(first: first, last: last))
        }
    }

    @Test("parts of an answer to several questions go by key, or by position where there are as many") func bulk() {
        let keys = ["q-0", "q-1"]
        func part(_ key: String) -> JSONValue { ["key": .string(key)] }
        let key = { (part: JSONValue) in part["key"].text }
        #expect(BulkAnswers.sorted([part("q-1"), part("q-0")], keys: keys, key: key) == [part("q-0"), part("q-1")])
        #expect(BulkAnswers.sorted([part("q-1")], keys: keys, key: key) == [nil, part("q-1")])
        #expect(BulkAnswers.sorted([part("q-1"), part("q-0"), part("q-0")], keys: keys, key: key) == [part("q-0"), part("q-1")])
        #expect(BulkAnswers.sorted([["a": 1], .null], keys: keys, key: key) == [["a": 1], .null])
        #expect(BulkAnswers.sorted([["a": 1]], keys: keys, key: key) == nil)
    }

    @Test("a question is the same text however it is written, and comes back from it") func question() throws {
        var other = Sample.subject
        (other.firstName, other.city) = (" DANA\n", "dayton  ")
        for name in EnrichmentProviderName.all {
            let provider = Sample.provider(name, "http://127.0.0.1:1")
            let question = try #require(provider.question(for: Sample.subject, wanting: [.phone, .email]))
            #expect(provider.question(for: other, wanting: [.phone, .email]) == question)
            #expect(SkipTraceQuestion(text: question.text) == question)
            #expect(provider.account.product(of: question) != nil)
            #expect(provider.question(for: EnrichmentSubject(), wanting: .all) == nil)
        }
    }
}
