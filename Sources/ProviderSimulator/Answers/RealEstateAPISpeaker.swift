internal import RefineryModel
internal import Simulation

/// Speaks as RealEstateAPI does: versions 1 and 2, batches, and companies.
enum RealEstateAPISpeaker {
    static func answer(_ request: ServiceRequest, _ counter: Counter) -> ServiceAnswer? {
        switch request.path {
        case "/v2/key/info": ServiceAnswer(["statusCode": 200, "statusMessage": "OK", "data": ["keyType": "live", "version": "v2"]])
        case "/v2/CorporateSkip": corporate(request.body, counter)
        case "/v1/SkipTrace": single(request.body, counter, make: first)
        case "/v2/SkipTrace", "/v2/PeopleSearch": single(request.body, counter, make: second)
        case "/v1/SkipTraceBatchAwait", "/v2/SkipTraceBatchAwait": awaited(request, counter)
        case "/v1/SkipTraceBatch", "/v2/SkipTraceBatch": batch(request, counter)
        default: nil
        }
    }

    private static func asked(_ body: JSONValue) -> AskedPerson {
        var asked = AskedPerson()
        (asked.first, asked.last) = (body["first_name"].text, body["last_name"].text)
        (asked.email, asked.phone) = (body["email"].text, body["phone"].text)
        asked.address = body["mail_address"].text ?? body["address"].text
        asked.city = body["mail_city"].text ?? body["city"].text
        asked.state = body["mail_state"].text ?? body["state"].text
        asked.zip = body["mail_zip"].text ?? body["zip"].text
        return asked
    }

    private static func bad(_ message: String) -> ServiceAnswer {
        ServiceAnswer(400, ["statusCode": 400, "error": "Bad Request", "message": .string(message)])
    }

    private static func single(_ body: JSONValue, _ counter: Counter, make: (InventedPerson?, JSONValue) -> JSONValue) -> ServiceAnswer {
        let asked = asked(body)
        if let phone = asked.phone, phone.filter(\.isNumber).count != 10 { return bad("phone must be 10 digits") }
        guard asked.address != nil || asked.email != nil || asked.phone != nil else {
            return bad("mail_address, email or phone is required")
        }
        let needsNumbers = body["match_requirements"]["phones"].flag == true
        let person = counter.find(asked, product: "realestateapi_trace", needsNumbers: needsNumbers)
        return ServiceAnswer(person == nil ? 404 : 200, make(person, body))
    }

    private static func awaited(_ request: ServiceRequest, _ counter: Counter) -> ServiceAnswer {
        let skips = request.body["skips"].elements
        guard (1...100).contains(skips.count) else { return bad("skips must hold 1 to 100 items") }
        guard Set(skips.compactMap { $0["key"].text }).count == skips.count else { return bad("key must be unique") }
        let make = request.path.hasPrefix("/v1") ? first : second
        return ServiceAnswer(.array(skips.map { make(counter.find(asked($0), product: "realestateapi_trace"), $0) }))
    }

    private static func batch(_ request: ServiceRequest, _ counter: Counter) -> ServiceAnswer {
        let skips = request.body["skips"].elements
        guard (10...1_000).contains(skips.count), request.bytes.count <= 256 << 10 else { return bad("skips must hold 10 to 1000 items") }
        guard Set(skips.compactMap { $0["key"].text }).count == skips.count else { return bad("key must be unique") }
        let headers = [("Content-Type", "application/json"), ("x-api-key", request.headers["x-api-key"] ?? "")]
        let batchID = "b-\(AskedPerson.hash(String(decoding: request.bytes, as: UTF8.self)) % 1_000_000_007)"
        var deliveries: [ServiceAnswer.Delivery] = []
        var ids: [JSONValue] = []
        var matched = 0
        for (place, skip) in skips.enumerated() {
            let id: JSONValue = .string("\(batchID)-\(place)")
            ids.append(["key": skip["key"], "batchRequestId": id])
            let person = counter.find(asked(skip), product: "realestateapi_trace")
            if person != nil { matched += 1 }
            guard let url = skip["webhook_url"].text else { continue }
            let data: JSONValue = [
                "phones": .array(person.map(deliveredPhones) ?? []),
                "emails": .array(person.map { [["email": .string($0.personalEmail), "type": "personal"]] } ?? []),
                "names": .array(person.map { [["firstName": .string($0.first), "lastName": .string($0.last)]] } ?? []),
            ]
            let body: JSONValue = ["batchId": .string(batchID), "batchRequestId": id, "input": ["key": skip["key"]], "data": data]
            deliveries.append(ServiceAnswer.Delivery(url: url, headers: headers, body: body.bytes))
        }
        if let url = request.body["webcomplete_url"].text {
            let body: JSONValue = [
                "batchId": .string(batchID), "totalProcessed": JSONValue(integerLiteral: skips.count),
                "totalMatched": JSONValue(integerLiteral: matched), "totalErrors": 0,
            ]
            deliveries.append(ServiceAnswer.Delivery(url: url, headers: headers, body: body.bytes))
        }
        let received: JSONValue = [
            "batchId": .string(batchID), "receiveCount": JSONValue(integerLiteral: skips.count), "batchRequestIds": .array(ids),
        ]
        var answer = ServiceAnswer(
            request.path.hasPrefix("/v2")
                ? ["statusCode": 200, "statusMessage": "OK", "data": received]
                : [
                    "acknowledged": true, "statusCode": 200, "statusMessage": "Success", "batchId": .string(batchID),
                    "batchRequestIds": .array(ids),
                    "receiveCount": JSONValue(integerLiteral: skips.count), "live": true,
                ])
        answer.deliveries = deliveries
        return answer
    }

