/// A complete answer, whatever its status.
package struct HTTPResponse: Sendable {
    package let status: Int
    package let headers: HTTPHeaders
    package let body: [UInt8]
    /// From the start of the request, connecting and waiting for a free connection included, to the last byte of the answer.
    package let totalMicroseconds: Int64
    /// How long the server asks to wait (`Retry-After`, in seconds or as a date, RFC 9110 §10.2.3); zero for a date that has passed,
    /// `nil` when it asks for nothing or cannot be read.
    package let retryAfter: Duration?
}
