internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel

/// One thing that can be asked: an address, who may, and what is done.
package struct Route: Sendable {
    typealias Handler = @Sendable (WebRequest) async throws -> Response

    package let method: String
    /// As `/api/v1/imports/{id}`: a part in braces is any text without a slash.
    package let path: String
    package let access: RouteAccess
    let parts: [Part]
    /// Whether the handler reads the body itself, piece by piece.
    let isStreamed: Bool
    /// Whether it is for browsers: a page, what pages load, and what their forms do. The others are described in api/openapi.yaml.
    package let isPage: Bool
    let handle: Handler

    enum Part: Sendable, Equatable {
        case text(String)
        case parameter(String)
    }

    /// - Parameter access: There is no default: whoever adds a route decides.
    init(
        _ method: HTTPRequest.Method, _ path: String, _ access: RouteAccess, isStreamed: Bool = false, isPage: Bool = false,
        _ handle: @escaping Handler
    ) {
        self.isPage = isPage
        self.method = method.rawValue
        self.path = path
        self.access = access
        self.isStreamed = isStreamed
        self.handle = handle
        parts = path.split(separator: "/").map { part in
            part.hasPrefix("{") ? .parameter(String(part.dropFirst().dropLast())) : .text(String(part))
        }
    }

    /// One for browsers.
    static func page(
        _ method: HTTPRequest.Method, _ path: String, _ access: RouteAccess, isStreamed: Bool = false, _ handle: @escaping Handler
    ) -> Route { Route(method, path, access, isStreamed: isStreamed, isPage: true, handle) }

    /// The values of the parameters, when the address is this one's.
    func match(_ path: [String]) -> [String: String]? {
        guard path.count == parts.count else { return nil }
        var values: [String: String] = [:]
        for (part, text) in zip(parts, path) {
            switch part {
            case .text(let own): guard own == text else { return nil }
            case .parameter(let name): values[name] = text
            }
        }
        return values
    }
}

/// All routes, found by their length first.
struct RouteTable: Sendable {
    enum Found {
        case route(Route, [String: String])
        case otherMethods([String])
        case nothing
    }

    let routes: [Route]
    private let byLength: [Int: [Route]]

    init(_ routes: [Route]) {
        self.routes = routes
        byLength = Dictionary(grouping: routes) { $0.parts.count }
    }

    /// - Parameter path: The parts of the address, decoded. HEAD is asked as GET.
    func find(_ method: HTTPRequest.Method, _ path: [String]) -> Found {
        let wanted = method == .head ? HTTPRequest.Method.get.rawValue : method.rawValue
        var others: Set<String> = []
        for route in byLength[path.count] ?? [] {
            guard let values = route.match(path) else { continue }
            if route.method == wanted { return .route(route, values) }
            others.insert(route.method)
        }
        if others.isEmpty { return .nothing }
        if others.contains("GET") { others.insert("HEAD") }
        return .otherMethods(others.sorted())
    }
}
