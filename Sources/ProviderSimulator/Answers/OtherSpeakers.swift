internal import RefineryModel
internal import Simulation

/// Speaks as IDI does; tokens are the server's.
enum IDISpeaker {
    static func answer(_ request: ServiceRequest, _ counter: Counter) -> ServiceAnswer? {
        guard request.path == "/search" || request.path.hasPrefix("/search/") else { return nil }
        let body = request.body
        var asked = AskedPerson()
        (asked.first, asked.last) = (body["firstName"].text, body["lastName"].text)
        (asked.address, asked.city, asked.state, asked.zip) = (
            body["address"].text, body["city"].text, body["state"].text, body["zip"].text
        )
        (asked.phone, asked.email) = (body["phone"].text, body["email"].text)
        if asked.last.map(SkipTraceQuestion.normalized) == "many" { return ServiceAnswer(400, ["error": ["code": "TooManyMatches"]]) }
        guard let person = counter.find(asked, product: "idi_search") else { return ServiceAnswer(["result": []]) }
        let phones = person.mobile.map {
            [
                [
                    "number": .string("(\($0.prefix(3))) \($0.dropFirst(3).prefix(3))-\($0.suffix(4))"), "type": "mobile",
                    "meta": ["lastSeen": "20261001"],
                ]
            ] as [JSONValue]
        }
        let found: JSONValue = [
            "pid": .string(person.id),
            "name": [["data": .string("\(person.first) \(person.last)"), "first": .string(person.first), "last": .string(person.last)]],
            "dob": [["age": .string("\(person.age)")]],
            "address": [
                [
                    "data": .string("\(person.address), \(person.city), \(person.state) \(person.zip)"), "city": .string(person.city),
                    "state": .string(person.state),
                ]
            ],
            "phone": .array(phones ?? []), "email": [["data": .string(person.personalEmail.uppercased())]], "isDead": false,
        ]
        return ServiceAnswer(["result": [found]])
    }
}

/// Speaks as TLO does: SOAP.
enum TLOSpeaker {
    static func answer(_ request: ServiceRequest, _ counter: Counter) -> ServiceAnswer? {
        let text = String(decoding: request.bytes, as: UTF8.self)
        guard request.method == "POST", text.contains("BasicPersonSearch"), text.contains("Envelope") else { return nil }
        func tag(_ name: String) -> String? {
            guard let start = text.firstRange(of: "<\(name)>"), let end = text[start.upperBound...].firstRange(of: "</\(name)>") else {
                return nil
            }
            let value = String(text[start.upperBound..<end.lowerBound])
            return value.isEmpty ? nil : value
        }
        guard tag("Username") != nil, tag("Password") != nil else {
            return envelope("<ErrorCode>1</ErrorCode><ErrorMessage>Invalid user or password</ErrorMessage>")
        }
        var asked = AskedPerson()
        (asked.first, asked.last, asked.phone) = (tag("FirstName"), tag("LastName"), tag("Phone"))
        (asked.address, asked.city, asked.state, asked.zip) = (tag("Line1"), tag("City"), tag("State"), tag("Zip"))
        guard let person = counter.find(asked, product: "tlo_basic_person_search") else {
            return envelope("<ErrorCode>0</ErrorCode><ErrorMessage></ErrorMessage><NumberOfRecordsFound>0</NumberOfRecordsFound>")
        }
        let listing = person.mobile.map {
            "<BasicPhoneListing><ListingName>\(person.last.uppercased()), \(person.first.uppercased())</ListingName><PhoneType>Mobile</PhoneType>"
                + "<CarrierType>WIRELESS</CarrierType><Score>80</Score><Phone>\($0)</Phone></BasicPhoneListing>"
        }
        return envelope(
            "<ErrorCode>0</ErrorCode><ErrorMessage></ErrorMessage><NumberOfRecordsFound>1</NumberOfRecordsFound><BasicPersonSearchOutputRecords>"
                + "<BasicPersonSearchOutputRecord><ReportToken>\(person.id)</ReportToken>"
                + "<Name><FirstName>\(person.first)</FirstName><LastName>\(person.last)</LastName></Name>"
                + "<AddressRecord><City>\(person.city)</City><State>\(person.state)</State><Phones>\(listing ?? "")</Phones></AddressRecord>"
                + "</BasicPersonSearchOutputRecord></BasicPersonSearchOutputRecords>")
    }

    private static func envelope(_ result: String) -> ServiceAnswer {
        ServiceAnswer(
            text:
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>"
                + "<BasicPersonSearchResponse><BasicPersonSearchResult>\(result)</BasicPersonSearchResult></BasicPersonSearchResponse></soap:Body></soap:Envelope>",
            type: "text/xml; charset=utf-8")
    }
}

