internal import CLibCurl
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// One request on its way. All but ``isCancelled`` is touched by the thread only, once the request is submitted.
final class Transfer: @unchecked Sendable {
    typealias Outcome = Result<HTTPResponse, HTTPClientError>

    let request: HTTPRequest
    let target: URLTarget
    /// Set by any thread; a request not yet started when it is set never starts.
    let isCancelled = Atomic(false)
    var continuation: CheckedContinuation<Outcome, Never>?

    /// Set while the request is under way.
    private(set) var handle: EasyHandle?
    /// The longest the request may be under way.
    private var timeout = Duration.zero
    private var connectTimeout = Duration.zero
    private(set) var deadline = ContinuousClock.now
    /// What libcurl reads until the request ends.
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var requestBody: UnsafeMutableRawBufferPointer?

    private var head: [UInt8] = []
    private var body: [UInt8] = []
    private var maxBodyBytes = 0
    /// Whether a connection was there and the request was about to leave.
    private(set) var mayHaveBeenSent = false
    private var isTooLarge = false
    private var isRepeated = false
    /// Whether a connection was not made because of where it would have led.
    private var isAddressRefused = false

    init(_ request: HTTPRequest) {
        self.request = request
        target = URLTarget(request.url)
    }

    deinit {
        release()
    }

    /// Ends the wait of the caller.
    func finish(_ outcome: Outcome) {
        continuation?.resume(returning: outcome)
        continuation = nil
    }

    /// Frees what libcurl no longer reads.
    func release() {
        curl_slist_free_all(headerList)
        headerList = nil
        requestBody?.deallocate()
        requestBody = nil
        handle = nil
    }

    // MARK: Before

