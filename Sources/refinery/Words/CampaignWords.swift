internal import Foundation
internal import RefineryModel
internal import RefineryOperations

extension DestinationRefusal: CommandLineWords {
    var commandLineRemedy: String? {
        switch self {
        case .unknown: "`refinery destinations` lists them; `refinery destinations add` adds one."
        case .exists: "Change it with --replace."
        case .badName: nil
        }
    }
}

extension BlockFault: CommandLineWords {
    var commandLineRemedy: String? {
        switch self {
        case .unknown: "`refinery blocks list --all` lists them."
        case .notOpen(let id, "expired"): "Scrub it first: refinery blocks scrub \(id.uuidString.lowercased().prefix(8))"
        default: nil
        }
    }
}
