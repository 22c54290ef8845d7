internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NIOHTTPTypes
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages
internal import RefineryStore
internal import Tables
internal import Threads

/// Files that become imports: as the body itself, in a form, or by reference.
enum UploadRoutes {
    static let all: [Route] = [
        Route(.post, "/api/v1/imports", .scope(.submit), isStreamed: true, receive),
        // What `curl -T` does by itself.
        Route(.put, "/api/v1/imports", .scope(.submit), isStreamed: true, receive),
        Route(.put, "/api/v1/imports/{name}", .scope(.submit), isStreamed: true, receive),
    ]

    /// What the page for files sends: the file itself, with the choices in the address.
    static let page = Route.page(.post, "/submit", .session(.submit), isStreamed: true) { web in try await receive(web) }

    private static func receive(_ web: WebRequest) async throws -> Response {
        let options = try UploadOptions(web.query)
        return try await web.services.uploads.withPlace {
            guard let idempotency = try IdempotentRequest(web) else { return try await submit(web, options) }
            return try await idempotency.once(web.operations) { try await submit(web, options) }
        }
    }

    private static func submit(_ web: WebRequest, _ options: UploadOptions) async throws -> Response {
        let limit = web.services.settings.uploadBytesMax
        if let text = web.request.headers[.contentLength] {
            guard let length = Int64(text), length >= 0 else {
                throw WebFault.invalid(field: "Content-Length", value: text, problem: "a number")
            }
            // Room for what a form puts around the file.
            if length > limit + (web.request.mediaType == "multipart/form-data" ? 1 << 16 : 0) { throw WebFault.bodyTooLarge(limit: limit) }
        }
        if web.request.headers[.expect]?.lowercased() == "100-continue" {
            // Nobody else answers it, and the client would wait a second.
            try await web.context.channel.writeAndFlush(HTTPResponsePart.head(.init(status: .continue))).get()
        }
        switch web.request.mediaType {
        case "application/json": return try await submitReference(web, options)
        case "multipart/form-data":
            guard let boundary = FormParser.boundary(web.request.headers[.contentType] ?? "") else {
                throw WebFault.bodyUnreadable("the form has no boundary")
            }
            return try await submitForm(web, options, boundary)
        default:
            return try await receiveBody(web, named: options.name ?? web.fileName ?? "upload.csv", limit: limit) {
                try await submit($0, web, options)
            }
        }
    }

    /// Answers what `answer` makes of the body, a file, while it arrives.
    static func receiveBody(
        _ web: WebRequest, named name: String, limit: Int64, _ answer: @escaping @Sendable (SourceFile) async throws -> Response
    ) async throws -> Response {
        let inlet = try SourceInlet(name: name)
        return try await receive(inlet, answer) {
            var total: Int64 = 0
            for try await buffer in web.request.body {
                total += Int64(buffer.readableBytes)
                if total > limit { throw WebFault.bodyTooLarge(limit: limit) }
                guard try await inlet.write(Array(buffer.readableBytesView)) else { return }
            }
            if let text = web.request.headers[.contentLength], Int64(text) != total { throw ClientGone() }
        }
    }

    /// Answers what `answer` makes of what `feed` hands to the inlet, beside it.
    private static func receive(
        _ inlet: SourceInlet, _ answer: @escaping @Sendable (SourceFile) async throws -> Response,
        _ feed: @escaping @Sendable () async throws -> Void
    ) async throws -> Response {
        try await withThrowingTaskGroup(of: Response?.self) { group in
            group.addTask {
                do {
                    try await feed()
                    inlet.finish()
                } catch {
                    inlet.fail(error is ClientGone ? "the client went away" : "\((error as? any Fault)?.summary ?? "the connection broke")")
                    // What is wrong with the body says more than that it broke off.
                    if error is WebFault { throw error }
                }
                return nil
            }
            group.addTask { try await answer(inlet.file) }
            var outcome: Result<Response, any Error>?
            var refusal: WebFault?
            while let result = await group.nextResult() {
                switch result {
                case .success(nil): break
                case .success(let response?): outcome = .success(response)
                case .failure(let error as WebFault): refusal = error
                case .failure(let error): outcome = .failure(error)
                }
                // Whoever is refused need not send the rest.
                if case .failure = outcome { group.cancelAll() }
            }
            if let refusal { throw refusal }
            guard let outcome else { throw CancellationError() }
            return try outcome.get()
        }
    }

    private static func submit(_ file: SourceFile, _ web: WebRequest, _ options: UploadOptions) async throws -> Response {
        // Waits for the first bytes; of what has to be there as a whole, for all.
        let entries = try await onThread(for: "reading an upload") { [table = options.reading.table] in
            try SourceEntry.entries(of: file, table: table)
        }
        if entries.count > TableLimits.tables { throw SourceFileError.table(.severalTables(entries.map(\.name))) }
        let address = web.services.settings.pathPrefix + "/api/v1/imports"
        if entries.count == 1 {
            let document = try await submit(entries[0], web, options, group: options.group)
            return try .json(document, status: .created, headers: [.location: "\(address)/\(document.importId)"])
        }
        let document = try await submit(entries, web, options)
        return try .json(document, status: .created, headers: [.location: "\(address)?submission=\(document.submissionId)"])
    }

    /// Submits one table after the other, whatever is wrong with some.
    /// - Throws: What is wrong with the first, when none was taken; what is about none of them.
    private static func submit(_ entries: [SourceEntry], _ web: WebRequest, _ options: UploadOptions) async throws -> SubmissionDocument {
        let group = options.group ?? SubmissionID()
        var (imports, refused): ([SubmitDocument], [SubmissionDocument.Refusal]) = ([], [])
        var failure: (any Fault)?
        for entry in entries {
            do {
                imports.append(try await submit(entry, web, options, group: group))
            } catch let fault as any Fault where [.data, .noInput, .usage].contains(fault.kind) {
                refused.append(SubmissionDocument.Refusal(fault, fileName: entry.name))
                failure = failure ?? fault
            }
        }
        if imports.isEmpty, let failure { throw failure }
        return SubmissionDocument(group, imports, refused: refused)
    }