    private static func deliveredPhones(_ person: InventedPerson) -> [JSONValue] {
        person.mobile.map { [["phone": .string($0), "type": "mobile", "dnc": .bool(person.isListed)]] } ?? []
    }

    private static func first(_ person: InventedPerson?, _ input: JSONValue) -> JSONValue {
        guard let person else {
            return [
                "requestId": "s-0", "input": input, "output": .null, "match": false, "cached": false, "live": true, "statusCode": 404,
                "statusMessage": "Not Found", "responseMessage": "No phones found for provided person.",
            ]
        }
        var phones: [JSONValue] = []
        if let mobile = person.mobile {
            phones.append([
                "phone": .string(mobile), "isConnected": true, "doNotCall": .bool(person.isListed), "phoneType": "mobile",
                "lastSeen": "2026-09-30",
            ])
        }
        if let landline = person.landline { phones.append(["phone": .string(landline), "isConnected": true, "phoneType": "landline"]) }
        let identity: JSONValue = [
            "names": [
                [
                    "firstName": .string(person.first), "lastName": .string(person.last),
                    "fullName": .string("\(person.first) \(person.last)"),
                ]
            ],
            "address": [
                "formattedAddress": .string("\(person.address), \(person.city), \(person.state) \(person.zip)"), "zip": .string(person.zip),
            ],
            "phones": .array(phones), "emails": [["email": .string(person.personalEmail), "emailType": "personal"]],
        ]
        let demographics: JSONValue = [
            "deceased": false, "gender": "", "age": JSONValue(integerLiteral: person.age), "social": [], "jobs": [],
        ]
        return [
            "requestId": "s-1", "responseCode": 0, "input": input, "output": ["identity": identity, "demographics": demographics],
            "match": true, "cached": false, "statusCode": 200, "statusMessage": "Success", "credits": 10, "live": true,
        ]
    }

    private static func second(_ person: InventedPerson?, _ input: JSONValue) -> JSONValue {
        guard let person else {
            return [
                "requestId": "a-0", "input": input, "persons": [], "statusCode": 404, "statusMessage": "Not Found",
                "responseMessage": "No phones found for provided person.", "match": false, "resultCount": 0,
            ]
        }
        let phones = person.mobile.map { number -> [JSONValue] in
            [["phone": .string(number), "phoneUsage12Month": "5", "phoneType": "W", "phoneFtcDnc": .string(person.isListed ? "Y" : "N")]]
        }
        let found: JSONValue = [
            "personId": .string(person.id), "firstName": .string(person.first), "lastName": .string(person.last),
            "age": JSONValue(integerLiteral: person.age), "address": ["zip": .string(person.zip), "city": .string(person.city)],
            "emails": [.string(person.personalEmail)], "phones": .array(phones ?? []), "maritalStatusCode": "M", "ethnicityCode": "XX",
        ]
        return [
            "requestId": "a-1", "input": input, "persons": [found], "statusCode": 200, "statusMessage": "Success", "match": true,
            "resultCount": 1,
        ]
    }

    private static func corporate(_ body: JSONValue, _ counter: Counter) -> ServiceAnswer {
        var asked = AskedPerson()
        asked.company = body["company_name"].text ?? body["company"].text ?? body["entity_name"].text
        (asked.city, asked.state) = (body["city"].text, body["state"].text)
        guard let company = asked.company, asked.city != nil || asked.state != nil else {
            return bad("company_name and city or state are required")
        }
        guard let person = counter.find(asked, product: "realestateapi_corporate") else {
            return ServiceAnswer(["statusCode": 200, "data": ["errorMessage": "No corporate records found"]])
        }
        let principals: JSONValue = [
            [
                "firstName": "Agents", "lastName": "Of Record LLC", "titles": ["Registered Agent"], "addressLine1": "1 Agent Way",
                "city": "Dover", "stateProvince": "DE", "postalCode": "19901",
            ],
            [
                "firstName": .string(person.first), "lastName": .string(person.last), "titles": [.string(person.title)],
                "addressLine1": .string(person.address), "city": .string(person.city), "stateProvince": .string(person.state),
                "postalCode": .string(person.zip),
            ],
        ]
        let entity: JSONValue = [
            "entityName": .string(company), "filingStatus": "Active", "primaryEmail": .null,
            "primaryPhone": person.landline.map(JSONValue.string) ?? .null,
            "relevanceScore": 97, "principals": principals,
        ]
        return ServiceAnswer(["statusCode": 200, "statusMessage": "Success", "data": [entity]])
    }
}
