internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel

/// What browsers ask for (docs/dashboard.md).
enum PageRoutes {
    static let all: [Route] =
        LoginPages.all + OverviewPages.all + ImportPages.all + ImportListPages.all + ActionPages.all + FleetPages.all + SubmitPages.all
        + BlockPages.all + PersonaPages.all + WebhookPages.all + [
            .page(.get, "/assets/{name}", .open) { web in try asset(web) },
            // The same stream as over HTTP, for who is logged in.
            .page(.get, "/live", .session(.read), isStreamed: true) { web in try EventRoutes.pageStream(web) },
        ]

    private static func asset(_ web: WebRequest) throws -> Response {
        let name = web.parameters["name"] ?? ""
        guard let asset = PageLibrary.assets[name] else { throw WebFault.noSuchRoute("/assets/\(name)") }
        // Another version has another address.
        let isNamed = web.query.text("v") == asset.version
        return Response(
            status: .ok,
            headers: [
                .contentType: asset.type, .eTag: "\"\(asset.version)\"",
                .cacheControl: isNamed ? "public, max-age=31536000, immutable" : "no-cache",
            ], body: .init(byteBuffer: asset.bytes))
    }
}
