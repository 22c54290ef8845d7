internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

/// Persons, and who may not be called.
enum PersonaPages {
    static let all: [Route] = [
        .page(.get, "/personas", .session(.read)) { web in try await personas(web) },
        .page(.get, "/personas/{id}", .session(.read)) { web in try await persona(web) },
        .page(.get, "/suppressions", .session(.read)) { web in try await suppressions(web) },
        .page(.post, "/suppressions", .session(.operate)) { web in
            let form = try web.form()
            guard let value = form.text("value") else {
                throw WebFault.invalid(field: "value", value: "", problem: "a number or an e-mail address")
            }
            _ = try await web.operations.suppress(
                value, kind: value.contains("@") ? "email" : "number", on: "opt_out", source: web.principal?.name)
            return web.redirect("/suppressions", .opted)
        },
    ]

    private static func personas(_ web: WebRequest) async throws -> Response {
        let limit = 50
        var filter = PersonaFilter()
        let state = web.query.text("state")?.uppercased()
        filter.states = state.map { [$0] }
        filter.decide = try web.query.flag("decide") ?? false
        let search = try web.personalSearch()
        if let search { filter.search = .init(search) }
        let personas = try await web.operations.personas(filter, after: try web.query.identifier("after"), limit: limit)
        let objects = try await web.shown(personas.map { try JSON.text($0) }, "personas_revealed", of: nil)
        let asked: [(name: String, value: String?)] = [("state", state), ("search", search), ("decide", filter.decide ? "true" : nil)]
        let kept = asked.compactMap { name, value in
            value.map { "\(name)=\($0.inQuery)" }
        }
        let next = personas.count == limit ? personas.last.map { (["after=\($0.id)"] + kept).joined(separator: "&") } : nil
        return try await web.page(
            "personas", title: "Personas", at: .personas,
            [
                "people": objects.compactMap { JSONValue(Array($0.utf8)) }.map { person in
                    let names = [person["first_name"], person["last_name"]].compactMap(\.text).filter { !$0.isEmpty }
                    // Hidden names are one sign, not two.
                    let name = Set(names).count == 1 ? names.first : names.isEmpty ? nil : names.joined(separator: " ")
                    return [
                        "persona_id": person["id"].text ?? "", "name": name ?? "Whoever answers",
                        "company": ImportListPages.text(person["company"]),
                        "job": ImportListPages.text(person["title"]), "phone": ImportListPages.text(person["phone"]),
                        "phone_type": person["phone_type"].text ?? "", "email": ImportListPages.text(person["email"]),
                        "place": [person["city"], person["state"]].compactMap(\.text).joined(separator: ", "),
                        "decides": person["likely_decision_maker"] == .bool(true),
                        "persona_records": ImportListPages.text(person["records"]),
                        "blocked": person["do_not_call"].text == "yes",
                    ] as View
                },
                "has_people": !personas.isEmpty, "is_filtered": !kept.isEmpty, "next": next ?? false as Any, "search": search ?? "",
                "state_filter": state ?? "",
                "decide": filter.decide, "masked": !web.mayReveal,
            ])
    }

    private static func persona(_ web: WebRequest) async throws -> Response {
        let id = try await web.operations.personaID(web.parameters["id"] ?? "")
        let text = try await web.shown([try JSON.text(try await web.operations.persona(id))], "persona_revealed", of: nil)[0]
        let document = JSONValue(Array(text.utf8)) ?? .null
        guard case .object(let members) = document else { throw InternalFault() }
        var facts: [View] = []
        var lists: [View] = []
        for member in members {
            if case .array(let elements) = member.value, case .object? = elements.first {
                // What one of them has not, another may have.
                var columns: [String] = []
                for case .object(let own) in elements { columns += own.map(\.key).filter { !columns.contains($0) } }
                lists.append([
                    "list": member.key.replacing("_", with: " "),
                    "columns": columns.map { ["column": $0.replacing("_", with: " ")] as View },
                    "lines": elements.map { element in
                        ["cells": columns.map { ["cell": cell($0, element[$0])] as View }] as View
                    },
                ])
            } else if member.value != .null, member.value != .array([]) {
                facts.append(["name": member.key.replacing("_", with: " "), "value": ImportListPages.text(member.value)])
            }
        }
        // What is hidden names nobody, and the title of a page stays in the history of its browser.
        let name = [document["first_name"], document["last_name"]].compactMap(\.text).filter { !$0.isEmpty && $0 != Masking.sign }
        let title = "Persona \(id.uuidString.lowercased().prefix(8))"
        return try await web.page(
            "persona", title: title, at: .personas,
            [
                "heading": name.isEmpty ? title : name.joined(separator: " "), "facts": facts, "lists": lists, "masked": !web.mayReveal,
            ])
    }

    /// Instants without their fractions, which nobody reads.
    private static func cell(_ column: String, _ value: JSONValue) -> String {
        guard column.hasSuffix("_at"), let instant = value.text, instant != Masking.sign else { return ImportListPages.text(value) }
        return instant.prefix(16).replacing("T", with: " ") + " UTC"
    }

    private static func suppressions(_ web: WebRequest) async throws -> Response {
        let lists = try await web.operations.suppressionLists()
        return try await web.page(
            "suppressions", title: "Suppression lists", at: .suppressions,
            [
                "lists": lists.map { list in
                    let stale = list.staleAreas ?? 0
                    return [
                        "list": list.name, "entries": Shown.number(list.entries), "areas": list.areas.map { Shown.number($0) } ?? "–",
                        "fresh": stale > 0
                            ? ["word": "\(stale) too old", "tone": "bad"] as View : ["word": "current", "tone": "good"] as View,
                        "as_of": list.asOf ?? "–", "valid_until": list.validUntil ?? "–",
                    ] as View
                },
                "has_lists": !lists.isEmpty,
            ])
    }
}
