internal import ArgumentParser
internal import Foundation
internal import RefineryModel
internal import RefineryOperations

/// What people put together and take apart, in the words of its commands.
protocol CorrectionSubject {
    static var kind: LinkKind { get }
    /// What records are said to be: `person` of a persona.
    static var meant: String { get }
    static var mergeEffect: String { get }
}

enum PersonaCorrection: CorrectionSubject {
    static let kind = LinkKind.persona
    static let meant = "person"
    static let mergeEffect = "The oldest keeps its id. It holds for good, whatever linking finds later; how to undo it is said."
}

enum CompanyCorrection: CorrectionSubject {
    static let kind = LinkKind.company
    static let meant = "company"
    static let mergeEffect = "The oldest keeps its id, and their personas are its own. It holds for good; how to undo it is said."
}

extension LinkKind {
    /// As commands name several.
    var plural: String {
        switch self {
        case .persona: "personas"
        case .company: "companies"
        }
    }
}

/// `refinery personas merge`, `refinery companies merge`.
struct MergeCommand<Subject: CorrectionSubject>: RuntimeCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "merge", abstract: "Say that \(Subject.kind.plural) are one \(Subject.meant).",
            discussion: """
                \(Subject.mergeEffect)

                Example:
                  refinery \(Subject.kind.plural) merge 5f0c3a1e 81e73e8f
                """)
    }

    @Argument(help: ArgumentHelp("Two ids or more, or the beginnings of them.", valueName: Subject.kind.rawValue))
    var ids: [String]

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func validate() throws {
        guard ids.count >= 2 else { throw ValidationError("Name two ids or more.") }
    }

    static var role: String { Subject.kind.plural }

    func run(_ runtime: Runtime) async throws {
        var groups: [UUID] = []
        for id in ids { groups.append(try await runtime.operations.groupID(Subject.kind, id)) }
        let correction = try await runtime.operations.merge(Subject.kind, groups, by: Environment.submitter)
        try GroupText.tell(correction, json: json)
    }
}

/// `refinery personas split`, `refinery companies split`.
struct SplitCommand<Subject: CorrectionSubject>: RuntimeCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "split", abstract: "Say that records of a \(Subject.kind.rawValue) are another \(Subject.meant).",
            discussion: """
                The records named become a \(Subject.kind.rawValue) of their own, and are never put together again with those that stay.

                Example:
                  refinery \(Subject.kind.plural) split 5f0c3a1e --records 8589934594
                """)
    }

    @Argument(help: ArgumentHelp("Its id, or the beginning of it.", valueName: Subject.kind.rawValue))
    var id: String

    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp("Ids of the records that are another \(Subject.meant).", valueName: "record"))
    var records: [Int64]

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    static var role: String { Subject.kind.plural }

    func run(_ runtime: Runtime) async throws {
        let group = try await runtime.operations.groupID(Subject.kind, id)
        let correction = try await runtime.operations.split(
            Subject.kind, group, records: records.map(RecordID.init(rawValue:)), by: Environment.submitter)
        try GroupText.tell(correction, json: json)
    }
}
