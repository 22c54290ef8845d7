package import RefineryModel
package import RefineryStages

/// Why a list cannot be changed.
package enum SuppressionFault: Fault, Equatable {
    /// No line of the file names a contact to suppress.
    case nothingRead(file: String, first: RejectedLine?)
    /// So many lines are no numbers that it is another file; nothing was changed.
    case otherFile(file: String, lines: Int)
    /// A domain at which everybody may have an address or a page.
    case sharedDomain
    case unknownList(String)
    case dateUnreadable(String)
    case areaInvalid(String)
    case columnUnknown(String)

    package var code: FaultCode {
        switch self {
        case .nothingRead, .otherFile: .suppressionFileInvalid
        case .sharedDomain, .unknownList, .dateUnreadable, .areaInvalid, .columnUnknown: .valueInvalid
        }
    }

    package var summary: String {
        switch self {
        case .nothingRead(let file, let first):
            "\(file) has nothing in it that can be suppressed" + (first.map { "; line \($0.line): \($0.reason)." } ?? ".")
        case .otherFile(let file, let lines): "\(lines) lines of \(file) are no numbers; nothing was changed."
        case .sharedDomain: "Everybody may have an address or a page at this domain."
        case .unknownList(let name): "There is no list “\(name)”."
        case .dateUnreadable(let text): "“\(text)” is no date."
        case .areaInvalid(let text): "“\(text)” is no area code."
        case .columnUnknown(let text): "“\(text)” is no field of a change list."
        }
    }

    package var remedy: String? {
        switch self {
        case .nothingRead, .otherFile: "A registry has a number a line, as 212,5550101, or is XML; unpack it first where it is zipped."
        case .sharedDomain: "Give the e-mail address, the number or the company of who is meant."
        case .unknownList: "Lists are opt_out, litigator, customer, competitor, national, and state-TX and so on."
        case .dateUnreadable: "Write it as 2026-11-21."
        case .areaInvalid: "Area codes have three digits, as 212."
        case .columnUnknown: "Fields are area, number, action and ignore."
        }
    }
}
