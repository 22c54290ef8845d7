internal import CSV
internal import Digest
internal import Foundation
internal import RefineryModel
internal import Simulation
internal import Synchronization

/// Takes contacts in the ways of all services, and notes each.
struct CampaignDesk: Sendable {
    let ledger: CampaignLedger
    let behaviour: CampaignBehaviour
    let jobs: BulkJobs

    /// What a request gets; nil: no service has its path.
    func answer(_ request: ServiceRequest) -> ServiceAnswer? {
        let path = request.path.split(separator: "/").map(String.init)
        switch (request.method, path.first) {
        case ("POST", "webhook"): return webhook(request)
        case ("POST", "rest"), ("PUT", "rest"), ("PATCH", "rest"): return rest(request)
        case ("POST", "contacts") where request.path == "/contacts/upsert": return goHighLevel(request)
        case ("POST", "crm") where request.path == "/crm/v3/objects/contacts/batch/upsert": return hubSpot(request)
        case ("PUT", "crm") where request.path.hasSuffix("/memberships/add"):
            return ServiceAnswer(["recordsIdsAdded": request.body, "recordIdsMissing": []])
        case ("POST", "voice") where request.path.hasSuffix("/leadLoader/direct"): return ringCX(request, path)
        case ("POST", "wsadmin"): return five9(request)
        case (_, "services") where request.path.contains("/jobs/ingest"): return salesforce(request, path)
        default: return nil
        }
    }

    private func isRefused(_ id: String) -> Bool {
        guard behaviour.refuseShare > 0 else { return false }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let isRefused = Double(NumberHash.of(hash) >> 11) * 0x1p-53 < behaviour.refuseShare
        if isRefused { ledger.refuse() }
        return isRefused
    }

    // MARK: - Generic ones

    private func webhook(_ request: ServiceRequest) -> ServiceAnswer {
        guard let id = request.headers["webhook-id"], isSigned(request, id) else {
            ledger.countBadSignature()
            return ServiceAnswer(400, ["error": "The signature is wrong."])
        }
        let data = request.body["data"]
        let isNew = ledger.isNew("webhook " + id)
        for contact in data["contacts"].elements {
            ledger.take("webhook", data["block_id"].text ?? "", contact["external_id"].text ?? "", adds: isNew)
        }
        return ServiceAnswer(200, ["received": .number("\(data["contacts"].elements.count)")])
    }

    /// By the words of Standard Webhooks 1.0: any of the signatures, and a time of the last five minutes.
    private func isSigned(_ request: ServiceRequest, _ id: String) -> Bool {
        let secret = behaviour.webhookSecret
        guard let time = request.headers["webhook-timestamp"], let seconds = Int64(time),
            abs(Double(seconds) - Date().timeIntervalSince1970) < 300,
            let key = Data(base64Encoded: secret.hasPrefix("whsec_") ? String(secret.dropFirst(6)) : secret)
        else { return false }
        let code = HMACSHA256.code(of: Array("\(id).\(time).".utf8) + request.bytes, key: Array(key))
        let expected = "v1," + Data(code).base64EncodedString()
        return request.headers["webhook-signature"]?.split(separator: " ").contains { $0 == expected } == true
    }

    private func rest(_ request: ServiceRequest) -> ServiceAnswer {
        guard !request.body.isNull else { return ServiceAnswer(400, ["error": "The body is no JSON."]) }
        let contacts = Self.contacts(request.body)
        let ids = contacts.map { $0["external_id"].text ?? $0["id"].text ?? $0["phone_e164"].text ?? $0["phone"].text ?? "" }
        if ids.contains(where: isRefused) { return ServiceAnswer(422, ["error": "A contact is not taken."]) }
        let key = request.headers["idempotency-key"]
        let isNew = behaviour.honoursKeys && key != nil ? ledger.isNew("rest " + (key ?? "")) : true
        for id in ids { ledger.take("rest", request.body["block_id"].text ?? request.path, id, adds: isNew) }
        return ServiceAnswer(201, ["taken": .number("\(ids.count)")])
    }

    /// The first list of objects in a body; without one the body itself.
    private static func contacts(_ body: JSONValue) -> [JSONValue] {
        if case .array(let elements) = body { return elements }
        guard case .object(let members) = body else { return [body] }
        for member in members {
            if case .array(let elements) = member.value, case .object? = elements.first { return elements }
        }
        return [body]
    }

    // MARK: - Vendors

