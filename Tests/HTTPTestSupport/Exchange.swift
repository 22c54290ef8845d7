/// One request at the server and the means to answer it.
package struct Exchange: Sendable {
    /// Counts the requests of the server from 1.
    package let number: Int
    package let request: ReceivedRequest
    package let connection: ServerConnection

    /// Sends a complete answer.
    package func respond(_ status: Int = 200, headers: [(String, String)] = [], _ body: String = "") {
        let fields = (headers + [("Content-Length", "\(body.utf8.count)")]).map { "\($0): \($1)\r\n" }.joined()
        connection.write("HTTP/1.1 \(status) Said\r\n\(fields)\r\n\(body)")
    }
}
