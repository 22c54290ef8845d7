/// Sends requests from any number of tasks over shared connections, which one thread of its own drives.
///
/// Connections are kept alive and used again; over TLS they speak HTTP/2 where the server does, with many requests on one connection.
/// Shut down, or let go of, it fails what is under way.
package final class HTTPClient: Sendable {
    package let configuration: HTTPClientConfiguration
    private let thread: TransferThread

    package init(_ configuration: HTTPClientConfiguration = HTTPClientConfiguration()) {
        self.configuration = configuration
        thread = TransferThread(configuration)
        thread.start()
    }

    deinit {
        thread.stop()
    }

    /// Sends `request` and waits for the whole answer, whatever its status.
    ///
    /// Cancelling the task aborts the exchange at once and throws ``HTTPClientError/cancelled(mayHaveBeenSent:)``.
    package func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
        let transfer = Transfer(request)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.continuation = continuation
                thread.submit(transfer)
            }
        } onCancel: {
            thread.cancel(transfer)
        }
        return try outcome.get()
    }

    /// Fails all requests under way and all later ones with ``HTTPClientError/shutDown(mayHaveBeenSent:)``. Twice does nothing.
    package func shutDown() {
        thread.stop()
    }
}
