import CampaignSimulator
import Foundation
import HTTPTestSupport
import RefineryModel
import Testing

@testable import CampaignPush

/// The real adapters, over HTTP, at the simulator.
@Suite("Destinations at the simulator") struct DestinationTests {
    private func isPushed(_ outcome: PushOutcome) -> Bool { if case .pushed = outcome { true } else { false } }

    private func running(
        _ change: (inout CampaignBehaviour) -> Void = { _ in }, _ body: (CampaignSimulator, String) async throws -> Void
    ) async throws {
        var behaviour = CampaignBehaviour()
        change(&behaviour)
        try await CampaignSimulator.running(behaviour, body)
    }

    @Test("every contact arrives once, and one that is sent again is there once all the same", arguments: Sample.overHTTP)
    func once(kind: DestinationKind) async throws {
        try await running { simulator, url in
            let destination = try Sample.destination(kind, url)
            let count = kind == .gohighlevel ? 1 : 3
            let message = Sample.message((1...count).map { Sample.contact($0) })
            let outcomes = await destination.push(message)
            #expect(outcomes.count == count && outcomes.allSatisfy(isPushed), "\(outcomes)")
            let report = simulator.ledger.report
            #expect(report.contacts.map(\.externalID).sorted() == (1...count).map(Sample.id))
            #expect(report.contacts.allSatisfy { $0.times == 1 && $0.added == 1 && $0.service == kind.rawValue })
            _ = await destination.push(message)
            #expect(simulator.ledger.report.repeated == count && simulator.ledger.report.doubled == 0)
        }
    }

    @Test("services that say what they do not take refuse those contacts alone", arguments: [DestinationKind.hubspot, .salesforce])
    func partial(kind: DestinationKind) async throws {
        try await running({ $0.refuseShare = 0.5 }) { simulator, url in
            let outcomes = try await Sample.destination(kind, url).push(Sample.message((1...40).map { Sample.contact($0) }))
            let pushed = outcomes.count(where: isPushed)
            #expect(pushed > 5 && pushed < 35 && simulator.ledger.report.distinct == pushed)
            #expect(outcomes.allSatisfy { outcome in if case .refused = outcome { true } else { isPushed(outcome) } }, "\(outcomes)")
        }
    }

    @Test("Salesforce makes leads members of the campaign that is named, once each, and says which it does not take") func campaign()
        async throws
    {
        try await running({ $0.refuseShare = 0.3 }) { simulator, url in
            var settings = Sample.settings(.salesforce, url)
            settings.target = "Lead/701000000000001AAA"
            let message = Sample.message((1...20).map { Sample.contact($0) })
            let outcomes = try await Sample.destination(settings).push(message)
            let pushed = outcomes.count(where: isPushed)
            #expect(pushed > 3 && pushed < 20, "\(outcomes)")
            func members() -> Int { simulator.ledger.report.contacts.count { $0.service == "salesforce campaign" && $0.times == 1 } }
            #expect(members() == pushed)
            #expect(try await Sample.destination(settings).push(message) == outcomes, "who is a member already is none twice")
            #expect(members() == pushed)
        }
        for target in ["Lead/", "Lead/701", "Account/701000000000001AAA", "Lead/701000000000001AA;", "/701000000000001AAA"] {
            var settings = Sample.settings(.salesforce, "http://127.0.0.1:1")
            settings.target = target
            #expect(throws: DestinationFault.self, "\(target)") { try CampaignDestinations.check(settings) }
        }
    }

    @Test("a refusal for speed says how long, a wrong key stops", arguments: Sample.overHTTP)
    func refusals(kind: DestinationKind) async throws {
        try await running({ ($0.rate429, $0.retryAfter) = (1, 7) }) { simulator, url in
            let destination = try Sample.destination(kind, url)
            #expect(await destination.push(Sample.message([Sample.contact(1)])) == [.throttled(after: .seconds(7))])
            simulator.behaviour = CampaignBehaviour()
            simulator.behaviour.refuseKeys = true
            guard case .stopped = await destination.push(Sample.message([Sample.contact(1)]))[0] else {
                Issue.record("a wrong key does not stop")
                return
            }
            #expect(simulator.ledger.report.received == 0)
        }
    }

