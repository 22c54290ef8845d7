/// A contact of a block, as a destination gets it.
package struct PushContact: Sendable, Equatable {
    /// Its `external_id` everywhere.
    package let personaID: String
    /// Its columns by name, as `blocks contacts` writes them.
    package let fields: JSONValue

    package init(personaID: String, fields: JSONValue) {
        self.personaID = personaID
        self.fields = fields
    }

    /// A column that says something.
    package subscript(_ name: String) -> String? { name == "external_id" ? personaID : fields[name].text }
}

/// Contacts of one block that go out in one request.
package struct PushMessage: Sendable, Equatable {
    /// The same however often the message is repeated: what a service knows it again by.
    package let id: String
    package let blockID: String
    package let blockName: String
    package var contacts: [PushContact]
    /// Whether it may have been sent before.
    package let isRepeated: Bool

    package init(id: String, blockID: String, blockName: String, contacts: [PushContact], isRepeated: Bool) {
        self.id = id
        self.blockID = blockID
        self.blockName = blockName
        self.contacts = contacts
        self.isRepeated = isRepeated
    }
}

/// What came of one contact of a message.
package enum PushOutcome: Sendable, Equatable {
    /// The service has it; what it calls it, where it says so.
    case pushed(reference: String?)
    /// The service does not take it, and never will as it is.
    case refused(reason: String)
    /// It did not work, and may work later.
    /// - mayHaveArrived: false is certain.
    /// - after: How long the service asks to wait.
    case retry(reason: String, after: Duration?, mayHaveArrived: Bool)
    /// It may have arrived, and sending it again might make it arrive twice.
    case unknown(reason: String)
    /// Nothing was looked at: too many requests.
    case throttled(after: Duration?)
    /// Nobody can send anything there until somebody acts.
    case stopped(reason: String)
}

/// A place that contacts are sent to: one request of its own kind, and what its answers mean.
package protocol PushDestination: Sendable {
    /// Whether a message, or a contact, that is sent twice is there once.
    var deduplicates: Bool { get }

    /// Sends a message once. Never throws: whatever happens is an outcome of each contact, in their order.
    func push(_ message: PushMessage) async -> [PushOutcome]
}
