internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

/// Hides personal data: whoever may not see it learns that a value is there, and no more.
enum Masking {
    static let sign = "•••"

    /// Members that name no person; everything else is hidden, what will be added too.
    private static let open: Set<String> = [
        "id", "import_id", "record_id", "record_import_id", "record_row", "record_file_name", "row", "row_number", "field", "code",
        "message", "line", "company_id",
        "business_name", "company", "city", "state", "county", "country", "industry", "business_type", "employee_count",
        "employee_count_high",
        "annual_revenue", "annual_revenue_high", "sic_code", "sic_description", "naics_code", "year_established", "phone_status",
        "phone_validated", "phone_line_type", "phone_validity_score", "phone_validation_date", "title", "seniority",
        "likely_decision_maker",
        "generic_contact", "phone_type", "email_type", "do_not_call", "score", "records", "other_phone_roles", "kind", "status",
    ]

    static func masked(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            .object(members.map { .init(key: $0.key, value: open.contains($0.key) ? $0.value : hidden($0.value)) })
        case .array(let elements): .array(elements.map(masked))
        default: value
        }
    }

    private static func hidden(_ value: JSONValue) -> JSONValue {
        switch value {
        case .null: .null
        // Lists keep their length, objects the names of their members.
        case .array(let elements): .array(elements.map { if case .object = $0 { masked($0) } else { hidden($0) } })
        case .object(let members): .object(members.map { .init(key: $0.key, value: hidden($0.value)) })
        case .string, .number, .bool: .string(sign)
        }
    }

    /// - Parameter object: One JSON object.
    static func masked(text object: String) -> String {
        guard let value = JSONValue(Array(object.utf8)) else { return "{}" }
        return String(decoding: masked(value).bytes, as: UTF8.self)
    }
}

extension WebRequest {
    /// Objects as the key may see them. Showing personal data stands in the audit log first: else it is not shown.
    /// - Parameters:
    ///   - operation: What is shown, as `records_revealed`.
    ///   - runID: Whose.
    func shown(_ objects: [String], _ operation: String, of runID: RunID?) async throws -> [String] {
        guard mayReveal else { return objects.map(Masking.masked(text:)) }
        if let principal, !objects.isEmpty {
            let act = RecordAct(
                operation: operation, message: "Personal data was shown over HTTP.", runID: runID, metadata: "{\"rows\": \(objects.count)}")
            try await Database.acting(as: principal.actor) { try await operations.record(act) }
        }
        return objects
    }
}
