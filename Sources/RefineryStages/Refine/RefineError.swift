package import RefineryModel

/// Why a batch cannot be refined as a whole.
package enum RefineError: Fault, Equatable {
    /// The import names an encoding or delimiter that this program does not know.
    case unknownFormat(String)
    /// The bytes of the batch hold another number of rows than the splitter counted.
    case rowCountMismatch(expected: Int, found: Int)

    package var code: FaultCode {
        switch self {
        case .unknownFormat: .formatUnknown
        case .rowCountMismatch: .batchMismatch
        }
    }

    package var summary: String {
        switch self {
        case .unknownFormat(let name): "The import uses the format “\(name)”, which this program does not know."
        case .rowCountMismatch(let expected, let found): "The batch holds \(found) rows, but \(expected) were counted when it was split."
        }
    }

    package var remedy: String? {
        switch self {
        case .unknownFormat: "Start workers of the version that submitted the import."
        case .rowCountMismatch: "Check that the stored source was not changed; if it was not, please report this as a defect."
        }
    }
}
