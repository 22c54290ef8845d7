/// An error that a user can see: what happened, and what to do next.
///
/// Conforming types are closed: one case a situation, and never the contents of a record in it.
package protocol Fault: Error, Sendable {
    /// What went wrong, for programs.
    var code: FaultCode { get }
    /// What happened and where: one sentence for people.
    var summary: String { get }
    /// What to do next; `nil` when nothing can be advised.
    var remedy: String? { get }
    /// What a program needs of the circumstances, by key; empty by default. Never the contents of a record.
    var details: [String: String] { get }
}

extension Fault {
    /// The class of the failure; it alone decides the exit code and the HTTP status.
    package var kind: FaultKind { code.kind }
    package var details: [String: String] { [:] }
}

/// The classes of failure, each with one exit code of `sysexits.h` and one HTTP status.
package enum FaultKind: String, CaseIterable, Sendable {
    /// The command or the request was used wrongly.
    case usage
    /// The input data is wrong.
    case data
    /// The input does not exist or cannot be read.
    case noInput
    /// A service that is needed cannot be reached.
    case unavailable
    /// A defect of this program.
    case bug
    /// An output cannot be created.
    case cannotCreate
    /// A temporary state: the same call may succeed later.
    case tryAgain
    /// A right is missing: the database refuses the user or what he asked for.
    case noPermission
    /// The configuration is wrong or incomplete.
    case configuration

    /// The process exit code, as `sysexits.h` defines it.
    package var exitCode: Int32 {
        switch self {
        case .usage: 64
        case .data: 65
        case .noInput: 66
        case .unavailable: 69
        case .bug: 70
        case .cannotCreate: 73
        case .tryAgain: 75
        case .noPermission: 77
        case .configuration: 78
        }
    }

    /// The status of an HTTP answer that reports this failure.
    package var httpStatus: Int {
        switch self {
        case .usage: 400
        case .data: 422
        case .noInput: 404
        case .unavailable: 503
        case .bug: 500
        case .cannotCreate: 507
        case .tryAgain: 409
        case .noPermission: 403
        case .configuration: 500
        }
    }
}
