#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import RefineryModel

/// A file that says what variables say (`--config`, `REFINERY_CONFIG`): JSON, checked as a whole before anything else runs.
struct ConfigurationFile: Sendable {
    /// Something in it that cannot be followed.
    struct Problem: Sendable, Equatable {
        let place: TextPlace?
        let path: String
        let summary: String
        let remedy: String?
    }

    let path: String
    /// What it sets, by variable.
    private(set) var variables: [String: String] = [:]
    private(set) var problems: [Problem] = []
    /// Where the keys stand, by variable.
    private var places: [String: TextPlace] = [:]

    private static let keys = Dictionary(uniqueKeysWithValues: ConfigurationKey.all.map { ($0.path, $0) })
    /// The objects that hold the keys.
    private static let objects = Set(keys.keys.flatMap(Self.outer))
    /// What editors look at, and nobody else.
    private static let schemaKey = "$schema"

    /// - Throws: ``ConfigurationFileFault/unreadable(path:)``.
    init(path: String) throws(ConfigurationFileFault) {
        guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable(path: path) }
        self.init(path: path, bytes: [UInt8](data))
    }

    init(path: String, bytes: [UInt8]) {
        self.path = path
        do {
            let document = try JSONDocument(bytes)
            guard case .object(let members) = document.value else {
                problems = [Problem(place: TextPlace(line: 1, column: 1), path: "", summary: "It has to be an object: { … }.", remedy: nil)]
                return
            }
            read(members, in: "", document)
            checkValues()
        } catch {
            problems = [Problem(place: error.place, path: "", summary: "This is no JSON.", remedy: Self.syntaxRemedy)]
        }
    }

    private static let syntaxRemedy =
        "JSON has no comments and no comma behind the last member; names and texts stand in double quotes."

    private static func outer(of path: String) -> [String] {
        var parts = path.split(separator: ".")
        var found: [String] = []
        while parts.count > 1 {
            parts.removeLast()
            found.append(parts.joined(separator: "."))
        }
        return found
    }

    private mutating func read(_ members: [JSONValue.Member], in outer: String, _ document: JSONDocument) {
        var seen: Set<String> = []
        for member in members {
            let path = outer.isEmpty ? member.key : "\(outer).\(member.key)"
            let place = document.place(of: path)
            if outer.isEmpty, member.key == Self.schemaKey { continue }
            guard seen.insert(member.key).inserted else {
                problems.append(Problem(place: place, path: path, summary: "\(path) stands there twice.", remedy: "Keep one of them."))
                continue
            }
            if let key = Self.keys[path] {
                read(member.value, key, place)
            } else if Self.objects.contains(path) {
                switch member.value {
                case .object(let inner): read(inner, in: path, document)
                case .null: break
                default: problems.append(Problem(place: place, path: path, summary: "\(path) has to be an object: { … }.", remedy: nil))
                }
            } else {
                problems.append(unknown(path, place))
            }
        }
    }

    private mutating func read(_ value: JSONValue, _ key: ConfigurationKey, _ place: TextPlace?) {
        if value.isNull { return }
        guard let text = key.text(value) else {
            problems.append(
                Problem(
                    place: place, path: key.path, summary: "\(key.path) has to be \(key.expectation).",
                    remedy: "`refinery config schema` says what each key may be."))
            return
        }
        variables[key.variable] = text
        places[key.variable] = place
    }

    /// What the variables themselves may be is known where they are read.
    private mutating func checkValues() {
        var left = variables
        // Each round finds one; what it is about is taken away for the next.
        while let error = Self.refusal(of: left) {
            guard case .invalid(let name, _, let expected) = error, left.removeValue(forKey: name) != nil,
                let key = ConfigurationKey.all.first(where: { $0.variable == name })
            else { return }
            problems.append(
                Problem(place: places[name], path: key.path, summary: "\(key.path) has to be \(expected).", remedy: nil))
        }
    }

    private static func refusal(of variables: [String: String]) -> ConfigurationError? {
        do throws(ConfigurationError) {
            _ = try Configuration(environment: variables)
            _ = try WebConfiguration(EnvironmentReader(variables))
            return nil
        } catch {
            return error
        }
    }

    private func unknown(_ path: String, _ place: TextPlace?) -> Problem {
        let known = Self.keys.keys.sorted() + Self.objects.sorted()
        // A name that is right in another place is likelier meant than one that is nearly right here.
        let name = path.split(separator: ".").last.map(String.init) ?? path
        let elsewhere = known.filter { $0 == name || $0.hasSuffix(".\(name)") }
        let meant = elsewhere.count == 1 ? elsewhere.first : Nearest.match(for: path, in: known)
        return Problem(
            place: place, path: path, summary: "There is no key \(path).",
            remedy: meant.map { "Did you mean \($0)?" } ?? "`refinery config schema` lists the keys.")
    }

    /// Where a variable is set, such as `refinery.json:12`; nil: not here.
    func origin(of variable: String) -> String? {
        variables[variable].map { _ in places[variable].map { "\(path):\($0.line)" } ?? path }
    }

    /// Whether others than its owner can read it.
    var isOpenToOthers: Bool {
        let mode = (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? Int
        return (mode ?? 0) & 0o077 != 0
    }

    /// Secrets that it holds, by key.
    var secrets: [String] {
        ConfigurationKey.all.filter { $0.kind == .secret && variables[$0.variable]?.isEmpty == false }.map(\.path)
    }
}

/// Why a configuration file cannot be followed.
enum ConfigurationFileFault: Fault, Equatable {
    case notNamed
    case unreadable(path: String)
    /// The first of the problems, and how many there are.
    case wrong(path: String, ConfigurationFile.Problem, of: Int)

    var code: FaultCode {
        switch self {
        case .notNamed: .usageInvalid
        case .unreadable: .fileUnreadable
        case .wrong: .settingInvalid
        }
    }

    var summary: String {
        switch self {
        case .notNamed: "--config names no file."
        case .unreadable(let path): "The configuration file \(path) cannot be read."
        case .wrong(let path, let problem, _):
            problem.place.map { "\(path), \($0): \(problem.summary)" } ?? "\(path): \(problem.summary)"
        }
    }

    var remedy: String? {
        switch self {
        case .notNamed: "Write --config refinery.json, or set REFINERY_CONFIG."
        case .unreadable: "Check the path and the right to read it."
        case .wrong(let path, let problem, let count):
            [problem.remedy, count > 1 ? "All \(count) problems: refinery config check \(path)" : nil].compactMap(\.self)
                .joined(separator: "\n")
        }
    }

    var details: [String: String] {
        guard case .wrong(let path, let problem, _) = self else { return [:] }
        return ["file": path, "key": problem.path, "line": problem.place.map { "\($0.line)" } ?? ""]
    }
}
