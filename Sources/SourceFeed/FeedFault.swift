package import RefineryModel

/// Why a list cannot be downloaded.
package enum FeedFault: Fault, Equatable {
    /// Nobody said where from.
    case notConfigured
    /// The server knows neither this key nor this right.
    case refused(target: String, status: Int)
    /// No answer that counts, however often it was asked.
    case unavailable(target: String, page: Int, reason: String)
    /// Another answer than a page.
    case unexpected(target: String, page: Int, reason: String)
    /// The pages are not of one list.
    case otherColumns(page: Int)
    /// A link to another server, or to a page that was there already.
    case astray(page: Int)

    package var code: FaultCode {
        switch self {
        case .notConfigured: .settingInvalid
        case .refused: .accountRefused
        case .unavailable: .sourceUnavailable
        case .unexpected, .otherColumns, .astray: .csvUnreadable
        }
    }

    package var summary: String {
        switch self {
        case .notConfigured: "Nothing says where to download from."
        case .refused(let target, let status): "\(target) refuses the key (HTTP \(status))."
        case .unavailable(let target, let page, let reason): "Page \(page) of \(target) cannot be had: \(reason)"
        case .unexpected(let target, let page, let reason): "Page \(page) of \(target) is no page of a list: \(reason)"
        case .otherColumns(let page): "Page \(page) has other columns than the first one."
        case .astray(let page): "The link behind page \(page) leads to another server, or back."
        }
    }

    package var remedy: String? {
        switch self {
        case .notConfigured: "Set SOURCE_API_URL, or usbizdata.source.api_endpoint in the configuration file."
        case .refused: "Check SOURCE_API_KEY, SOURCE_API_AUTH and SOURCE_API_HEADER."
        case .unavailable: "Nothing was kept. Try again later."
        case .unexpected: "Check SOURCE_API_URL: it has to answer with CSV, and with Link: <…>; rel=\"next\" while there is more."
        case .otherColumns, .astray: "Nothing was kept. Ask the vendor: the list changed meanwhile, or its pages are wrong."
        }
    }
}
