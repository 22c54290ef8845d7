import Foundation
import HTTPClient
import HTTPTestSupport
import RefineryModel

@testable import SkipTrace

/// The person whom all questions of these tests are about, and adapters that ask a server of this machine.
enum Sample {
    static var subject: EnrichmentSubject {
        var subject = EnrichmentSubject()
        (subject.firstName, subject.lastName) = ("Dana", "Okafor")
        (subject.address, subject.city, subject.state, subject.zipCode) = ("14 Larch St", "Dayton", "OH", "45402")
        (subject.companyDomain) = "okafor.example"
        return subject
    }

    static var business: EnrichmentSubject {
        var subject = EnrichmentSubject()
        (subject.companyName, subject.city, subject.state) = ("Okafor Plumbing LLC", "Dayton", "OH")
        return subject
    }

    static func provider(_ name: EnrichmentProviderName, _ url: String, timeout: Duration = .seconds(20)) -> any SkipTraceProvider {
        var configuration = SkipTraceConfiguration(name, key: "KEY")
        (configuration.secret, configuration.url, configuration.timeout) = ("SECRET", url, timeout)
        configuration.webhookURL = "https://hooks.example/a"
        let services = SkipTraceServices(
            http: HTTPClient(), isFreeMail: { $0 == "example.org" }, today: { CalendarDay(year: 2026, month: 11, day: 1) })
        return services.provider(configuration)!
    }
}

/// What a provider makes of one answer of a server, and what the server was asked.
struct Exchanged {
    let outcome: SkipTraceOutcome
    let requests: [ReceivedRequest]

    init(
        _ name: EnrichmentProviderName, _ status: Int, _ body: String, headers: [(String, String)] = [],
        wanting wants: EnrichmentWants = [.phone, .email, .social], about subject: EnrichmentSubject = Sample.subject
    ) async throws {
        let server = try LoopbackServer { exchange in
            exchange.request.target == "/apiclient" ? exchange.respond(200, "TOKEN") : exchange.respond(status, headers: headers, body)
        }
        defer { server.stop() }
        let provider = Sample.provider(name, server.url)
        let question = provider.question(for: subject, wanting: wants)!
        outcome = await provider.ask([question], callbackToken: "TOKEN")[0]
        requests = server.requests
    }

    init(
        _ name: EnrichmentProviderName, _ body: String, headers: [(String, String)] = [],
        wanting wants: EnrichmentWants = [.phone, .email, .social], about subject: EnrichmentSubject = Sample.subject
    ) async throws {
        try await self.init(name, 200, body, headers: headers, wanting: wants, about: subject)
    }

    var found: UniversalSkipResult? {
        switch outcome {
        case .found(let result, _): result
        case .pending(_, let result): result
        default: nil
        }
    }

    var isMissed: Bool { if case .missed = outcome { true } else { false } }
    var isMistaken: Bool { if case .mistaken = outcome { true } else { false } }
    var isRefused: Bool { if case .refused = outcome { true } else { false } }
    var stopped: SkipTraceStop.Cause? { if case .stopped(let stop) = outcome { stop.cause } else { nil } }
    var mayHaveBeenBilled: Bool? { if case .retry(_, _, let billed) = outcome { billed } else { nil } }
}
