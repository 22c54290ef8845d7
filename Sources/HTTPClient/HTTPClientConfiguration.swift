/// How an ``HTTPClient`` connects, and the limits of every request.
///
/// Proxies come from the environment as libcurl reads it: `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`.
/// Redirects are answers like any other: they are never followed.
package struct HTTPClientConfiguration: Sendable {
    /// The longest to wait for a connection, name lookup and TLS included.
    package var connectTimeout: Duration
    /// The longest a whole exchange may take where the request says nothing else.
    package var timeout: Duration
    /// Connections to one host at a time; requests beyond wait for a free one. Over HTTP/2 one connection carries many requests.
    package var maxConnectionsPerHost: Int
    /// The longest body accepted, in bytes; one that is longer fails the request.
    package var maxResponseBytes: Int
    package var userAgent: String
    /// `false` accepts any certificate: for tests on this machine only.
    package var verifiesTLS: Bool
    /// Certificate authorities to trust instead of the system's, as a PEM file; `nil` for the system's.
    package var certificateAuthorityFile: String?

    /// `false` refuses addresses that only this machine or its network knows, whatever name stands for them at the moment of connecting: for
    /// addresses that others choose. Then no proxy is used, since it would be the one who connects.
    package var reachesPrivateAddresses: Bool

    package init(
        connectTimeout: Duration = .seconds(5), timeout: Duration = .seconds(30), maxConnectionsPerHost: Int = 100,
        maxResponseBytes: Int = 16 << 20, userAgent: String = "refinery", verifiesTLS: Bool = true,
        certificateAuthorityFile: String? = nil, reachesPrivateAddresses: Bool = true
    ) {
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.maxConnectionsPerHost = maxConnectionsPerHost
        self.maxResponseBytes = maxResponseBytes
        self.userAgent = userAgent
        self.verifiesTLS = verifiesTLS
        self.certificateAuthorityFile = certificateAuthorityFile
        self.reachesPrivateAddresses = reachesPrivateAddresses
    }
}
