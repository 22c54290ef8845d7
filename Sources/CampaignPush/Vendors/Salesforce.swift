internal import CSV
internal import HTTPClient
internal import RefineryModel

/// Salesforce: Bulk API 2.0, leads put in their place by an external id, and into a campaign if one is named. Source: developer.salesforce.com
/// (Bulk API 2.0, ingest jobs; CampaignMember).
struct Salesforce: PushDestination {
    let deduplicates = true
    private static let version = "v60.0"
    /// Between two looks at a job.
    private static let pollEvery: Duration = .milliseconds(500)
    private let jobs: String
    private let object: String
    /// The campaign that they become members of.
    private let campaign: String?
    private let idField: String
    private let own: OwnFields
    private let headers: [HTTPHeader]
    private let call: DestinationCall

    private static let columns: [(field: String, column: String)] = [
        ("FirstName", "first_name"), ("LastName", "last_name"), ("Title", "title"), ("Company", "company"), ("Email", "email"),
        ("Phone", "phone_e164"), ("Street", "address"), ("City", "city"), ("State", "state"), ("PostalCode", "zip_code"),
    ]

    init(_ settings: DestinationSettings, _ destinations: CampaignDestinations) throws {
        jobs = try settings.base() + "/services/data/\(Self.version)/jobs/ingest"
        let target = (settings.target ?? "Lead").split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        object = target[0]
        guard !object.isEmpty, object.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) else {
            throw DestinationFault.invalid("“\(object)” is no object of Salesforce.")
        }
        campaign = target.count > 1 ? target[1] : nil
        if let campaign {
            guard [15, 18].contains(campaign.utf8.count), campaign.utf8.allSatisfy({ $0 < 0x80 }),
                campaign.allSatisfy({ $0.isLetter || $0.isNumber }),
                ["Lead", "Contact"].contains(object)
            else {
                throw DestinationFault.invalid("Only Lead/ID and Contact/ID name a campaign of Salesforce; an id has 15 or 18 characters.")
            }
        }
        idField = settings.idField ?? "Refinery_Id__c"
        own = try OwnFields(settings)
        headers = [.bearer(try destinations.required(settings.secretVariable, "the token"))]
        call = DestinationCall("Salesforce", settings, destinations)
    }

    private struct Failed: Error { let outcome: PushOutcome }

    func push(_ message: PushMessage) async -> [PushOutcome] {
        do throws(Failed) {
            let job = try await run(
                ["object": .string(object), "operation": "upsert", "externalIdFieldName": .string(idField)], contacts(of: message))
            let outcomes = try await outcomes(of: message, job)
            return try await members(outcomes)
        } catch {
            return message.all(error.outcome)
        }
    }

    /// Runs a job over a table. Returns its address.
    private func run(_ description: JSONValue, _ csv: [UInt8]) async throws(Failed) -> String {
        guard case .object(let members) = description else { preconditionFailure("a job is an object") }
        let whole = JSONValue.object(members + [.init(key: "contentType", value: "CSV"), .init(key: "lineEnding", value: "LF")])
        let response = try await send(.json(jobs, whole, headers: headers))
        guard let id = JSONValue(response.body)?["id"].text else { throw Failed(outcome: call.unreadable) }
        let job = jobs + "/" + URLQuery.encoded(id)
        _ = try await send(HTTPRequest(.put, job + "/batches", headers: headers + [HTTPHeader("Content-Type", "text/csv")], body: csv))
        _ = try await send(.json(job, ["state": "UploadComplete"], method: .patch, headers: headers))
        try await wait(for: job)
        return job
    }

    private func contacts(of message: PushMessage) -> [UInt8] {
        var csv = CSVWriter(newline: "\n")
        csv.append(record: [idField] + Self.columns.map(\.field) + own.pairs.map(\.vendor))
        for contact in message.contacts {
            // Salesforce takes no lead without a last name and a company.
            csv.append(
                record: [contact.personaID]
                    + Self.columns.map { contact[$0.column] ?? (["LastName", "Company"].contains($0.field) ? "Unknown" : nil) }
                    + own.pairs.map { message.value($0.column, of: contact).text })
        }
        return csv.bytes
    }

    /// Makes those that are there members of the campaign; who is one already stays one.
    private func members(_ outcomes: [PushOutcome]) async throws(Failed) -> [PushOutcome] {
        guard let campaign, outcomes.contains(where: { if case .pushed = $0 { true } else { false } }) else { return outcomes }
        let person = object + "Id"
        var csv = CSVWriter(newline: "\n")
        csv.append(record: ["CampaignId", person])
        for case .pushed(let id?) in outcomes { csv.append(record: [campaign, id]) }
        let job = try await run(["object": "CampaignMember", "operation": "insert"], csv.bytes)
        let made = try await results(job + "/successfulResults/", "sf__Id", by: person)
        let failed = try await results(job + "/failedResults/", "sf__Error", by: person)
        return outcomes.map { outcome in
            guard case .pushed(let id?) = outcome, made[id] == nil else { return outcome }
            guard let error = failed[id] else {
                return .retry(reason: "Salesforce did not add it to the campaign.", after: nil, mayHaveArrived: true)
            }
            return error.hasPrefix("DUPLICATE_VALUE") ? outcome : .refused(reason: "Not in the campaign: \(error.prefix(160))")
        }
    }

    private func wait(for job: String) async throws(Failed) {
        let end = ContinuousClock.now + max(call.timeout, .seconds(60))
        while ContinuousClock.now < end, !Task.isCancelled {
            let response = try await send(HTTPRequest(.get, job, headers: headers))
            switch JSONValue(response.body)?["state"].text {
            case "JobComplete": return
            case "Failed", "Aborted": throw Failed(outcome: .retry(reason: "Salesforce gave the job up.", after: nil, mayHaveArrived: true))
            default: try? await Task.sleep(for: Self.pollEvery)
            }
        }
        throw Failed(outcome: .retry(reason: "Salesforce did not end the job in time.", after: nil, mayHaveArrived: true))
    }

    /// What became of each contact, by its id: what is in neither list was not processed.
    private func outcomes(of message: PushMessage, _ job: String) async throws(Failed) -> [PushOutcome] {
        let successful = try await results(job + "/successfulResults/", "sf__Id", by: idField)
        let failed = try await results(job + "/failedResults/", "sf__Error", by: idField)
        return message.contacts.map { contact in
            if let id = successful[contact.personaID] { return .pushed(reference: id) }
            if let error = failed[contact.personaID] { return .refused(reason: String(error.prefix(200))) }
            return .retry(reason: "Salesforce did not process it.", after: nil, mayHaveArrived: true)
        }
    }

    /// A column of a CSV of results, by another one.
    private func results(_ url: String, _ column: String, by keyField: String) async throws(Failed) -> [String: String] {
        let response = try await send(HTTPRequest(.get, url, headers: headers + [HTTPHeader("Accept", "text/csv")]))
        let records = CSVTable.records(response.body)
        guard let header = records.first, let key = header.firstIndex(of: keyField), let value = header.firstIndex(of: column) else {
            if records.isEmpty { return [:] }
            throw Failed(outcome: call.unreadable)
        }
        let pairs = records.dropFirst().filter { $0.count > max(key, value) }.map { ($0[key], $0[value]) }
        return Dictionary(pairs) { first, _ in first }
    }

    private func send(_ request: HTTPRequest) async throws(Failed) -> HTTPResponse {
        switch await call.send(request) {
        case .response(let response): return response
        case .outcome(let outcome): throw Failed(outcome: outcome)
        }
    }
}
