internal import CLibCurl

/// One of libcurl's reusable transfers with the buffer for its error text.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>

    init() {
        guard let pointer = curl_easy_init() else { fatalError("no memory left for a request") }
        self.pointer = pointer
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(pointer)
        errorText.deallocate()
    }

    /// Forgets the options of the last request and sets those of every request. Connections are not the handle's: they stay.
    func reset(_ configuration: HTTPClientConfiguration) {
        curl_easy_reset(pointer)
        errorText.pointee = 0
        curl_easy_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_TCP_NODELAY, 1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        // Ending a request must not wait for a name server that does not answer.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
        set(CURLOPT_SSL_VERIFYPEER, configuration.verifiesTLS ? 1 : 0)
        set(CURLOPT_SSL_VERIFYHOST, configuration.verifiesTLS ? 2 : 0)
        set(CURLOPT_USERAGENT, configuration.userAgent)
        if let file = configuration.certificateAuthorityFile { set(CURLOPT_CAINFO, file) }
    }

    func set(_ option: CURLoption, _ value: Int) {
        curl_easy_set_long(pointer, option, value)
    }

    func set(_ option: CURLoption, _ value: String) {
        curl_easy_set_string(pointer, option, value)
    }

    func set(_ option: CURLoption, milliseconds value: Duration) {
        let (seconds, attoseconds) = value.components
        // Zero would mean libcurl's default, which is not what a zero timeout asks for.
        set(option, seconds > 1_000_000 ? 1_000_000_000 : max(1, Int(seconds * 1000 + attoseconds / 1_000_000_000_000_000)))
    }

    func long(_ info: CURLINFO) -> Int {
        var value = 0
        curl_easy_get_long(pointer, info, &value)
        return value
    }

    func offset(_ info: CURLINFO) -> Int64 {
        var value: curl_off_t = 0
        curl_easy_get_offset(pointer, info, &value)
        return Int64(value)
    }

    /// What libcurl says about the failure, in general words where it says nothing in particular.
    func reason(_ code: CURLcode) -> String {
        errorText.pointee == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: errorText)
    }
}
