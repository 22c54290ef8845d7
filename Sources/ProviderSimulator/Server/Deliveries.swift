internal import HTTPClient
internal import Simulation

/// Sends what services send by themselves; whether anybody takes it is of no interest.
struct Deliveries: Sendable {
    private let http = HTTPClient()

    /// Each once, in their order.
    func send(_ deliveries: [ServiceAnswer.Delivery], after milliseconds: Double) {
        guard !deliveries.isEmpty else { return }
        Task { [http] in
            if milliseconds > 0 { try? await Task.sleep(for: .microseconds(Int64(milliseconds * 1_000))) }
            for delivery in deliveries {
                let headers = delivery.headers.map { HTTPHeader($0.0, $0.1) }
                _ = try? await http.send(HTTPRequest(.post, delivery.url, headers: headers, body: delivery.body, timeout: .seconds(5)))
            }
        }
    }
}
