internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

extension StoreError: CommandLineWords {
    var commandLineRemedy: String? {
        switch self {
        case .notRead(let id): "`refinery status \(id)` shows how far it is, and what went wrong."
        case .noSuchImport(let text): text.isEmpty ? "Next: refinery run FILE" : "`refinery imports` lists them."
        case .ambiguousImport: "Type more of its id; `refinery imports` lists them."
        case .schemaMissing: "Run `refinery migrate`."
        default: nil
        }
    }
}

extension SubmissionError: CommandLineWords {
    var commandLineRemedy: String? {
        switch self {
        case .known(_, let earlier):
            "`refinery status\(earlier.first.map { " \($0.id.short)" } ?? "")` shows that import; --again submits the file once more."
        }
    }
}

extension SubmitUnknownError: CommandLineWords {
    var commandLineRemedy: String? {
        "`refinery status \(id)` shows the import if it is there; else submit the file again. Bytes that were submitted are never taken twice without --again."
    }
}

extension SourceFileError: CommandLineWords {
    var commandLineRemedy: String? {
        switch self {
        case .silentPipe: "Start what writes to it first, or hand its output over: … | refinery submit -"
        default: nil
        }
    }
}

extension NoDeadBatch: CommandLineWords {
    var commandLineRemedy: String? { "`refinery dead \(importID.short)` lists them." }
}

extension UndoRefusal: CommandLineWords {
    var commandLineRemedy: String? { "End it first: refinery cancel \(importID.short)" }
}

extension UnreadableSourceError: CommandLineWords {
    var commandLineRemedy: String? {
        "Make it readable here (SOURCE_STORAGE as the fleet has it) and undo again; with --accept-loss such rows are named, and lost."
    }
}

extension PersonError: CommandLineWords {
    var commandLineSummary: String? {
        switch self {
        case .nobody: nil
        case .noPhoneNumber: "What was given with --phone is no valid phone number."
        case .noEmailAddress: "What was given with --email is no e-mail address."
        }
    }

    var commandLineRemedy: String? {
        switch self {
        case .nobody: "Name the person: refinery erase --phone +14155552671, or --email person@example.com, or both."
        case .noPhoneNumber, .noEmailAddress: nil
        }
    }
}

extension EraserError: CommandLineWords {
    var commandLineRemedy: String? {
        switch self {
        case .underWay(let id): "Wait for its end (refinery watch \(id)), or cancel it (refinery cancel \(id)); then erase again."
        }
    }
}
