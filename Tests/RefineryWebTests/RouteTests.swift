import RefineryModel
import RefineryWeb
import Testing

@Suite("Routes") struct RouteTests {
    /// Who may call what. A route that is not here fails the test, and so does one that is here and nowhere else.
    private static let matrix: [String: RouteAccess] = [
        "GET /health": .open,
        "GET /ready": .open,
        "GET /metrics": .open,
        "GET /openapi.yaml": .open,
        "GET /api/v1/imports": .scope(.read),
        "GET /api/v1/uploads": .scope(.read),
        "GET /api/v1/imports/{id}": .scope(.read),
        "GET /api/v1/imports/{id}/batches": .scope(.read),
        "GET /api/v1/imports/{id}/records": .scope(.read),
        "GET /api/v1/imports/{id}/rejects": .scope(.read),
        "GET /api/v1/imports/{id}/duplicates": .scope(.read),
        "GET /api/v1/imports/{id}/events": .scope(.read),
        "GET /api/v1/imports/{id}/mapping": .scope(.read),
        "POST /api/v1/imports/{id}/mapping": .scope(.operate),
        "POST /api/v1/imports/{id}/pause": .scope(.operate),
        "POST /api/v1/imports/{id}/resume": .scope(.operate),
        "POST /api/v1/imports/{id}/cancel": .scope(.operate),
        "POST /api/v1/imports/{id}/retry": .scope(.operate),
        "DELETE /api/v1/imports/{id}": .scope(.operate),
        "POST /api/v1/imports": .scope(.submit),
        "PUT /api/v1/imports": .scope(.submit),
        "PUT /api/v1/imports/{name}": .scope(.submit),
        "GET /api/v1/runs": .scope(.read),
        "GET /api/v1/runs/{id}": .scope(.read),
        "GET /api/v1/runs/{id}/events": .scope(.read),
        "GET /api/v1/sessions/current": .scope(.read),
        "GET /api/v1/batches/current": .scope(.read),
        "GET /api/v1/metrics/realtime": .scope(.read),
        "GET /api/v1/stats": .scope(.read),
        "GET /api/v1/workers": .scope(.read),
        "GET /api/v1/budgets": .scope(.read),
        "GET /api/v1/personas": .scope(.read),
        "GET /api/v1/personas/{id}": .scope(.read),
        "GET /api/v1/blocks": .scope(.read),
        "GET /api/v1/blocks/{id}": .scope(.read),
        "GET /api/v1/suppressions": .scope(.read),
        "POST /api/v1/opt-outs": .scope(.operate),
        "GET /api/v1/events": .scope(.read),
        "GET /api/v1/ws": .scope(.read),
        "GET /api/v1/imports/{id}/status": .scope(.read),
        "GET /api/v1/imports/{id}/records/file": .scope(.reveal),
        "GET /api/v1/imports/{id}/rejects/file": .scope(.reveal),
        "GET /api/v1/imports/{id}/duplicates/file": .scope(.reveal),
        "GET /api/v1/records/file": .scope(.reveal),
        "POST /api/v1/callbacks/{token}": .open,
    ]

    @Test("each has the scope that was decided for it") func scopes() {
        let found = Dictionary(WebServer.routes.map { ("\($0.method) \($0.path)", $0.access) }) { first, _ in
            Issue.record("a route is there twice")
            return first
        }
        #expect(Set(found.keys) == Set(Self.matrix.keys))
        for (route, access) in found { #expect(access == Self.matrix[route], "\(route)") }
    }
}
