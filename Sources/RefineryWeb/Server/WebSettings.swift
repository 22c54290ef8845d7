package import RefineryModel

/// How the web process listens, and what it takes.
package struct WebSettings: Sendable {
    /// The address that is listened at. Anything but this machine's own needs TLS, or a proxy that has it.
    package var host = "127.0.0.1"
    /// 0 takes any free one.
    package var port = 8080
    /// What a proxy puts before every path, such as `/refinery`; empty: nothing.
    package var pathPrefix = ""
    /// Files in PEM. nil: no TLS, and HTTP/1.1 alone.
    package var certificate: TLSFiles?
    /// Bytes of an uploaded file.
    package var uploadBytesMax: Int64 = 10 << 30
    /// Bytes of any other body.
    package var bodyBytesMax = 1 << 20
    /// Bytes of all headers of a request.
    package var headerBytesMax = 32 << 10
    package var connectionsMax = 2000
    /// Files that are received at a time: each has a thread that waits for its bytes.
    package var uploadsMax = 100
    /// How long a connection may say nothing: between requests, and in the middle of one.
    package var idleTimeout: Duration = .seconds(30)
    /// How long requests under way may go on after the signal to stop.
    package var shutdownTimeout: Duration = .seconds(4)
    /// How files are refined when the request does not say.
    package var intake = IntakeDefaults()
    /// The directory below which files may be submitted by reference; nil: none.
    package var importDirectory: String?
    /// What `/openapi.yaml` and logs call this program.
    package var version = "0"

    package init() {}

    /// Where a certificate and its key lie.
    package struct TLSFiles: Sendable, Equatable {
        package let certificate: String
        package let key: String

        package init(certificate: String, key: String) { (self.certificate, self.key) = (certificate, key) }
    }

    /// What the configuration says of imports.
    package struct IntakeDefaults: Sendable {
        package var batchSize = 250
        package var rowBytesMax = 1 << 20
        package var rowsPerRun: Int64? = 2000
        package var rejectRateMax: Double?
        package var requiredFields: [Field] = [.businessName]
        /// Fields of which a value that cannot be read rejects its row.
        package var strictFields: [Field] = []
        package var fieldFilter = FieldFilter()
        package var attempts = 3
        /// Whether lookups can be bought, so that an import has them unless it says otherwise.
        package var looksUpNumbers = false

        package init() {}
    }
}
