internal import ArgumentParser
internal import Foundation
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages
internal import RefineryStore

/// What personas and companies have in common on the command line: their parts, and how they are corrected.
enum GroupText {
    /// What reaches it, its records, and the links that hold these together.
    static func show(_ group: GroupDocument<some ExportLine>, of kind: LinkKind) {
        for phone in group.phones {
            let hint = phone.doNotCall == "yes" ? ", a provider says: do not call" : ""
            Console.out("  phone   \(phone.e164.padded(to: 16)) \(phone.type), \(origin(phone.sources, phone.answerID))\(hint)")
        }
        for email in group.emails {
            Console.out("  e-mail  \(email.email.visible)  \(email.type), \(origin(email.sources, email.answerID))")
        }
        for profile in group.socialProfiles { Console.out("  \(profile.network.visible)  \(profile.url.visible)") }
        Console.out("  records")
        for record in group.records {
            let values = [record.name, record.title, record.businessName, record.email, record.phone, record.city, record.state]
            Console.out(
                "    \(record.recordID)  \((record.fileName ?? "").visible), row \(record.row): \(values.compactMap(\.self).joined(separator: " · ").visible)"
            )
            Console.out("      \(reason(record.rule, record.score))")
        }
        let links = group.links.filter { $0.state != LinkState.accepted.rawValue }
        if !links.isEmpty { Console.out("  decided, or to decide") }
        for link in links {
            let person = link.decidedBy.map { " by \($0), \((link.decidedAt ?? "").prefix(19))" } ?? ""
            Console.out("    \(link.state)\(person)  \(kind.rawValue):\(link.recordID):\(link.otherID)  \(reason(link.rule, link.score))")
        }
    }

    /// Why a record is where it is.
    static func reason(_ rule: String?, _ score: Double?) -> String {
        switch rule {
        case nil: "–"
        case "first": "the first record"
        case "merge": "a person said so"
        case "split": "a person put them apart"
        case let rule?: "the same \(rule.replacing("+", with: ", "))" + (score.map { ", \(percent($0))" } ?? "")
        }
    }

    static func percent(_ score: Double) -> String { "\(Int((score * 100).rounded(.down))) %" }

    private static func origin(_ sources: Int, _ answer: Int64?) -> String {
        answer.map { "answer \($0)" + (sources > 1 ? " and \(NumberFormat.counted(Int64(sources - 1), "other source"))" : "") }
            ?? NumberFormat.counted(Int64(sources), "record")
    }

    /// What was done, and how to undo it.
    static func tell(_ correction: Correction, json: Bool) throws {
        if json { return Console.out(try JSON.document(CorrectionDocument(correction))) }
        let (kind, plural) = (correction.kind.rawValue, correction.kind.plural)
        for group in correction.groups {
            let records = group.records
            Console.out("\(kind) \(group.id.uuidString.lowercased())  \(NumberFormat.counted(Int64(records), "record"))")
        }
        let effect =
            correction.groups.count == 1 ? "One \(kind) now." : "\(NumberFormat.grouped(Int64(correction.groups.count))) \(plural) now."
        Console.message("It holds for good. \(effect)\(undo(correction, plural))")
    }

    private static func undo(_ correction: Correction, _ plural: String) -> String {
        let pairs = correction.links.prefix(3).map { LinkName(correction.kind, $0.record, $0.other).description }
        if !pairs.isEmpty {
            return " Undo it: refinery candidates \(correction.state == .confirmed ? "refuse" : "confirm") \(pairs.joined(separator: " "))"
        }
        guard correction.groups.count > 1 else { return "" }
        return
            " Undo it: refinery \(plural) merge \(correction.groups.prefix(3).map { String($0.id.uuidString.lowercased().prefix(13)) }.joined(separator: " "))"
    }
}

/// States as people name them.
enum StateOption {
    /// - Throws: `ValidationError` for what is no state.
    static func codes(of texts: [String]) throws -> [String] {
        try texts.map { text in
            try StateNormalizer.code(of: text)
                ?? ExportCommand.word(text.uppercased(), among: StateNormalizer.codes, "--state", "a state, territory or province")
        }
    }
}
