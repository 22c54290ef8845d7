internal import ArgumentParser
internal import TwilioSimulator

/// Flags that say whose requests are answered.
struct CredentialOptions: ParsableArguments {
    @Option(help: "The only account that may ask. Default: any AC….") var accountSid: String?
    @Option(help: "The account's token. Default: any that is not empty.") var authToken: String?
    @Option(help: "The only API key that may ask. Default: any SK….") var apiKey: String?
    @Option(help: "The key's secret. Default: any that is not empty.") var apiSecret: String?

    var credentials: Credentials {
        Credentials(accountSID: accountSid, authToken: authToken, apiKey: apiKey, apiSecret: apiSecret)
    }
}