    private func goHighLevel(_ request: ServiceRequest) -> ServiceAnswer {
        let body = request.body
        let id = body["customFields"].elements.first?["field_value"].text ?? body["phone"].text ?? ""
        guard let location = body["locationId"].text, !isRefused(id) else {
            return ServiceAnswer(422, ["statusCode": 422, "message": ["phone must be valid"]])
        }
        ledger.take("gohighlevel", location, id)
        return ServiceAnswer(["new": true, "contact": ["id": .string("ghl-" + id), "locationId": .string(location)]])
    }

    private func hubSpot(_ request: ServiceRequest) -> ServiceAnswer {
        let inputs = request.body["inputs"].elements
        guard (1...100).contains(inputs.count) else {
            return ServiceAnswer(400, ["status": "error", "category": "VALIDATION_ERROR", "message": "1 to 100 inputs"])
        }
        var (results, errors): ([JSONValue], [JSONValue]) = ([], [])
        for input in inputs {
            let id = input["id"].text ?? ""
            if isRefused(id) {
                errors.append([
                    "status": "error", "category": "VALIDATION_ERROR", "message": "Property values were not valid",
                    "context": ["ids": [.string(id)]],
                ])
            } else {
                ledger.take("hubspot", input["idProperty"].text ?? "", id)
                results.append(["id": .string("hs-" + id), "new": true, "properties": input["properties"]])
            }
        }
        return ServiceAnswer(
            errors.isEmpty ? 200 : 207,
            [
                "status": "COMPLETE", "results": .array(results), "numErrors": .number("\(errors.count)"), "errors": .array(errors),
            ])
    }

    private func ringCX(_ request: ServiceRequest, _ path: [String]) -> ServiceAnswer {
        let campaign = path.firstIndex(of: "campaigns").map { path[$0 + 1] } ?? ""
        let leads = request.body["uploadLeads"].elements
        guard leads.allSatisfy({ $0["externId"].integer != nil && $0["leadPhone"].text != nil }) else {
            return ServiceAnswer(400, ["errorCode": "bad.request", "generalMessage": "externId is an integer, leadPhone a number"])
        }
        let keepsAll = request.body["duplicateHandling"].text == "RETAIN_ALL"
        for lead in leads {
            ledger.take("ringcx", campaign, lead["auxData1"].text ?? lead["externId"].text ?? "", adds: keepsAll ? true : nil)
        }
        return ServiceAnswer([
            "processingStatus": "COMPLETE", "leadsSupplied": .number("\(leads.count)"), "leadsAccepted": .number("\(leads.count)"),
            "listId": 77,
        ])
    }

    private func five9(_ request: ServiceRequest) -> ServiceAnswer {
        let text = String(decoding: request.bytes, as: UTF8.self)
        guard let list = Self.element("listName", in: text), let csv = Self.element("csvData", in: text) else {
            return Self.soap(500, "<env:Fault><faultcode>env:Server</faultcode><faultstring>Unknown operation</faultstring></env:Fault>")
        }
        let keys = text.components(separatedBy: "<fieldsMapping>").dropFirst().compactMap { Self.element("fieldName", in: $0) }
        for record in CSVTable.records(Array(csv.utf8)) {
            // The persona's id is the last field, where it is sent at all.
            let id = keys.count > 9 ? record.last ?? "" : record.first ?? ""
            ledger.take("five9", list, id)
        }
        return Self.soap(200, "<ns2:addToListCsvResponse><return><identifier>\(UUID())</identifier></return></ns2:addToListCsvResponse>")
    }

    private static func soap(_ status: Int, _ body: String) -> ServiceAnswer {
        ServiceAnswer(
            status,
            text:
                "<?xml version=\"1.0\"?><env:Envelope xmlns:env=\"http://schemas.xmlsoap.org/soap/envelope/\"><env:Body>\(body)</env:Body></env:Envelope>",
            type: "text/xml")
    }

    private static func element(_ name: String, in text: String) -> String? {
        guard let open = text.range(of: "<\(name)>"), let close = text.range(of: "</\(name)>", range: open.upperBound..<text.endIndex)
        else {
            return nil
        }
        return text[open.upperBound..<close.lowerBound].replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(
            of: "&gt;", with: ">"
        )
        .replacingOccurrences(of: "&amp;", with: "&")
    }

