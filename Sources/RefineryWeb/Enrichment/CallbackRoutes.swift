internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

/// Late answers that providers of enrichment send by themselves.
enum CallbackRoutes {
    /// What `refinery.receive_enrichment_v1` takes.
    private static let bytesMax = 1 << 20

    static let all: [Route] = [
        // Who knows the address was told it by a question of this fleet. Whatever comes of it the answer is the same, so that nobody finds out
        // which addresses there are, and a provider that sends twice is content.
        Route(.post, "/api/v1/callbacks/{token}", .open) { web in
            let body = String(decoding: web.body, as: UTF8.self)
            // The database keeps no text with NUL in it and none this long; bytes that are no text become both. No provider sends either.
            if body.utf8.count <= bytesMax, !body.unicodeScalars.contains("\0") {
                _ = try await web.operations.receiveCallback(body, to: web.parameters["token"] ?? "")
            }
            return .json(text: #"{"received":true}"#, status: .accepted)
        }
    ]
}
