internal import HTTPClient
internal import RefineryModel

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Decides what an answer of the API means.
struct LookupReader {
    let version: LookupVersion

    func outcome(_ response: HTTPResponse) -> LookupOutcome {
        let concurrent = response.headers["Twilio-Concurrent-Requests"].flatMap { Int($0) }
        guard response.status == 200 else { return failure(response, concurrent) }
        guard let (read, codes) = read(response.body) else { return .retry(.unreadableAnswer, mayHaveBeenBilled: true) }
        var answer = read
        answer.concurrentRequests = concurrent
        let outcomes = codes.map { ($0, ErrorCodeMeaning($0)) }
        // Codes about the account are checked before codes about the number.
        for case (_, .stop(let reason)) in outcomes { return .stopped(reason) }
        for case (let code, .throttle(let cause)) in outcomes { return throttled(cause, response, code, concurrent) }
        guard answer.valid else { return .answered(answer) }
        for case (let code, .retry) in outcomes { return .retry(.providerError(code: code), mayHaveBeenBilled: true) }
        return answer.packageErrorCode.map { .unknown(answer, code: $0) } ?? .answered(answer)
    }

    /// The answer and all error codes of its packages; `nil` when it is none.
    func read(_ body: [UInt8]) -> (LookupAnswer, codes: [Int])? {
        let decoder = JSONDecoder()
        let data = Data(body)
        switch version {
        case .v2:
            guard let read = try? decoder.decode(AnswerBody.self, from: data) else { return nil }
            var answer = LookupAnswer(
                valid: read.valid, country: read.country, nationalFormat: read.nationalFormat,
                validationErrors: read.validationErrors, raw: body)
            answer.take(read.lineType, orCode: read.otherCodes.first)
            return (answer, [read.lineType?.code].compactMap(\.self) + read.otherCodes)
        case .v1:
            guard let read = try? decoder.decode(LegacyAnswerBody.self, from: data) else { return nil }
            var answer = LookupAnswer(valid: true, country: read.country, nationalFormat: read.nationalFormat, raw: body)
            answer.take(read.carrier, orCode: read.callerNameCode)
            return (answer, [read.carrier?.code, read.callerNameCode].compactMap(\.self))
        }
    }

    private func throttled(
        _ cause: LookupThrottling.Cause, _ response: HTTPResponse, _ code: Int?, _ concurrent: Int?
    ) -> LookupOutcome {
        .throttled(LookupThrottling(cause, retryAfter: response.retryAfter, concurrentRequests: concurrent, code: code ?? 20429))
    }

    private func failure(_ response: HTTPResponse, _ concurrent: Int?) -> LookupOutcome {
        let status = response.status
        let code = (try? JSONDecoder().decode(ErrorBody.self, from: Data(response.body)))?.code
        switch code.flatMap(ErrorCodeMeaning.init) {
        case .throttle(let cause): return throttled(cause, response, code, concurrent)
        case _ where status == 429: return throttled(.tooManyInFlight, response, code, concurrent)
        case .stop(.credentialsRefused): return .stopped(.credentialsRefused(status: status, code: code))
        case .stop(.requestRefused): return .stopped(.requestRefused(status: status, code: code))
        case .stop(let reason): return .stopped(reason)
        case .unknownNumber where (400..<500).contains(status):
            let answer = LookupAnswer(valid: false, packageErrorCode: code, raw: response.body, concurrentRequests: concurrent)
            return .unknown(answer, code: code ?? 0)
        case .retry, .unknownNumber, nil: break
        }
        switch status {
        case 401, 403: return .stopped(.credentialsRefused(status: status, code: code))
        case 404 where version == .v1 && code == 20404:
            return .answered(LookupAnswer(valid: false, raw: response.body, concurrentRequests: concurrent))
        case 300..<400, 404, 405, 410: return .stopped(.wrongAddress(status: status))
        // The server did not wait for the whole request, or says that it is too early: neither is about the request itself.
        case 408, 425: break
        case 400..<500: return .stopped(.requestRefused(status: status, code: code))
        case 200..<300: return .retry(.unreadableAnswer, mayHaveBeenBilled: true)
        default: break
        }
        return .retry(.serverError(status: status, code: code, retryAfter: response.retryAfter), mayHaveBeenBilled: status >= 500)
    }
}

extension LookupAnswer {
    /// Takes over the package about the line; without one, `code` says why there is none.
    fileprivate mutating func take(_ body: LineTypeBody?, orCode code: Int?) {
        lineType = body?.type.map(LineType.init)
        carrierName = body?.carrierName
        mobileCountryCode = body?.mobileCountryCode
        mobileNetworkCode = body?.mobileNetworkCode
        packageErrorCode = body == nil ? code : body?.code
    }
}
