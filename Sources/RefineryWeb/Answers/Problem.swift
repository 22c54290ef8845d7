internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOHTTP1
internal import RefineryModel
internal import RefineryStages

/// An error as RFC 9457 writes it, `application/problem+json`, with what programs and people of Refinery need beside it.
struct Problem: Encodable {
    var type = "about:blank"
    let title: String
    let status: Int
    let detail: String
    let instance: String
    let error: String
    let message: String
    let supportId: String
    let details: Details

    struct Details: Encodable {
        /// What is wrong where, as far as it is known.
        let errors: [Line]
        let remedy: String?
        let context: [String: String]?
    }

    struct Line: Encodable {
        let row: Int64?
        let field: String?
        let value: String?
        let error: String

        func encode(to encoder: any Encoder) throws {
            // All four, null where there is nothing: who reads them need not ask.
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(row, forKey: .row)
            try container.encode(field, forKey: .field)
            try container.encode(value, forKey: .value)
            try container.encode(error, forKey: .error)
        }

        enum CodingKeys: CodingKey { case row, field, value, error }
    }

    /// - Parameter path: What was asked for.
    init(_ fault: any Fault, path: String, supportID: String) {
        let status = HTTPResponse.Status(integerLiteral: Self.status(of: fault))
        self.status = status.code
        title = HTTPResponseStatus(statusCode: status.code).reasonPhrase
        let isInternal = status.code == 500
        // What went wrong inside is for the log.
        let summary =
            switch (isInternal, fault.code) {
            case (true, _): "Something went wrong inside; it is logged with the support id."
            // The rights of this process, not of the caller: which they are is nobody else's business.
            case (_, .permissionDenied): "The database user of this server may not do this."
            default: fault.summary
            }
        detail = [summary, isInternal ? nil : fault.remedy].compactMap(\.self).joined(separator: " ")
        instance = path
        error = isInternal ? FaultCode.internalError.rawValue : fault.code.rawValue
        message = summary
        supportId = supportID
        var lines: [Line] = []
        switch fault {
        case WebFault.invalid(let field, let value, let problem):
            lines = [Line(row: nil, field: field, value: String(value.prefix(100)), error: "has to be \(problem)")]
        default:
            if !isInternal {
                lines = [Line(row: fault.details["row"].flatMap { Int64($0) }, field: fault.details["field"], value: nil, error: summary)]
            }
        }
        details = Details(
            errors: lines, remedy: isInternal ? nil : fault.remedy,
            context: isInternal || fault.details.isEmpty ? nil : fault.details)
    }

    /// The HTTP status of a fault: that of its class, but for what HTTP has a better one.
    static func status(of fault: any Fault) -> Int {
        if let fault = fault as? WebFault { return fault.status }
        return switch fault.code {
        case .importNotFound, .batchNotFound, .mappingNotFound, .personaNotFound, .companyNotFound, .linkNotFound, .blockNotFound,
            .webhookNotFound, .deliveryNotFound:
            404
        case .alreadySubmitted, .webhookExists: 409
        case .fileReadFailed, .fileUnreadable: 400
        default: fault.kind.httpStatus
        }
    }

    func response() -> Response {
        let text = (try? JSON.text(self)) ?? "{}"
        return Response(
            status: .init(integerLiteral: status), headers: [.contentType: "application/problem+json"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