    @Test("what may have arrived is told from what cannot have", arguments: Sample.overHTTP)
    func fates(kind: DestinationKind) async throws {
        let faults: [(String, (inout CampaignBehaviour) -> Void)] = [
            ("reset after", { $0.rateReset = 1 }), ("failed after", { $0.rate5xxAfter = 1 }), ("never", { $0.rateNever = 1 }),
        ]
        for (name, fault) in faults {
            try await running(fault) { simulator, url in
                var settings = Sample.settings(kind, url)
                settings.timeoutSeconds = 1
                let outcome = try await Sample.destination(settings).push(Sample.message([Sample.contact(1)]))[0]
                guard case .retry(_, _, true) = outcome else {
                    Issue.record("\(kind) \(name): \(outcome)")
                    return
                }
                #expect(simulator.ledger.report.requests == 1)
            }
        }
        // Nobody listens.
        let outcome = try await Sample.destination(kind, "http://127.0.0.1:1").push(Sample.message([Sample.contact(1)]))[0]
        guard case .retry(_, _, false) = outcome else {
            Issue.record("\(kind), nobody listens: \(outcome)")
            return
        }
    }

    @Test(
        "an answer that is wrong, cut off or there twice is never taken for another contact's",
        arguments: [DestinationKind.hubspot, .gohighlevel, .five9, .salesforce])
    func answers(kind: DestinationKind) async throws {
        let faults: [(inout CampaignBehaviour) -> Void] = [{ $0.rateWrong = 1 }, { $0.rateMalformed = 1 }]
        for fault in faults {
            try await running(fault) { _, url in
                let outcome = try await Sample.destination(kind, url).push(Sample.message([Sample.contact(1)]))[0]
                guard case .retry(_, _, true) = outcome else {
                    Issue.record("\(kind): \(outcome)")
                    return
                }
            }
        }
    }

    @Test(
        "vendors get further fields of one's own choice", arguments: [DestinationKind.five9, .ringcx, .hubspot, .salesforce, .gohighlevel])
    func fields(kind: DestinationKind) async throws {
        let received = AsyncStream<ReceivedRequest>.makeStream()
        let server = try LoopbackServer { exchange in
            received.continuation.yield(exchange.request)
            exchange.respond(200, #"{"id":"1"}"#)
        }
        defer { server.stop() }
        var settings = Sample.settings(kind, "http://127.0.0.1:\(server.port)")
        settings.fields = ["Call_From__c": "call_from_local", "Campaign__c": "block"]
        settings.timeoutSeconds = 1
        let destination = try Sample.destination(settings)
        let pushing = Task { await destination.push(Sample.message([Sample.contact(1)])) }
        var bodies = ""
        for await request in received.stream {
            bodies += String(decoding: request.body, as: UTF8.self)
            if bodies.contains("Plumbers – TX") && bodies.contains("Call_From__c") { break }
        }
        pushing.cancel()
        #expect(bodies.contains("09:00") && bodies.contains("Call_From__c") && bodies.contains("Campaign__c"), "\(bodies)")
        settings.fields = ["X": "surname"]
        #expect(throws: DestinationFault.self) { try CampaignDestinations.check(settings) }
    }

    @Test("a wrong signature is refused, and a stop says so by no contact") func signature() async throws {
        try await running({ $0.webhookSecret = "whsec_" + Data(repeating: 7, count: 32).base64EncodedString() }) { simulator, url in
            let outcomes = try await Sample.destination(.webhook, url).push(Sample.message([Sample.contact(1)]))
            #expect(outcomes == [.refused(reason: "status 400")])
            #expect(simulator.ledger.report.badSignatures == 1 && simulator.ledger.report.received == 0)
        }
    }
}

@Suite("Signed webhook") struct WebhookTests {
    private static let package = "standardwebhooks"

