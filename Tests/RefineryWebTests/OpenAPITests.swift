import RefineryModel
import RefineryOperations
import RefineryWeb
import Testing

@Suite("The description of the interface") struct OpenAPITests {
    /// Method, path and scope of each operation, as the file has them: a path a line, then its methods, then their scopes.
    private static var operations: [String: String] {
        var found: [String: String] = [:]
        var (path, operation) = ("", "")
        for line in WebServer.description.split(separator: "\n").drop(while: { $0 != "paths:" }) {
            if line == "components:" { break }
            if let match = line.wholeMatch(of: #/  (/\S*):/#) { path = String(match.output.1) }
            if let match = line.wholeMatch(of: #/    (get|put|post|delete):/#) {
                operation = "\(match.output.1.uppercased()) \(path)"
                found[operation] = ""
            }
            if let match = line.wholeMatch(of: #/      x-scope: (\w+)/#) { found[operation] = String(match.output.1) }
        }
        return found
    }

    @Test("has every route for programs, and no other, each with its scope") func complete() {
        let routes = Dictionary(
            WebServer.routes.filter { !$0.isPage }.map { route in
                if case .scope(let scope) = route.access { return ("\(route.method) \(route.path)", scope.rawValue) }
                return ("\(route.method) \(route.path)", "")
            }, uniquingKeysWith: { first, _ in first })
        #expect(routes == Self.operations)
    }

    @Test("names the programs whose columns a file may have") func layouts() {
        let names = ExportLayout.names.map { "\"\($0)\"" }.joined(separator: ", ")
        #expect(WebServer.description.contains("instead of columns\", schema: {\"type\": \"string\", \"enum\": [\(names)]}"))
    }
}
