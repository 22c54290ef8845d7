internal import RefineryModel

/// What follows from one of Twilio's error codes, wherever it stands: in the error body or in a package of an answer.
enum ErrorCodeMeaning {
    /// Nothing is known about this number, now and later.
    case unknownNumber
    case retry
    case throttle(LookupThrottling.Cause)
    case stop(StopReason)

    /// `nil` for a code that says nothing more than the status it comes with.
    init?(_ code: Int) {
        switch code {
        case 60600, 60601, 60607, 60610, 60612: self = .unknownNumber
        case 60608: self = .retry
        case 20429: self = .throttle(.tooManyInFlight)
        // 60626: the same number twice in a short time.
        case 60616, 60626: self = .throttle(.tooFast)
        case 20003: self = .stop(.credentialsRefused(status: 401, code: code))
        case 60606: self = .stop(.packageNotEnabled(code: code))
        case 60614, 60619: self = .stop(.wrongRegion(code: code))
        case 60611: self = .stop(.requestRefused(status: 200, code: code))
        default: return nil
        }
    }
}