/// Speaks as BatchData does: version 3 by position, version 1 by request.
enum BatchDataSpeaker {
    static func answer(_ request: ServiceRequest, _ counter: Counter) -> ServiceAnswer? {
        let isThird = request.path == "/api/v3/property/skip-trace"
        guard isThird || request.path == "/api/v1/property/skip-trace" else { return nil }
        let requests = request.body["requests"].elements
        guard (1...100).contains(requests.count) else { return ServiceAnswer(400, ["status": ["code": 400, "text": "Bad Request"]]) }
        let people = requests.map { item -> (JSONValue, InventedPerson?) in
            var asked = AskedPerson()
            (asked.first, asked.last) = (item["name"]["first"].text, item["name"]["last"].text)
            let address = item["propertyAddress"]
            (asked.address, asked.city, asked.state, asked.zip) = (
                address["street"].text, address["city"].text, address["state"].text, address["zip"].text
            )
            return (item, counter.find(asked, product: "batchdata_trace"))
        }
        if isThird {
            let data = people.map { item, person -> JSONValue in person.map { third($0, item) } ?? .null }
            return ServiceAnswer(["status": ["code": 200, "text": "OK"], "result": ["data": .array(data)]])
        }
        return ServiceAnswer(["status": ["code": 200, "text": "Ok"], "results": ["persons": .array(people.map { first($1, $0) })]])
    }

    private static func third(_ person: InventedPerson, _ item: JSONValue) -> JSONValue {
        let phones = person.mobile.map {
            [["number": .string($0), "type": "Mobile", "rank": 1, "dnc": .bool(person.isListed), "tcpa": false, "reachable": true]]
                as [JSONValue]
        }
        let found: JSONValue = [
            "name": ["first": .string(person.first), "last": .string(person.last), "full": .string("\(person.first) \(person.last)")],
            "phones": .array(phones ?? []), "emails": [["email": .string(person.personalEmail), "rank": 1, "tested": true]],
            "litigator": false, "deceased": false,
        ]
        return ["input": ["requestId": item["requestId"]], "meta": ["matched": true, "error": false], "persons": [found]]
    }

    private static func first(_ person: InventedPerson?, _ item: JSONValue) -> JSONValue {
        guard let person else { return ["request": ["requestId": item["requestId"]], "meta": ["matched": false, "error": false]] }
        let phones = person.mobile.map {
            [["number": .string($0), "type": "Mobile", "reachable": true, "score": "100", "dnc": .bool(person.isListed)]] as [JSONValue]
        }
        return [
            "request": ["requestId": item["requestId"]], "meta": ["matched": true, "error": false],
            "name": ["first": .string(person.first), "last": .string(person.last)], "phoneNumbers": .array(phones ?? []),
            "emails": [["email": .string(person.personalEmail), "tested": true]],
        ]
    }
}

/// Speaks as People Data Labs does.
enum PeopleDataLabsSpeaker {
    static func answer(_ request: ServiceRequest, _ counter: Counter) -> ServiceAnswer? {
        switch request.path {
        case "/v5/person/enrich":
            let names = request.method == "GET" ? request.query : Dictionary(uniqueKeysWithValues: request.body.texts)
            var answer = ServiceAnswer(enrich(names, counter))
            answer.status = JSONValue(answer.body)?["status"].integer ?? 200
            answer.headers += [("x-call-credits-spent", answer.status == 200 ? "1" : "0"), ("x-ratelimit-remaining", "{\"minute\": 999}")]
            return answer
        case "/v5/person/bulk":
            let requests = request.body["requests"].elements
            guard (1...100).contains(requests.count) else {
                return ServiceAnswer(400, ["status": 400, "error": ["type": "invalid_request_error"]])
            }
            return ServiceAnswer(
                .array(
                    requests.map { item in
                        guard case .object(let members) = enrich(Dictionary(uniqueKeysWithValues: item["params"].texts), counter) else {
                            return .null
                        }
                        return .object(members + [JSONValue.Member(key: "metadata", value: item["metadata"])])
                    }))
        default: return nil
        }
    }

    private static func enrich(_ names: [String: String], _ counter: Counter) -> JSONValue {
        var asked = AskedPerson()
        (asked.first, asked.last, asked.email, asked.phone) = (names["first_name"], names["last_name"], names["email"], names["phone"])
        (asked.company, asked.city, asked.state, asked.profile) = (names["company"], names["locality"], names["region"], names["profile"])
        let hasPlace = asked.company != nil || asked.city != nil
        guard asked.email ?? asked.phone ?? asked.profile != nil || (asked.last != nil && hasPlace) else {
            return ["status": 400, "error": ["type": "invalid_request_error", "message": "Too little to find a person by"]]
        }
        let needsNumbers = names["required"]?.contains("mobile_phone") == true
        guard let person = counter.find(asked, product: "peopledatalabs_enrich", needsNumbers: needsNumbers) else {
            return ["status": 404, "error": ["type": "not_found", "message": "No records were found matching your request"]]
        }
        let mobile = person.mobile.map { JSONValue.string("+1\($0)") } ?? .null
        let data: JSONValue = [
            "id": .string(person.id), "full_name": .string("\(person.first) \(person.last)".lowercased()),
            "job_title": .string(person.title.lowercased()),
            "mobile_phone": mobile, "work_email": .string(person.workEmail), "personal_emails": [.string(person.personalEmail)],
            "linkedin_url": .string("linkedin.com/in/\(person.first)-\(person.last)-example".lowercased()),
            "birth_year": JSONValue(integerLiteral: 2026 - person.age), "inferred_salary": "100,000-150,000",
        ]
        return ["status": 200, "likelihood": 8, "data": data]
    }
}

extension JSONValue {
    /// The members of an object that are texts; the first of each name.
    var texts: [(String, String)] {
        guard case .object(let members) = self else { return [] }
        var seen: Set<String> = []
        return members.compactMap { member in
            member.value.text.flatMap { seen.insert(member.key).inserted ? (member.key, $0) : nil }
        }
    }
}
