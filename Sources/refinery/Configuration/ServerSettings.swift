internal import Secrets

/// Which server commands ask, from the environment.
struct ServerSettings: Sendable {
    /// nil: none, but a database.
    let address: String?
    let key: Secret?

    init(_ reader: EnvironmentReader) {
        address = reader.text("REFINERY_SERVER")
        key = reader.secret("REFINERY_API_KEY")
    }
}
