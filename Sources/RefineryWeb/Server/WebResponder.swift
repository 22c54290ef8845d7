internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages
internal import RefineryStore

/// Answers every request: finds its route, lets it in or not, and gives every error and every answer the same outside.
struct WebResponder: HTTPResponder {
    typealias Context = WebContext

    let table: RouteTable
    let services: WebServices

    func respond(to request: Request, context: WebContext) async throws -> Response {
        let supportID = String(UInt64.random(in: .min ... .max), radix: 36)
        var response: Response
        do {
            response = try await answer(request, context)
        } catch {
            let met = error as? MetOnPage
            response = problem(Self.told(met?.error ?? error), request, context, supportID, met?.web)
        }
        if request.method == .head {
            response.body = .init()
        }
        for (name, value) in Self.headers where response.headers[name] == nil { response.headers[name] = value }
        response.headers[.requestID] = supportID
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        // Nothing is read behind a request for a protocol that it did not get.
        if request.headers[.upgrade] != nil || request.method == .connect, !context.isMultiplexed {
            response.headers[.connection] = "close"
        }
        if services.settings.certificate != nil { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        return response
    }

    /// What every answer has that says nothing else: nothing of it is a page, and nobody guesses types.
    private static let headers: [(HTTPField.Name, String)] = [
        (.xContentTypeOptions, "nosniff"), (.init("X-Frame-Options")!, "DENY"), (.init("Referrer-Policy")!, "no-referrer"),
        (.contentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
    ]

    private func answer(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let path = path(of: request) else { throw WebFault.noSuchRoute(request.uri.path) }
        let query = try QueryValues(request.uri.query ?? "")
        let found = table.find(request.method, path)
        guard case .route(let route, let parameters) = found else {
            // Who has no key learns of no route.
            if path.first == "api" { _ = try await principal(of: request, context) }
            if case .otherMethods(let methods) = found { throw WebFault.methodNotAllowed(request.method.rawValue, allowed: methods) }
            throw WebFault.noSuchRoute(request.uri.path)
        }
        var principal: APIPrincipal?
        var browser: BrowserSession?
        var missing: APIScope?
        switch route.access {
        case .open: browser = request.cookies[BrowserSession.visitCookie].map { BrowserSession(token: $0.value) }
        case .scope(let scope):
            principal = try await self.principal(of: request, context)
            guard principal?.may(scope) == true else { throw WebFault.scopeMissing(scope) }
        case .session(let scope):
            browser = request.cookies[BrowserSession.cookie].map { BrowserSession(token: $0.value) }
            principal = try await session(browser)
            if let scope, principal?.may(scope) != true { missing = scope }
        }
        var web = WebRequest(
            request: request, context: context, parameters: parameters, query: query, principal: principal, services: services,
            browser: browser)
        if let missing { throw MetOnPage(error: WebFault.scopeMissing(missing), web: web) }
        if !route.isStreamed { web.body = try await request.bytes(atMost: services.settings.bodyBytesMax) }
        if route.isPage, route.method != HTTPRequest.Method.get.rawValue { try checkForm(web, route) }
        // Who only looks is nobody's actor: connections need not be told.
        guard let actor = principal?.actor, route.method != HTTPRequest.Method.get.rawValue else { return try await handle(route, web) }
        return try await Database.acting(as: actor) { [web] in
            // A streamed body is the handler's, and with it what is done once.
            guard route.method == HTTPRequest.Method.post.rawValue, !route.isStreamed, let idempotency = try IdempotentRequest(web) else {
                return try await handle(route, web)
            }
            return try await idempotency.once(services.operations) { try await route.handle(web) }
        }
    }

    /// An error of a page, with who asked for it: he is told in the frame of all pages.
    private struct MetOnPage: Error {
        let error: any Error
        let web: WebRequest
    }

    private func handle(_ route: Route, _ web: WebRequest) async throws -> Response {
        guard route.isPage, web.principal != nil else { return try await route.handle(web) }
        do {
            var web = web
            // Before anything else is read: what happens meanwhile is caught up by the page.
            if route.method == HTTPRequest.Method.get.rawValue, !route.isStreamed { web.seq = try await services.operations.lastEvent() }
            return try await route.handle(web)
        } catch {
            throw MetOnPage(error: error, web: web)
        }
    }

    /// Grants a WebSocket to a connection that asks for one; nil: the answer to its request says why not.
    func grant(_ head: HTTPRequest, _ channel: any Channel) async -> EventWish? {
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        let context = WebContext(source: ApplicationRequestContextSource(channel: channel, logger: services.logger))
        guard let path = path(of: request), case .route(let route, let parameters) = table.find(.get, path), route.path == EventSocket.path,
            let query = try? QueryValues(request.uri.query ?? ""), let principal = try? await principal(of: request, context),
            case .scope(let scope) = route.access, principal.may(scope)
        else { return nil }
        return try? await EventSocket.wish(
            WebRequest(
                request: request, context: context, parameters: parameters, query: query, principal: principal, services: services))
    }

    /// The parts of the address behind the prefix, decoded; nil: it is none of this server's.
    private func path(of request: Request) -> [String]? {
        var path = Substring(request.head.path ?? "/").prefix { $0 != "?" && $0 != "#" }
        let prefix = services.settings.pathPrefix
        if !prefix.isEmpty {
            guard path.hasPrefix(prefix) else { return nil }
            path = path.dropFirst(prefix.count)
            guard path.isEmpty || path.hasPrefix("/") else { return nil }
        }
        var parts: [String] = []
        for part in path.split(separator: "/") {
            // Most have nothing to decode, and it takes longer than the rest of finding the route.
            guard part.utf8.contains(UInt8(ascii: "%")) || part.utf8.contains(0) else {
                parts.append(String(part))
                continue
            }
            guard let text = String(part).removingPercentEncoding, !text.unicodeScalars.contains("\0") else { return nil }
            parts.append(text)
        }
        return parts
    }

    private func principal(of request: Request, _ context: WebContext) async throws -> APIPrincipal {
        switch try await services.authenticate(request.token, context.address) {
        case .granted(let principal): return principal
        case .limited(_, let retryAfter): throw WebFault.limited(retryAfter: retryAfter)
        case .refused(let retryAfter): throw WebFault.unauthenticated(retryAfter: retryAfter)
        }
    }

    private func session(_ browser: BrowserSession?) async throws -> APIPrincipal {
        guard let browser, let principal = try await services.operations.session(browser.token) else { throw WebFault.loggedOut }
        return principal
    }

    /// What changes something comes from a page that this server gave to this session.
    private func checkForm(_ web: WebRequest, _ route: Route) throws {
        var shown = web.request.headers[.formToken]
        if shown == nil, !route.isStreamed, web.request.mediaType == "application/x-www-form-urlencoded" {
            shown = try web.form().text("form_token")
        }
        guard !web.request.isFromElsewhere else { throw WebFault.originRefused }
        guard web.browser?.matches(shown) == true else { throw WebFault.formStale }
    }

    // MARK: - Errors

    /// - Parameter web: The request as it was let in; nil: it was not, or is none of a page.
    private func problem(_ error: any Error, _ request: Request, _ context: WebContext, _ supportID: String, _ web: WebRequest?) -> Response
    {
        let fault = (error as? any Fault) ?? InternalFault()
        let path = String((request.head.path ?? "/").prefix { $0 != "?" })
        let problem = Problem(fault, path: path, supportID: supportID)
        if problem.status >= 500 {
            services.logger.error(
                "request failed",
                metadata: [
                    "support_id": "\(supportID)", "method": "\(request.method.rawValue)", "path": "\(path)",
                    "code": "\(fault.code.rawValue)",
                    "reason": "\(error)",
                ])
        }
        var response = page(of: problem, fault, request, context, web) ?? problem.response()
        if let fault = fault as? WebFault {
            if let wait = fault.retryAfter { response.headers[.retryAfter] = "\(max(1, Int(wait.inSeconds.rounded(.up))))" }
            switch fault {
            case .unauthenticated(nil): response.headers[.wwwAuthenticate] = "Bearer realm=\"refinery\""
            case .methodNotAllowed(_, let methods): response.headers[.allow] = methods.joined(separator: ", ")
            case .upgradeRequired:
                response.headers[.upgrade] = "websocket"
                response.headers[.secWebSocketVersion] = "13"
            case .bodyTooLarge: end(context, &response)
            default: break
            }
        }
        if problem.status == 503 && response.headers[.retryAfter] == nil { response.headers[.retryAfter] = "1" }
        return response
    }

    /// Ends the connection soon: the rest of a body that nobody wants would be read to its end. A connection that others share stays.
    private func end(_ context: WebContext, _ response: inout Response) {
        guard !context.isMultiplexed else { return }
        response.headers[.connection] = "close"
        let channel = context.channel
        channel.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
    }

    /// The same for people: a page, where a browser asked for one; the login, where nobody is logged in.
    private func page(of problem: Problem, _ fault: any Fault, _ request: Request, _ context: WebContext, _ web: WebRequest?) -> Response? {
        guard EventRoutes.accepts(request.headers[.accept] ?? "", "text/html"), request.headers[.accept]?.contains("text/html") == true,
            let path = path(of: request), path.first != "api"
        else { return nil }
        if fault as? WebFault == .loggedOut, request.method == .get || request.method == .head {
            let target = (request.head.path ?? "/").dropFirst(services.settings.pathPrefix.count)
            let to = target.isEmpty || target == "/" ? "" : "?to=\(String(target).inQuery)"
            return Response(status: .seeOther, headers: [.location: "\(services.settings.pathPrefix)/login\(to)"])
        }
        guard let query = try? QueryValues("") else { return nil }
        let web = web ?? WebRequest(request: request, context: context, parameters: [:], query: query, principal: nil, services: services)
        guard var view = try? web.frame(title: problem.title, at: nil) else { return nil }
        view.merge(
            [
                "status_code": "\(problem.status)", "summary": problem.message, "remedy": problem.details.remedy ?? false as Any,
                "code": problem.error, "support_id": problem.supportId,
                "back": request.method == .post && web.principal != nil ? origin(of: path) ?? false as Any : false as Any,
            ]) { _, new in new }
        guard let text = try? PageLibrary.render("error", view) else { return nil }
        return .page(text: text, status: .init(integerLiteral: problem.status))
    }

    /// The page that has the form which is sent to an address: that of the address itself, or the nearest above it.
    private func origin(of path: [String]) -> String? {
        var path = path
        while !path.isEmpty {
            if case .route(let route, _) = table.find(.get, path), route.isPage { return "/" + path.joined(separator: "/") }
            path.removeLast()
        }
        return nil
    }

    /// In words of ours where the library finds something wrong itself.
    private static func told(_ error: any Error) -> any Error {
        guard !(error is any Fault), let error = error as? any HTTPResponseError else { return error }
        return switch error.status.code {
        case 413: WebFault.bodyTooLarge(limit: 0)
        case 400..<500: WebFault.bodyUnreadable("it is malformed")
        default: InternalFault()
        }
    }
}

/// An error that nobody has words for.
struct InternalFault: Fault {
    var code: FaultCode { .internalError }
    var summary: String { "Something went wrong inside." }
    var remedy: String? { nil }
}

extension HTTPField.Name {
    static let requestID = HTTPField.Name("X-Request-Id")!
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let idempotencyReplayed = HTTPField.Name("Idempotency-Replayed")!
}
