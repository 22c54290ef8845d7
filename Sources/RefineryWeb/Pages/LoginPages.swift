internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

/// Logging in with a key, and out.
enum LoginPages {
    static let all: [Route] = [
        .page(.get, "/login", .open) { web in try await form(web, nil) },
        .page(.post, "/login", .open) { web in try await logIn(web) },
        .page(.post, "/logout", .session(nil)) { web in
            if let browser = web.browser { try await web.operations.endSession(browser.token) }
            var response = web.redirect("/login")
            response.setCookie(web.cookie(BrowserSession.cookie, "", lifetime: .zero))
            return response
        },
    ]

    private static func form(_ web: WebRequest, _ fault: WebFault?) async throws -> Response {
        var web = web
        let isNew = web.browser == nil
        if isNew { web.browser = .visit() }
        var response = try await web.page(
            "login", title: "Log in", at: nil, status: fault.map { .init(integerLiteral: $0.status) } ?? .ok,
            [
                "to": target(web.query.text("to")), "problem": fault?.summary ?? false as Any,
                "problem_remedy": fault?.remedy ?? false as Any,
            ])
        if isNew, let browser = web.browser {
            response.setCookie(web.cookie(BrowserSession.visitCookie, browser.token, lifetime: Operations.sessionLifetime))
        }
        if let wait = fault?.retryAfter { response.headers[.retryAfter] = "\(max(1, wait.components.seconds))" }
        return response
    }

    private static func logIn(_ web: WebRequest) async throws -> Response {
        let form = try web.form()
        switch try await web.operations.beginSession(form.text("key")?.filter { !$0.isWhitespace } ?? "", from: web.context.address) {
        case .granted(let principal, let token):
            let act = RecordAct(operation: "logged_in", message: "Somebody logged in at the dashboard with this key.")
            try await Database.acting(as: principal.actor) { try await web.operations.record(act) }
            // Who may not look at anything goes where he may go.
            let to = principal.may(.read) ? target(form.text("to")) : principal.may(.submit) ? "/submit" : "/login"
            var response = web.redirect(to)
            response.setCookie(web.cookie(BrowserSession.cookie, token, lifetime: Operations.sessionLifetime))
            return response
        case .refused(let retryAfter):
            return try await Self.form(web, .loginRefused(retryAfter: retryAfter))
        }
    }

    /// An address of this server, whatever was asked for.
    private static func target(_ text: String?) -> String {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return "/" }
        return text
    }
}
