internal import HTTPClient
internal import RefineryFleet
internal import RefineryModel
internal import RefineryStages
internal import Secrets
internal import SkipTrace

/// Which providers of enrichment can be asked, under which account, and how long their answers are believed.
struct EnrichmentSettings: Sendable {
    var worker = EnrichSettings()
    /// Providers with credentials, in the order of their names in ``EnrichmentProviderName/all``.
    private(set) var configured: [EnrichmentProviderName] = []
    private var configurations: [EnrichmentProviderName: SkipTraceConfiguration] = [:]
    /// `ENRICH_SIMULATED`: the providers only pretend; their answers count for those who ask so.
    private(set) var isSimulated = false

    var isConfigured: Bool { !configured.isEmpty }

    /// The variables without which a provider cannot be asked.
    static let needed: [EnrichmentProviderName: [String]] = [
        .realEstateAPI: ["REALESTATEAPI_API_KEY"], .apollo: ["APOLLO_API_KEY"], .idi: ["IDI_CLIENT_ID", "IDI_CLIENT_SECRET"],
        .tlo: ["TLO_USERNAME", "TLO_PASSWORD"], .batchData: ["BATCHDATA_API_KEY"], .peopleDataLabs: ["PDL_API_KEY"],
    ]
    private static let urls: [EnrichmentProviderName: String] = [
        .realEstateAPI: "REALESTATEAPI_URL", .apollo: "APOLLO_URL", .idi: "IDI_URL", .tlo: "TLO_URL", .batchData: "BATCHDATA_URL",
        .peopleDataLabs: "PDL_URL",
    ]

    init(_ reader: EnvironmentReader) throws(ConfigurationError) {
        isSimulated = try reader.flag("ENRICH_SIMULATED") ?? false
        if let days = try reader.integer("ENRICH_TTL_DAYS", 0...36_500) { worker.foundFor = .seconds(days * 86_400) }
        if let days = try reader.integer("ENRICH_MISS_TTL_DAYS", 0...36_500) { worker.missedFor = .seconds(days * 86_400) }
        if let minutes = try reader.integer("ENRICH_LATE_MINUTES", 1...43_200) { worker.lateFor = .seconds(minutes * 60) }
        let prices = try Self.prices(reader)
        for name in EnrichmentProviderName.all {
            let secrets = (Self.needed[name] ?? []).map { reader.secret($0)?.text }
            guard let key = secrets.first ?? nil, !secrets.contains(nil) else { continue }
            var configuration = SkipTraceConfiguration(name, key: key)
            if secrets.count > 1, let secret = secrets[1] { configuration.secret = secret }
            configuration.url = Self.urls[name].flatMap { reader.text($0) }
            configuration.prices = prices
            if isSimulated { configuration.label = "simulator" }
            switch name {
            case .apollo: configuration.webhookURL = reader.text("APOLLO_WEBHOOK_URL")
            case .idi:
                configuration.loginURL = reader.text("IDI_LOGIN_URL")
                configuration.purpose.glba = reader.text("IDI_GLBA") ?? configuration.purpose.glba
                configuration.purpose.dppa = reader.text("IDI_DPPA") ?? configuration.purpose.dppa
            case .tlo:
                configuration.purpose.glba = reader.text("TLO_GLB_PURPOSE") ?? "0"
                configuration.purpose.dppa = reader.text("TLO_DPPA_PURPOSE") ?? "0"
                configuration.purpose.permissibleUse = reader.text("TLO_PERMISSIBLE_USE") ?? configuration.purpose.permissibleUse
            default: break
            }
            configurations[name] = configuration
            configured.append(name)
        }
    }

    /// `ENRICH_PRICES`: dollars of one question by product, as `apollo_match=0.025,apollo_match_mobile=0.225`.
    private static func prices(_ reader: EnvironmentReader) throws(ConfigurationError) -> [String: Money] {
        var prices: [String: Money] = [:]
        for part in (reader.text("ENRICH_PRICES") ?? "").split(separator: ",") {
            let pair = part.split(separator: "=").map { $0.filter { $0 != " " } }
            guard pair.count == 2, let price = try? Money(parsing: pair[1]) else {
                throw .invalid(name: "ENRICH_PRICES", value: String(part), expected: "products with dollars, such as apollo_match=0.025")
            }
            prices[pair[0]] = price
        }
        return prices
    }

    /// Those who are asked, in this order.
    /// - Throws: ``EnrichmentFault/notConfigured(_:)`` for one without credentials.
    func sources(named names: [EnrichmentProviderName]) throws -> [EnrichSource] {
        let http = HTTPClient(HTTPClientConfiguration(connectTimeout: .seconds(5), timeout: .seconds(60), maxResponseBytes: 1 << 20))
        let services = SkipTraceServices(http: http, isFreeMail: { FreeMail.holds($0.utf8) })
        return try names.map { name in
            guard let configuration = configurations[name], let provider = services.provider(configuration) else {
                throw EnrichmentFault.notConfigured(name)
            }
            return EnrichSource(provider, isSimulated: isSimulated)
        }
    }

    /// The variables with which all providers are pretended by a simulator at this address.
    static func simulated(at url: String) -> [String: String] {
        var variables = ["ENRICH_SIMULATED": "on"]
        for name in EnrichmentProviderName.all {
            for variable in needed[name] ?? [] { variables[variable] = "simulated" }
            if let variable = urls[name] { variables[variable] = url }
        }
        variables["IDI_LOGIN_URL"] = url
        // Nobody listens there: late numbers are fetched.
        variables["APOLLO_WEBHOOK_URL"] = "\(url)/_callbacks"
        return variables
    }
}

/// Why nobody can be asked.
enum EnrichmentFault: Fault, Equatable {
    case nobodyConfigured
    case notConfigured(EnrichmentProviderName)
    case unknown(String)

    var code: FaultCode {
        switch self {
        case .nobodyConfigured, .notConfigured: .settingInvalid
        case .unknown: .valueInvalid
        }
    }
    var summary: String {
        switch self {
        case .nobodyConfigured: "No provider of enrichment has credentials here."
        case .notConfigured(let name): "\(name.rawValue) has no credentials here."
        case .unknown(let text): "“\(text.visible)” is no provider of enrichment."
        }
    }
    var remedy: String? {
        switch self {
        case .nobodyConfigured: "Set those of one, such as APOLLO_API_KEY, or try it for nothing: refinery enrich --simulate"
        case .notConfigured(let name):
            "Set \((EnrichmentSettings.needed[name] ?? []).joined(separator: " and ")), or try it for nothing: --simulate"
        case .unknown: "There are \(EnrichmentProviderName.all.map(\.rawValue).joined(separator: ", "))."
        }
    }
}