    @Test(
        "the library of the specification's authors takes it", .enabled(if: PythonScript.isNeeded(package: package), "needs the package"))
    func library() async throws {
        let received = AsyncStream<ReceivedRequest>.makeStream()
        let server = try LoopbackServer { exchange in
            received.continuation.yield(exchange.request)
            exchange.respond(204)
        }
        defer { server.stop() }
        let destination = try Sample.destination(.webhook, "http://127.0.0.1:\(server.port)")
        let outcomes = await destination.push(Sample.message([Sample.contact(1, ["company": "Øl & \"Sønner\" \u{1F9EA}"])]))
        #expect(outcomes == [.pushed(reference: nil)])
        var requests = received.stream.makeAsyncIterator()
        let request = try #require(await requests.next())
        let header = { (name: String) in request.headers.first { $0.0.lowercased() == name }?.1 ?? "" }
        let output = try await PythonScript.run(
            "verify_webhook.py",
            [
                Sample.secret, header("webhook-id"), header("webhook-timestamp"), header("webhook-signature"),
                Data(request.body).base64EncodedString(),
            ])
        #expect(String(decoding: output, as: UTF8.self) == Sample.id(1))
    }
}

@Suite("Body template") struct BodyTemplateTests {
    @Test("columns are filled in by their type, in text as they are written, and all contacts as a list") func fills() throws {
        let message = Sample.message([Sample.contact(1, ["last_name": "O\"K}}"]), Sample.contact(2)])
        let single = try BodyTemplate(
            #"{"p":"{{phone_e164}}","n":"{{employees}}","t":"{{title}}","name":"{{first_name}} {{last_name}}","b":"{{block}}"}"#)
        #expect(single.isOfOneContact)
        #expect(
            String(decoding: single.body(message).bytes, as: UTF8.self)
                == #"{"p":"+15125551001","n":12,"t":null,"name":"Dana O\"K}}","b":"Plumbers – TX"}"#)
        let whole = try BodyTemplate(#"{"list":"x","leads":"{{contacts}}"}"#)
        #expect(
            !whole.isOfOneContact && whole.body(message)["leads"].elements.map { $0["external_id"].text } == [Sample.id(1), Sample.id(2)])
    }

    @Test("a column that there is not, and JSON that is none, are refused with a word", arguments: ["{", #"{"a":"{{surname}}"}"#])
    func refuses(text: String) { #expect(throws: DestinationFault.self) { try BodyTemplate(text) } }

    @Test("what settings cannot mean is refused before anything is stored") func settings() throws {
        func check(_ kind: DestinationKind, _ change: (inout DestinationSettings) -> Void) throws {
            var settings = Sample.settings(kind, "http://127.0.0.1:1")
            if kind == .directory { settings.url = "/tmp" }
            change(&settings)
            try CampaignDestinations.check(settings)
        }
        for kind in DestinationKind.allCases { try check(kind) { _ in } }
        #expect(throws: DestinationFault.self) { try check(.webhook) { $0.url = "ftp://x" } }
        #expect(throws: DestinationFault.self) { try check(.webhook) { $0.url = nil } }
        #expect(throws: DestinationFault.self) { try check(.webhook) { $0.secretVariable = nil } }
        #expect(throws: DestinationFault.self) { try check(.webhook) { $0.secretVariable = "whsec_AAAA=" } }
        #expect(throws: DestinationFault.self) { try check(.rest) { $0.method = "GET" } }
        #expect(throws: DestinationFault.self) { try check(.hubspot) { $0.batch = 101 } }
        #expect(throws: DestinationFault.self) { try check(.directory) { $0.url = "relative" } }
        #expect(throws: DestinationFault.self) { try check(.ringcx) { $0.target = "1" } }
        #expect(throws: DestinationFault.self) { try check(.five9) { $0.target = nil } }
        #expect(throws: DestinationFault.self) {
            try check(.rest) {
                $0.template = #"{"a":"{{email}}"}"#
                $0.batch = 2
            }
        }
    }
}
