internal import RefineryModel

/// A JSON body with places for columns: a text `{{column}}` becomes the column's value, or null; within other text it is written out.
/// The text `{{contacts}}` becomes all contacts of the message; without it a body is of one contact.
struct BodyTemplate: Sendable {
    private let document: JSONValue
    let isOfOneContact: Bool

    /// Columns of contacts and what else there is.
    static let names: Set<String> = [
        "external_id", "persona_id", "position", "phone_e164", "phone_type", "first_name", "last_name", "title", "company", "email",
        "address", "city", "state", "zip_code", "timezone", "call_from_local", "call_until_local", "saturday_from_local",
        "saturday_until_local", "sunday_from_local", "sunday_until_local", "window_rule", "registry", "sic_code", "naics_code",
        "employees", "revenue", "block", "block_id", "message_id",
    ]

    /// - Throws: ``DestinationFault/invalid(_:)``.
    init(_ text: String) throws {
        guard let document = JSONValue(Array(text.utf8)) else {
            throw DestinationFault.invalid("The template is no JSON.")
        }
        self.document = document
        isOfOneContact = !text.contains("{{contacts}}")
        try Self.check(text, allows: ["contacts"])
    }

    /// - Throws: ``DestinationFault/invalid(_:)`` for a place of a name that there is not.
    static func check(_ text: String, allows more: Set<String> = []) throws {
        for name in places(text) where !names.contains(name) && !more.contains(name) {
            throw DestinationFault.invalid("There is no column {{\(name)}}. There are \(names.sorted().joined(separator: ", ")).")
        }
    }

    func body(_ message: PushMessage) -> JSONValue { Self.filled(document, message) }

    /// The body without a template.
    static func whole(_ message: PushMessage) -> JSONValue {
        .object([
            .init(key: "block_id", value: .string(message.blockID)), .init(key: "block", value: .string(message.blockName)),
            .init(key: "contacts", value: .array(message.contacts.map(\.document))),
        ])
    }

    /// Text with its places filled, by the first contact.
    static func filled(_ text: String, _ message: PushMessage, encoding: (String) -> String = { $0 }) -> String {
        var result = text
        for name in Set(places(text)) {
            result = result.split(separator: "{{\(name)}}", omittingEmptySubsequences: false)
                .joined(separator: encoding(message.value(name, of: message.contacts.first).text ?? ""))
        }
        return result
    }

    private static func filled(_ value: JSONValue, _ message: PushMessage) -> JSONValue {
        switch value {
        case .string("{{contacts}}"): return .array(message.contacts.map(\.document))
        case .string(let text):
            let names = places(text)
            if names.count == 1, text == "{{\(names[0])}}" { return message.value(names[0], of: message.contacts.first) }
            return .string(filled(text, message))
        case .array(let elements): return .array(elements.map { filled($0, message) })
        case .object(let members): return .object(members.map { .init(key: $0.key, value: filled($0.value, message)) })
        default: return value
        }
    }

    private static func places(_ text: String) -> [String] {
        text.split(separator: "{{", omittingEmptySubsequences: false).dropFirst().compactMap { part in
            let end = part.firstIndex(of: "}")
            guard let end, part[end...].hasPrefix("}}") else { return nil }
            return String(part[..<end])
        }
    }
}
