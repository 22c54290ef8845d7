internal import RefineryModel

/// A key of the configuration file: where it stands, which variable it stands for, and what it may be.
///
/// A file says nothing that a variable cannot say; so each key has one, the variable wins, and whoever reads a setting knows of variables only.
struct ConfigurationKey: Sendable {
    /// What is written in the file.
    enum Kind: Sendable, Equatable {
        case integer, number, flag, text, secret
        case choice([String])
        /// Texts, which the variable separates by commas.
        case texts
        /// Names of ``Field``.
        case fields
        /// An object of numbers, which the variable writes as `a=0.5,b=1`.
        case prices
    }

    /// Names from the outermost object inwards, joined by dots.
    let path: String
    let variable: String
    let kind: Kind
    /// What the variable is when nobody sets it, as .env.example has it; empty: nothing.
    let standard: String
    let meaning: String

    init(_ path: String, _ variable: String, _ kind: Kind, _ standard: String, _ meaning: String) {
        self.path = path
        self.variable = variable
        self.kind = kind
        self.standard = standard
        self.meaning = meaning
    }

    /// What the variable has to be for what the file says.
    /// - Returns: nil where the file says something of another type.
    func text(_ value: JSONValue) -> String? {
        switch (kind, value) {
        case (.integer, .number(let digits)): Int(digits).map(String.init)
        case (.number, .number(let digits)): digits
        case (.flag, .bool(let isOn)): isOn ? "on" : "off"
        case (.text, .string(let text)), (.secret, .string(let text)): text
        case (.choice(let words), .string(let text)): words.contains(text) ? text : nil
        case (.texts, .array(let elements)): Self.joined(elements) { !$0.contains(",") }
        case (.fields, .array(let elements)): Self.joined(elements) { Field(rawValue: $0) != nil }
        case (.prices, .object(let members)): Self.joined(members)
        default: nil
        }
    }

    /// What the file may say, for people.
    var expectation: String {
        switch kind {
        case .integer: "a whole number"
        case .number: "a number"
        case .flag: "true or false"
        case .text, .secret: "a text"
        case .choice(let words): words.map { "\"\($0)\"" }.joined(separator: ", ")
        case .texts: "a list of texts"
        case .fields: "a list of fields, such as [\"business_name\", \"business_phone\"]"
        case .prices: "an object of numbers"
        }
    }

    private static func joined(_ elements: [JSONValue], _ isRight: (String) -> Bool) -> String? {
        var texts: [String] = []
        for element in elements {
            guard case .string(let text) = element, isRight(text) else { return nil }
            texts.append(text)
        }
        return texts.joined(separator: ",")
    }

    private static func joined(_ members: [JSONValue.Member]) -> String? {
        var pairs: [String] = []
        for member in members {
            guard case .number(let digits) = member.value else { return nil }
            pairs.append("\(member.key)=\(digits)")
        }
        return pairs.joined(separator: ",")
    }
}
