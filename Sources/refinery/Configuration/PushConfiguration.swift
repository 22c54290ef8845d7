internal import CampaignPush
internal import HTTPClient
internal import RefineryFleet
internal import RefineryModel
internal import Secrets

/// How contacts are pushed from here: secrets are variables that destinations name.
struct PushConfiguration: Sendable {
    let worker = PushSettings()
    private let reader: @Sendable (String) -> Secret?

    /// - Parameter environment: Of this process.
    init(environment: [String: String]) {
        reader = { EnvironmentReader(environment).secret($0) }
    }

    /// Makes destinations, which share their connections.
    func makeDestination() -> MakeDestination {
        let http = HTTPClient(HTTPClientConfiguration(connectTimeout: .seconds(5), timeout: .seconds(30), maxResponseBytes: 16 << 20))
        let destinations = CampaignDestinations(http: http, secret: reader)
        return { try destinations.make($0) }
    }
}
