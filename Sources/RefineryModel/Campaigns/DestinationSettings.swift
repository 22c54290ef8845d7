/// What speaks with contacts' new home. The raw value is what `--kind` takes and the database keeps.
package enum DestinationKind: String, Sendable, Codable, CaseIterable {
    /// Signed messages of Standard Webhooks 1.0.
    case webhook
    /// JSON of a form of one's own.
    case rest
    /// Files in a directory.
    case directory
    case five9
    case ringcx
    case hubspot
    case salesforce
    case gohighlevel

    /// Contacts that one request takes at most, where the vendor says so, and how many it has unless somebody wants others.
    package var batchMax: Int {
        switch self {
        case .gohighlevel: 1
        case .hubspot: 100
        case .five9, .ringcx, .webhook, .rest: 1_000
        case .salesforce, .directory: 10_000
        }
    }

    package var batch: Int {
        switch self {
        case .webhook, .rest: 100
        case .five9, .ringcx: 500
        default: batchMax
        }
    }

    /// Requests a minute that the vendor takes; nil: nobody says.
    package var requestsPerMinute: Int? {
        switch self {
        case .five9: 40
        case .hubspot, .gohighlevel: 600
        default: nil
        }
    }
}

/// Where contacts are sent and how: what a destination keeps in the database. Of secrets it has the names of the variables that hold them.
package struct DestinationSettings: Sendable, Codable, Equatable {
    package var kind: DestinationKind
    /// Where it is: http or https; the absolute path of a directory. nil: the vendor's own address.
    package var url: String?
    /// The variable with the key, token or password.
    package var secretVariable: String?
    /// The variable with the user, where one is needed.
    package var userVariable: String?
    /// Contacts in one request; nil: as many as the kind takes.
    package var batch: Int?
    /// How long one request may take, in seconds.
    package var timeoutSeconds: Int?
    /// Of `rest`: POST, PUT or PATCH.
    package var method: String?
    /// Of `rest`: headers without secrets.
    package var headers: [String: String]?
    /// Of `rest`: the header that has the secret; nil: `Authorization`, as a bearer.
    package var secretHeader: String?
    /// Of `rest`: the body, JSON in which `{{name}}` stands for a field, and the text `{{contacts}}` for all contacts.
    package var template: String?
    /// Of `rest`: whether the service knows a request again by its `Idempotency-Key`.
    package var isIdempotent: Bool?
    /// Of `directory`: `csv` or `jsonl`.
    package var format: String?
    /// Of `directory`: puts a ' before cells that a spreadsheet would take for a formula.
    package var guardsFormulas: Bool?
    /// The list, campaign or place at the vendor that contacts go to.
    package var target: String?
    /// The field at the vendor that holds the persona's id.
    package var idField: String?
    /// Further fields at the vendor, each with the column it gets.
    package var fields: [String: String]?

    package init(_ kind: DestinationKind) { self.kind = kind }

    private enum CodingKeys: String, CodingKey {
        case kind, url, batch, method, headers, template, format, target, fields
        case secretVariable = "secret_env"
        case userVariable = "user_env"
        case timeoutSeconds = "timeout_seconds"
        case secretHeader = "secret_header"
        case isIdempotent = "idempotent"
        case guardsFormulas = "guard_formulas"
        case idField = "id_field"
    }
}

extension DestinationSettings {
    /// Contacts in one request.
    package var contactsPerRequest: Int {
        if let batch { return batch }
        guard kind == .rest else { return kind.batch }
        let isSingle = url?.contains("{{") == true || template.map { !$0.contains("{{contacts}}") } == true
        return isSingle ? 1 : kind.batch
    }
}
