internal import RefineryModel
internal import SimulatorServer

/// A request to any of the services.
struct ServiceRequest: Sendable {
    let method: String
    let path: String
    /// The first value of each parameter.
    let query: [String: String]
    /// Names in lower case.
    let headers: [String: String]
    let bytes: [UInt8]
    /// `.null` where the body is none.
    let body: JSONValue

    init(method: String, target: String, headers: [String: String], bytes: [UInt8]) {
        self.method = method
        self.headers = headers
        self.bytes = bytes
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts[0])
        var query: [String: String] = [:]
        for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let name = pair.prefix { $0 != "=" }
            let key = PercentCoding.decoded(name.utf8, plusIsSpace: true)
            if query[key] == nil { query[key] = PercentCoding.decoded(pair[name.endIndex...].dropFirst().utf8, plusIsSpace: true) }
        }
        self.query = query
        body = JSONValue(bytes) ?? .null
    }
}

/// What a service answers, before anything goes wrong on the way.
struct ServiceAnswer: Sendable {
    var status = 200
    var headers: [(String, String)] = []
    var body: [UInt8]
    /// Numbers to be sent later.
    var deliveries: [Delivery] = []

    /// A call to an address that came with a question.
    struct Delivery: Sendable {
        let url: String
        let headers: [(String, String)]
        let body: [UInt8]
    }

    init(_ json: JSONValue) { self.init(200, json) }

    init(_ status: Int, _ json: JSONValue) {
        self.status = status
        headers = [("Content-Type", "application/json")]
        body = json.bytes
    }

    init(_ status: Int = 200, text: String, type: String = "text/plain") {
        self.status = status
        headers = [("Content-Type", type)]
        body = Array(text.utf8)
    }
}

/// What a service looks up and charges while it makes one answer.
struct Counter: Sendable {
    let provider: String
    let behaviour: ProviderBehaviour
    let isWrong: Bool
    let ledger: ProviderLedger
    /// What a number costs beside the person, where it is sold apart.
    static let prices = [
        "realestateapi_corporate": 100_000, "realestateapi_trace": 100_000, "apollo_match": 25_000, "apollo_numbers": 200_000,
        "idi_search": 150_000, "tlo_basic_person_search": 150_000, "batchdata_trace": 200_000, "peopledatalabs_enrich": 280_000,
    ]

    /// Who is known for a question; nil for a miss, which is free.
    /// - Parameter needsNumbers: Whether somebody without numbers counts as a miss.
    func find(_ asked: AskedPerson, product: String, needsNumbers: Bool = false) -> InventedPerson? {
        let last = asked.last.map(SkipTraceQuestion.normalized)
        let hasNumbers = last != "partial" && asked.share("partial") >= behaviour.partialShare
        let isMiss = last == "nobody" || asked.key.isEmpty || asked.share("miss-" + provider) < behaviour.missShare
        if isMiss || (needsNumbers && !hasNumbers) {
            ledger.note(provider: provider, product: product, question: asked.key, costMicros: nil)
            return nil
        }
        ledger.note(provider: provider, product: product, question: asked.key, costMicros: Self.prices[product])
        return InventedPerson(asked, isOther: isWrong || last == "wrong", hasNumbers: hasNumbers)
    }
}