    /// Sets all options of the request but its timeout, which libcurl would forget while the request waits for a free connection.
    func prepare(_ handle: EasyHandle, _ configuration: HTTPClientConfiguration) throws(HTTPClientError) {
        try check()
        self.handle = handle
        maxBodyBytes = configuration.maxResponseBytes
        connectTimeout = configuration.connectTimeout
        timeout = request.timeout ?? configuration.timeout
        deadline = .now + timeout
        handle.reset(configuration)
        handle.set(CURLOPT_URL, request.url)
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds: configuration.connectTimeout)
        // Only TLS can tell that the first connection carries more requests: waiting for it would cost plain HTTP a round trip.
        if target.isSecure { handle.set(CURLOPT_PIPEWAIT, 1) }
        setMethodAndBody(handle)
        setHeaders(handle)
        if let credentials = request.credentials {
            handle.set(CURLOPT_USERNAME, credentials.user)
            handle.set(CURLOPT_PASSWORD, credentials.password)
        }
        let context = Unmanaged.passUnretained(self).toOpaque()
        if !configuration.reachesPrivateAddresses {
            handle.set(CURLOPT_PROXY, "")
            curl_easy_set_pointer(handle.pointer, CURLOPT_OPENSOCKETDATA, context)
            curl_easy_set_open_socket_function(handle.pointer) { Transfer.from($0).openSocket($2) }
        }
        curl_easy_set_pointer(handle.pointer, CURLOPT_HEADERDATA, context)
        curl_easy_set_pointer(handle.pointer, CURLOPT_WRITEDATA, context)
        curl_easy_set_pointer(handle.pointer, CURLOPT_PREREQDATA, context)
        if request.upload != nil {
            curl_easy_set_pointer(handle.pointer, CURLOPT_READDATA, context)
            curl_easy_set_data_function(handle.pointer, CURLOPT_READFUNCTION) { Transfer.from($3).send($0, $1 * $2) }
        }
        curl_easy_set_data_function(handle.pointer, CURLOPT_HEADERFUNCTION) { Transfer.from($3).receivedHeader($0, $1 * $2) }
        curl_easy_set_data_function(handle.pointer, CURLOPT_WRITEFUNCTION) { Transfer.from($3).receivedBody($0, $1 * $2) }
        curl_easy_set_prerequest_function(handle.pointer) { context, _, _, _, _ in Transfer.from(context).isAboutToLeave() }
    }

    /// A line end or NUL in a header would end it, or the request, early.
    private func check() throws(HTTPClientError) {
        guard Self.isOneLine(request.url) else { throw .invalidRequest(reason: "the URL contains a line end or NUL") }
        for header in request.headers where !Self.isOneLine(header.name) || !Self.isOneLine(header.value) || header.name.isEmpty {
            throw .invalidRequest(reason: "a header has no name, or contains a line end or NUL")
        }
        guard let credentials = request.credentials else { return }
        guard !credentials.user.utf8.contains(UInt8(ascii: ":")), Self.isOneLine(credentials.user), Self.isOneLine(credentials.password)
        else {
            throw .invalidRequest(reason: "the user contains a colon, or user or password a line end or NUL")
        }
    }

    private static func isOneLine(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 != 0 && $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
    }

    private func setMethodAndBody(_ handle: EasyHandle) {
        if let body = request.body {
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, body.count), alignment: 1)
            copy.copyBytes(from: body)
            requestBody = copy
            curl_easy_set_offset(handle.pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
            curl_easy_set_pointer(handle.pointer, CURLOPT_POSTFIELDS, copy.baseAddress)
            handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        } else if let upload = request.upload {
            handle.set(CURLOPT_UPLOAD, 1)
            curl_easy_set_offset(handle.pointer, CURLOPT_INFILESIZE_LARGE, curl_off_t(upload.length ?? -1))
            handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        } else if request.method == .head {
            handle.set(CURLOPT_NOBODY, 1)
        } else if request.method != .get {
            handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
    }

    private func setHeaders(_ handle: EasyHandle) {
        for header in request.headers {
            // libcurl's way to send a header without a value.
            append(header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
        }
        if request.body != nil {
            // What libcurl would make up for a body.
            for name in ["Content-Type", "Expect"] where !request.headers.contains(where: { $0.name.lowercased() == name.lowercased() }) {
                append("\(name):")
            }
        }
        if headerList != nil { curl_easy_set_list(handle.pointer, CURLOPT_HTTPHEADER, headerList) }
    }

    private func append(_ line: String) {
        guard let longer = curl_slist_append(headerList, line) else { fatalError("no memory left for a header") }
        headerList = longer
    }

    // MARK: Under way

    private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer {
        Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
    }

    /// Called with what the name stands for at the moment of connecting: a name that was looked at before may stand for something else by now.
    private func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>?) -> curl_socket_t {
        guard let address, let start = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return CURL_SOCKET_BAD }
        // As long as it says, which may be longer than the type.
        let bytes = UnsafeRawBufferPointer(start: UnsafeRawPointer(address) + start, count: Int(address.pointee.addrlen))
        guard PublicAddress.contains(bytes) else {
            isAddressRefused = true
            return CURL_SOCKET_BAD
        }
        return socket(address.pointee.family, address.pointee.socktype, address.pointee.`protocol`)
    }

    private func receivedHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        let line = UnsafeRawBufferPointer(start: bytes, count: count)
        // A status line starts over: what came before belonged to an interim answer.
        if line.starts(with: "HTTP/".utf8) { head.removeAll(keepingCapacity: true) }
        guard head.count + count <= 1 << 20 else {
            isTooLarge = true
            return 0
        }
        head.append(contentsOf: line)
        return count
    }

    private func send(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        request.upload?.read(UnsafeMutableRawBufferPointer(start: bytes, count: count)) ?? Int(CURL_READFUNC_ABORT)
    }

    private func receivedBody(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        if let take = request.onBody, let handle, (200..<300).contains(handle.long(CURLINFO_RESPONSE_CODE)) {
            return take(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
        }
        guard body.count + count <= maxBodyBytes else {
            isTooLarge = true
            return 0
        }
        body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        return count
    }

    /// Called before the request leaves: once, and again when libcurl repeats it on another connection.
    private func isAboutToLeave() -> Int32 {
        if mayHaveBeenSent, request.isSentAtMostOnce || request.upload != nil {
            isRepeated = true
            return CURL_PREREQFUNC_ABORT
        }
        mayHaveBeenSent = true
        return CURL_PREREQFUNC_OK
    }

    // MARK: After

    /// The end of a request whose ``deadline`` has passed.
    var lateness: HTTPClientError {
        .timedOut(target: target.description, after: timeout, mayHaveBeenSent: mayHaveBeenSent)
    }

    /// What became of the request.
    func outcome(_ code: CURLcode) -> Outcome {
        guard let handle else { preconditionFailure("an outcome before the request began") }
        guard code == CURLE_OK else { return .failure(failure(code, handle)) }
        let headers = HTTPHeaders(block: head)
        return .success(
            HTTPResponse(
                status: handle.long(CURLINFO_RESPONSE_CODE), headers: headers, body: body,
                totalMicroseconds: handle.offset(CURLINFO_TOTAL_TIME_T),
                retryAfter: retryAfter(seconds: handle.offset(CURLINFO_RETRY_AFTER), headers)))
    }

    /// libcurl reads both forms; it says zero for now, for none and for what it cannot read.
    private func retryAfter(seconds: Int64, _ headers: HTTPHeaders) -> Duration? {
        if seconds != 0 { return .seconds(max(0, seconds)) }
        return headers["Retry-After"] == "0" ? .zero : nil
    }

    private func failure(_ code: CURLcode, _ handle: EasyHandle) -> HTTPClientError {
        let target = target.description
        if isTooLarge { return .responseTooLarge(target: target, limitBytes: maxBodyBytes) }
        if isRepeated {
            return .connectionBroken(target: target, reason: "The server closed it before its answer.", mayHaveBeenSent: true)
        }
        if mayHaveBeenSent { return .connectionBroken(target: target, reason: handle.reason(code), mayHaveBeenSent: true) }
        if isAddressRefused { return .addressRefused(target: target) }
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_LOGIN_DENIED:
            return .invalidRequest(reason: String(cString: curl_easy_strerror(code)))
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            return .cannotResolve(target: target, reason: handle.reason(code))
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR:
            return .untrusted(target: target, reason: handle.reason(code))
        case CURLE_OPERATION_TIMEDOUT:
            return .timedOut(target: target, after: connectTimeout, mayHaveBeenSent: false)
        default:
            return .cannotConnect(target: target, reason: handle.reason(code))
        }
    }
}
