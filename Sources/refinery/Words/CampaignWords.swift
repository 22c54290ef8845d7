internal import Foundation
internal import RefineryModel
internal import RefineryOperations

extension BlockFault: CommandLineWords {
    var commandLineRemedy: String? {
        switch self {
        case .unknown: "`refinery blocks list --all` lists them."
        case .notOpen(let id, "expired"): "Scrub it first: refinery blocks scrub \(id.uuidString.lowercased().prefix(8))"
        default: nil
        }
    }
}
