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

extension WebhookFault: CommandLineWords {
    var commandLineRemedy: String? {
        switch self {
        case .unknown: "`refinery webhooks` lists them; `refinery webhooks add` adds one."
        case .unknownDelivery: "`refinery webhooks deliveries` lists them."
        case .badAddress: "With --allow-private it may be an address of your own network, and http."
        case .exists: "Change it with --replace."
        case .disabled: "Enable it: refinery webhooks add ADDRESS --replace"
        case .ambiguous, .badEvent, .badSecret: nil
        }
    }
}
