/// A phone number parser that cannot be made.
package enum PhoneNumberError: Error, Equatable, CustomStringConvertible {
    /// No numbering plan is known for the region.
    case unknownRegion(String)

    package var summary: String {
        switch self {
        case .unknownRegion(let region): "No region has the code “\(region)”."
        }
    }

    package var remedy: String? {
        "Give the two letters of an ISO 3166-1 country, such as US, CA or GB."
    }

    package var description: String { [summary, remedy].compactMap(\.self).joined(separator: " ") }
}