    private static func submit(
        _ entry: SourceEntry, _ web: WebRequest, _ options: UploadOptions, group: SubmissionID?
    ) async throws -> SubmitDocument {
        let operations = web.operations
        let table = try await onThread(for: "reading an upload") { [sheet = options.reading.sheet] in
            try entry.open(sheet: sheet, isReadOnce: true)
        }
        let file = table.file
        var choices = table.completed(options.reading)
        let signatures = try await onThread(for: "reading the beginning of an upload") { [choices] in
            try SourceInspection.signatures(choices) { try file.read(at: 0, count: $0) }
        }
        if !signatures.isEmpty { choices.library = try await operations.library(for: signatures) }
        let inspection = try await onThread(for: "inspecting an upload") { [choices] in try SourceInspection(file, choices) }
        let defaults = web.services.settings.intake
        let submission = try await options.submission(inspection, defaults, operations, submitter: web.principal?.name, group: group)
        return SubmitDocument(try await operations.submit(table, submission), inspection, fileName: group == nil ? nil : table.name)
    }

    /// The only table of a file, or the one that is named. Waits for the first bytes; of what has to be there as a whole, for all.
    static func table(of file: SourceFile, _ choices: ReadingChoices) throws -> SourceTable {
        let entries = try SourceEntry.entries(of: file, table: choices.table)
        guard entries.count == 1 else { throw SourceFileError.table(.severalTables(entries.map(\.name))) }
        return try entries[0].open(sheet: choices.sheet, isReadOnce: true)
    }

    // MARK: - Other ways

    private struct Reference: Decodable {
        /// As `file:///srv/leads/june.csv`, or a path below the directory for imports.
        let uri: String
    }

    private static func submitReference(_ web: WebRequest, _ options: UploadOptions) async throws -> Response {
        var web = web
        web.body = try await web.request.bytes(atMost: web.services.settings.bodyBytesMax)
        let reference = try web.object(Reference.self).uri
        guard let directory = web.services.settings.importDirectory else { throw WebFault.referenceRefused(reference) }
        let root = URL(filePath: directory, directoryHint: .isDirectory).resolvingSymlinksInPath().standardizedFileURL.path
        let path = reference.hasPrefix("file://") ? URL(string: reference)?.path : reference
        guard let path, !path.isEmpty else { throw WebFault.referenceRefused(reference) }
        // What links and dots lead to, not what is written.
        let file = URL(filePath: path, relativeTo: URL(filePath: root, directoryHint: .isDirectory)).resolvingSymlinksInPath()
            .standardizedFileURL.path
        guard file.hasPrefix(root + "/") else { throw WebFault.referenceRefused(reference) }
        return try await submit(SourceFile(path: file, isReadOnce: true), web, options)
    }

    private static func submitForm(_ web: WebRequest, _ options: UploadOptions, _ boundary: String) async throws -> Response {
        let limit = web.services.settings.uploadBytesMax
        var parser = FormParser(boundary: boundary)
        var body = web.request.body.makeAsyncIterator()
        var pieces: ArraySlice<FormParser.Piece> = []
        func next() async throws -> FormParser.Piece? {
            while pieces.isEmpty {
                guard let buffer = try await body.next() else {
                    guard parser.isAtEnd else { throw ClientGone() }
                    return nil
                }
                pieces = try parser.take(Array(buffer.readableBytesView))[...]
            }
            return pieces.removeFirst()
        }
        var name: String?
        search: while let piece = try await next() {
            guard case .part(let part) = piece, part.name == "file" else { continue }
            name = part.fileName ?? "upload.csv"
            break search
        }
        guard let name else { throw WebFault.invalid(field: "file", value: "", problem: "a field of the form, with a file") }
        let inlet = try SourceInlet(name: options.name ?? name)
        let rest = FormRest(parser: parser, body: body, pieces: pieces)
        return try await receive(inlet, { try await submit($0, web, options) }) {
            var rest = rest
            var total: Int64 = 0
            while let bytes = try await rest.next() {
                total += Int64(bytes.count)
                if total > limit { throw WebFault.bodyTooLarge(limit: limit) }
                guard try await inlet.write(bytes) else { return }
            }
        }
    }

    /// The bytes of the part that a form is at.
    private struct FormRest: @unchecked Sendable {
        var parser: FormParser
        var body: RequestBody.AsyncIterator
        var pieces: ArraySlice<FormParser.Piece>
        var isOver = false

        /// nil: the part is over.
        mutating func next() async throws -> [UInt8]? {
            while !isOver {
                while let piece = pieces.popFirst() {
                    switch piece {
                    case .bytes(let bytes): return bytes
                    case .partEnd, .part:
                        isOver = true
                        return nil
                    }
                }
                guard let buffer = try await body.next() else { throw ClientGone() }
                pieces = try parser.take(Array(buffer.readableBytesView))[...]
            }
            return nil
        }
    }
}

/// Who sends a file went away before its end.
struct ClientGone: Error {}

extension WebRequest {
    /// The name that the request gives the file: by its address or by Content-Disposition; never a path.
    var fileName: String? {
        let text = parameters["name"] ?? request.headers[.contentDisposition].flatMap { FormParser.parameter("filename", of: $0) }
        return text.flatMap { FormParser.lastPart($0) }
    }
}