    /// One a person and campaign: who is a member already is refused.
    private func addMembers(_ records: [[String]], _ id: String) {
        let person = records.first?.last ?? ""
        var (successful, failed) = (
            "\"sf__Id\",\"sf__Created\",\"CampaignId\",\"\(person)\"\n", "\"sf__Id\",\"sf__Error\",\"CampaignId\",\"\(person)\"\n"
        )
        for record in records.dropFirst() where record.count == 2 {
            if jobs.addMember(record[1], to: record[0]) {
                ledger.take("salesforce campaign", record[0], record[1])
                successful += "\"00v\(record[1].suffix(12))\",\"true\",\"\(record[0])\",\"\(record[1])\"\n"
            } else {
                failed += "\"\",\"DUPLICATE_VALUE:Already a campaign member.:--\",\"\(record[0])\",\"\(record[1])\"\n"
            }
        }
        jobs.end(id, successful: successful, failed: failed)
    }

    private func salesforce(_ request: ServiceRequest, _ path: [String]) -> ServiceAnswer {
        let rest = path.drop { $0 != "ingest" }.dropFirst()
        guard let id = rest.first else {
            guard request.method == "POST" else { return ServiceAnswer(405, ["message": "POST"]) }
            let id = jobs.begin(object: request.body["object"].text ?? "", key: request.body["externalIdFieldName"].text ?? "Id")
            return ServiceAnswer(200, ["id": .string(id), "state": "Open", "operation": "upsert"])
        }
        guard let job = jobs[id] else {
            return ServiceAnswer(404, [["errorCode": "NOT_FOUND", "message": "The requested resource does not exist"]])
        }
        switch (request.method, rest.dropFirst().first) {
        case ("PUT", "batches"):
            jobs.upload(request.bytes, to: id)
            return ServiceAnswer(201, text: "")
        case ("PATCH", nil) where job.object == "CampaignMember":
            addMembers(CSVTable.records(job.bytes), id)
            return ServiceAnswer(200, ["id": .string(id), "state": "UploadComplete"])
        case ("PATCH", nil):
            let records = CSVTable.records(job.bytes)
            let key = records.first?.firstIndex(of: job.key) ?? 0
            var (successful, failed) = ("\"sf__Id\",\"sf__Created\",\"\(job.key)\"\n", "\"sf__Id\",\"sf__Error\",\"\(job.key)\"\n")
            for record in records.dropFirst() where record.count > key {
                if isRefused(record[key]) {
                    failed += "\"\",\"INVALID_EMAIL_ADDRESS:bad email\",\"\(record[key])\"\n"
                } else {
                    ledger.take("salesforce", job.object, record[key])
                    successful += "\"00Q\(record[key].filter { $0 != "-" }.suffix(15))\",\"true\",\"\(record[key])\"\n"
                }
            }
            jobs.end(id, successful: successful, failed: failed)
            return ServiceAnswer(200, ["id": .string(id), "state": "UploadComplete"])
        case ("GET", nil): return ServiceAnswer(200, ["id": .string(id), "state": job.successful == nil ? "Open" : "JobComplete"])
        case ("GET", "successfulResults"): return ServiceAnswer(200, text: job.successful ?? "", type: "text/csv")
        case ("GET", "failedResults"): return ServiceAnswer(200, text: job.failed ?? "", type: "text/csv")
        default: return ServiceAnswer(405, ["message": "Method not allowed"])
        }
    }
}

/// Jobs of the Bulk API.
final class BulkJobs: Sendable {
    struct Job: Sendable {
        let object: String
        let key: String
        var bytes: [UInt8] = []
        var successful: String?
        var failed: String?
    }

    private let jobs = Mutex<[String: Job]>([:])
    /// Campaign and person.
    private let members = Mutex<Set<String>>([])

    /// Whether it was not one.
    func addMember(_ person: String, to campaign: String) -> Bool {
        members.withLock { $0.insert(campaign + "/" + person).inserted }
    }

    subscript(_ id: String) -> Job? { jobs.withLock { $0[id] } }

    func begin(object: String, key: String) -> String {
        jobs.withLock { jobs in
            let id = "750SIM\(jobs.count + 1)"
            jobs[id] = Job(object: object, key: key)
            return id
        }
    }

    func upload(_ bytes: [UInt8], to id: String) { jobs.withLock { $0[id]?.bytes = bytes } }

    func end(_ id: String, successful: String, failed: String) {
        jobs.withLock { jobs in
            jobs[id]?.successful = successful
            jobs[id]?.failed = failed
        }
    }
}
