internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import RefineryModel
internal import RefineryOperations

extension Response {
    /// What pages may load: nothing but what this server has, no script and no style that stands in the page itself.
    static let pagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'"

    static func page(text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8", .contentSecurityPolicy: pagePolicy],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}

/// A place that the navigation leads to.
enum PagePlace: String, CaseIterable {
    case overview, submit, uploads, runs, workers, budgets, dead, personas, suppressions, blocks, webhooks, audit

    var path: String { self == .overview ? "/" : "/\(rawValue)" }

    var label: String {
        switch self {
        case .overview: "Overview"
        case .submit: "Submit a file"
        case .uploads: "Uploads"
        case .runs: "Runs"
        case .workers: "Workers"
        case .budgets: "Lookup budgets"
        case .dead: "Dead letters"
        case .personas: "Personas"
        case .suppressions: "Suppression lists"
        case .blocks: "Campaign blocks"
        case .webhooks: "Alerts and webhooks"
        case .audit: "Audit log"
        }
    }

    /// What a key needs to see it.
    var scope: APIScope { self == .submit ? .submit : .read }
}

extension WebRequest {
    /// What stands before every address of this server.
    var root: String { services.settings.pathPrefix }

    /// A page in the frame of all pages.
    /// - Parameters:
    ///   - place: Where the navigation says that it is; nil: nowhere.
    ///   - live: The run whose events make the page reload; `*`: those of all; nil: none.
    func page(
        _ template: String, title: String, at place: PagePlace?, live: String? = nil, status: HTTPResponse.Status = .ok, _ view: View
    ) async throws -> Response {
        var whole = try frame(title: title, at: place)
        if let live {
            whole["live"] = live
            // A page that answers a form is asked for again by the next event.
            whole["seq"] = "\(seq ?? 0)"
        }
        whole.merge(view) { _, new in new }
        return .page(text: try PageLibrary.render(template, whole), status: status)
    }

    /// What every page shows around itself.
    func frame(title: String, at place: PagePlace?) throws -> View {
        let asset = { (name: String) in "\(root)/assets/\(name)?v=\(PageLibrary.assets[name]?.version ?? "")" }
        let places = PagePlace.allCases.filter { principal?.may($0.scope) ?? false }
        return [
            "title": title, "root": root, "css": asset("dashboard.css"), "js": asset("dashboard.js"), "icon": asset("favicon.svg"),
            "form_token": browser?.formToken ?? "", "live": false, "seq": "0",
            "user": principal.map { ["name": $0.name, "id": $0.keyID] as View } ?? false,
            "may_operate": principal?.may(.operate) ?? false, "may_submit": principal?.may(.submit) ?? false,
            "may_reveal": principal?.may(.reveal) ?? false, "may_administer": principal?.may(.admin) ?? false,
            "places": places.map { ["path": root + $0.path, "label": $0.label, "current": $0 == place] as View },
            "told": told ?? false,
        ]
    }

    /// What an action that led here did, in words of ours.
    private var told: String? {
        guard let done = query.text("done"), let deed = Deed(rawValue: done) else { return nil }
        return deed.sentence((try? query.integer("count", 0...Int64.max)) ?? nil)
    }

    /// Leads to another page after an action.
    func redirect(_ path: String, _ deed: Deed? = nil, count: Int64? = nil) -> Response {
        var target = root + path
        if let deed {
            target += (path.contains("?") ? "&" : "?") + "done=\(deed.rawValue)" + (count.map { "&count=\($0)" } ?? "")
        }
        return Response(status: .seeOther, headers: [.location: target])
    }
}

/// What was done, as the page after it says.
enum Deed: String {
    case paused, resumed, cancelled, retried, discarded, prioritized, generated, pushed, scrubbed, opted, submitted, remembered, changed,
        tested, removed, replayed

    func sentence(_ count: Int64?) -> String {
        let many = { (noun: String) in NumberFormat.counted(count ?? 0, noun) }
        return switch self {
        case .paused: "Paused. Batches under way finish; nothing new is claimed."
        case .resumed: "It goes on."
        case .cancelled: "Cancelled. What was stored stays."
        case .retried: "\(many("dead batch")) \(count == 1 ? "runs" : "run") again."
        case .discarded: "\(many("row")) given up: \(count == 1 ? "a reject" : "rejects") now."
        case .prioritized: "Its place in the queue is changed."
        case .generated: "\(many("contact")) in new blocks."
        case .pushed:
            count == 0
                ? "Nothing new to send: all contacts were sent before, or are on their way." : "\(many("contact")) handed to the fleet."
        case .scrubbed: "Held against all lists again."
        case .opted: "Nobody calls them from now on."
        case .submitted: "Submitted."
        case .remembered: "The mapping is remembered for files with the same headers."
        case .tested: "A test is on its way."
        case .removed: "Nobody tells it any more."
        case .replayed: "\(many("message")) sent again."
        case .changed: "\(many("run")) changed."
        }
    }
}
