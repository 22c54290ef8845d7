internal import RefineryModel

/// The JSON Schema of the configuration file, made of its keys and of what the code that reads the variables allows.
enum ConfigurationSchema {
    /// As it is shipped, in lines of two blanks.
    static func text() throws -> String {
        var lines: [String] = []
        write(try document(), indent: 0, first: "", last: "", to: &lines)
        return lines.joined(separator: "\n")
    }

    private static func document() throws -> JSONValue {
        var ranges: [String: ClosedRange<Int>] = [:]
        let reader = EnvironmentReader([:]) { ranges[$0] = $1 }
        _ = try Configuration(reader)
        _ = try WebConfiguration(reader)
        var root = Node()
        root.add(["$schema"], ["type": "string"])
        for key in ConfigurationKey.all { root.add(key.path.split(separator: ".")[...], leaf(key, ranges[key.variable])) }
        guard case .object(let members) = root.schema else { return root.schema }
        return .object(
            [
                .init(key: "$schema", value: "https://json-schema.org/draft/2020-12/schema"),
                .init(key: "title", value: "Configuration of Refinery"),
            ] + members)
    }

    /// Objects by name, in order.
    private struct Node {
        var members: [(name: String, node: Node)] = []
        var leaf: JSONValue?

        mutating func add(_ path: ArraySlice<Substring>, _ leaf: JSONValue) {
            guard let name = path.first.map(String.init) else { return self.leaf = leaf }
            let index = members.firstIndex { $0.name == name } ?? members.count
            if index == members.count { members.append((name, Node())) }
            members[index].node.add(path.dropFirst(), leaf)
        }

        var schema: JSONValue {
            leaf
                ?? [
                    "type": "object", "additionalProperties": false,
                    "properties": .object(members.map { .init(key: $0.name, value: $0.node.schema) }),
                ]
        }
    }

    private static func leaf(_ key: ConfigurationKey, _ range: ClosedRange<Int>?) -> JSONValue {
        var members: [JSONValue.Member] = []
        func add(_ name: String, _ value: JSONValue) { members.append(.init(key: name, value: value)) }
        switch key.kind {
        case .integer:
            add("type", "integer")
            if let range {
                add("minimum", .number("\(range.lowerBound)"))
                add("maximum", .number("\(range.upperBound)"))
            }
        case .number: add("type", "number")
        case .flag: add("type", "boolean")
        case .text, .secret: add("type", "string")
        case .choice(let words): add("enum", .array(words.map { .string($0) }))
        case .texts:
            add("type", "array")
            add("items", ["type": "string"])
        case .fields:
            add("type", "array")
            add("items", ["enum": .array(Field.allCases.map { .string($0.rawValue) })])
        case .prices:
            add("type", "object")
            add("additionalProperties", ["type": "number", "minimum": 0])
        }
        add("description", .string("\(key.meaning) (\(key.variable))"))
        if let standard = standard(key) { add("default", standard) }
        return .object(members)
    }

    private static func standard(_ key: ConfigurationKey) -> JSONValue? {
        if key.standard.isEmpty { return nil }
        switch key.kind {
        case .integer, .number: return Double(key.standard).map { _ in .number(key.standard) }
        case .flag: return .bool(key.standard == "on")
        case .texts, .fields: return .array(key.standard.split(separator: ",").map { .string(String($0)) })
        default: return .string(key.standard)
        }
    }

    /// Objects take a line a member; what holds no object takes one.
    private static func write(_ value: JSONValue, indent: Int, first: String, last: String, to lines: inout [String]) {
        let margin = String(repeating: " ", count: indent)
        guard case .object(let members) = value, members.contains(where: { if case .object = $0.value { true } else { false } }) else {
            return lines.append(margin + first + String(decoding: value.bytes, as: UTF8.self) + last)
        }
        lines.append("\(margin)\(first){")
        for (index, member) in members.enumerated() {
            let name = String(decoding: JSONValue.string(member.key).bytes, as: UTF8.self)
            write(
                member.value, indent: indent + 2, first: "\(name): ", last: index == members.count - 1 ? "" : ",", to: &lines)
        }
        lines.append("\(margin)}\(last)")
    }
}
