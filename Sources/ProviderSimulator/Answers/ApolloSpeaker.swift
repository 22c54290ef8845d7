internal import RefineryModel
internal import Simulation

/// Speaks as Apollo does: people at once, numbers later.
enum ApolloSpeaker {
    static func answer(_ request: ServiceRequest, _ counter: Counter, _ later: LaterNumbers) -> ServiceAnswer? {
        switch request.path {
        case "/api/v1/people/match":
            match(
                [request.query.merging(Dictionary(uniqueKeysWithValues: request.body.texts)) { $1 }], request, counter, later, isBulk: false
            )
        case "/api/v1/people/bulk_match":
            match(
                request.body["details"].elements.map { Dictionary(uniqueKeysWithValues: $0.texts) }, request, counter, later, isBulk: true)
        case _ where request.path.hasPrefix("/api/v1/webhook_result/"):
            later.answer(String(request.path.dropFirst("/api/v1/webhook_result/".count)), lose: counter.behaviour.loseNumbers)
        default: nil
        }
    }

    private static func bad(_ status: Int, _ code: String, _ message: String) -> ServiceAnswer {
        ServiceAnswer(status, ["status": "failed", "error_code": .string(code), "error_message": .string(message)])
    }

    private static func match(
        _ details: [[String: String]], _ request: ServiceRequest, _ counter: Counter, _ later: LaterNumbers, isBulk: Bool
    ) -> ServiceAnswer {
        guard (1...10).contains(details.count) else { return bad(400, "RECORD_LIMIT_EXCEEDED", "At most 10 people can be asked for") }
        let wantsNumbers = request.query["reveal_phone_number"] == "true"
        let webhook = request.query["webhook_url"]
        if wantsNumbers, webhook?.contains("://") != true { return bad(400, "INVALID_REQUEST", "webhook_url is required") }
        let people = details.map { names -> (AskedPerson, InventedPerson?) in
            var asked = AskedPerson()
            (asked.first, asked.last, asked.email) = (names["first_name"], names["last_name"], names["email"])
            (asked.domain, asked.company, asked.profile) = (names["domain"], names["organization_name"], names["linkedin_url"])
            return (asked, counter.find(asked, product: "apollo_match"))
        }
        let found = people.compactMap(\.1)
        var members: [JSONValue.Member] = []
        var deliveries: [ServiceAnswer.Delivery] = []
        if wantsNumbers, !found.isEmpty {
            let id = later.nextID()
            members.append(JSONValue.Member(key: "request_id", value: .number(id)))
            var credits = 0
            for case (let asked, let person?) in people where person.mobile != nil {
                credits += 8
                counter.ledger.note(
                    provider: "apollo", product: "apollo_numbers", question: asked.key, costMicros: Counter.prices["apollo_numbers"])
            }
            let body = numbers(found, credits: credits)
            later.keep(id, body, after: counter.behaviour.numbersMilliseconds)
            if let webhook {
                let delivery = ServiceAnswer.Delivery(url: webhook, headers: [("Content-Type", "application/json")], body: body.bytes)
                deliveries = Array(repeating: delivery, count: counter.behaviour.loseNumbers ? 0 : counter.behaviour.callbacks)
            }
        }
        if isBulk {
            members += [
                JSONValue.Member(key: "status", value: "success"),
                JSONValue.Member(key: "total_requested_enrichments", value: JSONValue(integerLiteral: details.count)),
                JSONValue.Member(key: "unique_enriched_records", value: JSONValue(integerLiteral: found.count)),
                JSONValue.Member(key: "missing_records", value: JSONValue(integerLiteral: details.count - found.count)),
                JSONValue.Member(key: "credits_consumed", value: JSONValue(integerLiteral: found.count)),
                JSONValue.Member(key: "matches", value: .array(people.map { $1.map(json) ?? .null })),
            ]
        } else {
            members.append(JSONValue.Member(key: "person", value: people[0].1.map(json) ?? .null))
        }
        var answer = ServiceAnswer(.object(members))
        answer.headers += [("x-rate-limit-minute", "1000"), ("x-minute-requests-left", "999"), ("x-rate-limit-hourly", "")]
        answer.deliveries = deliveries
        return answer
    }

    private static func json(_ person: InventedPerson) -> JSONValue {
        [
            "id": .string(person.id), "first_name": .string(person.first), "last_name": .string(person.last),
            "name": .string("\(person.first) \(person.last)"), "title": .string(person.title),
            "linkedin_url": .string("http://www.linkedin.com/in/\(person.first)-\(person.last)-example".lowercased()),
            "email": .string(person.workEmail), "email_status": "verified", "personal_emails": [.string(person.personalEmail)],
            "twitter_url": .null, "facebook_url": .null, "github_url": .null, "revealed_for_current_team": true,
        ]
    }

    private static func numbers(_ people: [InventedPerson], credits: Int) -> JSONValue {
        let listed = people.map { person -> JSONValue in
            let phones = person.mobile.map { number -> [JSONValue] in
                [
                    [
                        "raw_number": .string(number), "sanitized_number": .string("+1\(number)"), "type_cd": "mobile",
                        "confidence_cd": "high",
                        "status_cd": "valid_number", "dnc_status_cd": person.isListed ? .null : "not_found", "position": 0,
                    ]
                ]
            }
            return ["id": .string(person.id), "status": "success", "phone_numbers": .array(phones ?? [])]
        }
        return [
            "status": "success", "total_requested_enrichments": JSONValue(integerLiteral: people.count),
            "unique_enriched_records": JSONValue(integerLiteral: people.count), "missing_records": 0,
            "credits_consumed": JSONValue(integerLiteral: credits), "people": .array(listed),
        ]
    }
}
