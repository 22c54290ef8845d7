internal import CSV
internal import HTTPClient
internal import RefineryModel

/// Salesforce: Bulk API 2.0, leads put in their place by an external id. Source: developer.salesforce.com (Bulk API 2.0, ingest jobs).
struct Salesforce: PushDestination {
    let deduplicates = true
    private static let version = "v60.0"
    /// Between two looks at a job.
    private static let pollEvery: Duration = .milliseconds(500)
    private let jobs: String
    private let object: String
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
        object = settings.target ?? "Lead"
        guard object.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) else {
            throw DestinationFault.invalid("“\(object)” is no object of Salesforce.")
        }
        idField = settings.idField ?? "Refinery_Id__c"
        own = try OwnFields(settings)
        headers = [.bearer(try destinations.required(settings.secretVariable, "the token"))]
        call = DestinationCall("Salesforce", settings, destinations)
    }

    private struct Failed: Error { let outcome: PushOutcome }

    func push(_ message: PushMessage) async -> [PushOutcome] {
        do throws(Failed) {
            let job = try await begin()
            try await upload(message, to: job)
            try await wait(for: job)
            return try await outcomes(of: message, job)
        } catch {
            return message.all(error.outcome)
        }
    }

    private func begin() async throws(Failed) -> String {
        let description: JSONValue = [
            "object": .string(object), "operation": "upsert", "externalIdFieldName": .string(idField), "contentType": "CSV",
            "lineEnding": "LF",
        ]
        let response = try await send(.json(jobs, description, headers: headers))
        guard let id = JSONValue(response.body)?["id"].text else { throw Failed(outcome: call.unreadable) }
        return jobs + "/" + URLQuery.encoded(id)
    }

    private func upload(_ message: PushMessage, to job: String) async throws(Failed) {
        var csv = CSVWriter(newline: "\n")
        csv.append(record: [idField] + Self.columns.map(\.field) + own.pairs.map(\.vendor))
        for contact in message.contacts {
            // Salesforce takes no lead without a last name and a company.
            csv.append(
                record: [contact.personaID]
                    + Self.columns.map { contact[$0.column] ?? (["LastName", "Company"].contains($0.field) ? "Unknown" : nil) }
                    + own.pairs.map { message.value($0.column, of: contact).text })
        }
        _ = try await send(
            HTTPRequest(.put, job + "/batches", headers: headers + [HTTPHeader("Content-Type", "text/csv")], body: csv.bytes))
        _ = try await send(.json(job, ["state": "UploadComplete"], method: .patch, headers: headers))
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
        let successful = try await results(job + "/successfulResults/", "sf__Id")
        let failed = try await results(job + "/failedResults/", "sf__Error")
        return message.contacts.map { contact in
            if let id = successful[contact.personaID] { return .pushed(reference: id) }
            if let error = failed[contact.personaID] { return .refused(reason: String(error.prefix(200))) }
            return .retry(reason: "Salesforce did not process it.", after: nil, mayHaveArrived: true)
        }
    }

    /// A column of a CSV of results, by external id.
    private func results(_ url: String, _ column: String) async throws(Failed) -> [String: String] {
        let response = try await send(HTTPRequest(.get, url, headers: headers + [HTTPHeader("Accept", "text/csv")]))
        let records = CSVTable.records(response.body)
        guard let header = records.first, let key = header.firstIndex(of: idField), let value = header.firstIndex(of: column) else {
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
