import Foundation
import Testing

@testable import TwilioSimulator

@Suite("Credentials") struct CredentialsTests {
    private func account(_ pair: String, _ credentials: Credentials = Credentials()) -> String? {
        credentials.account(authorization: "Basic " + Data(pair.utf8).base64EncodedString())
    }

    @Test("without flags any account or key with a secret may ask") func open() {
        #expect(account("AC1:token") == "AC1" && account("SK1:secret") == "SK1")
        #expect(account("AC1:") == nil && account("someone:token") == nil && account("AC1") == nil)
    }

    @Test("with flags only the account and its key may ask, and the key counts for the account") func closed() {
        let credentials = Credentials(accountSID: "AC1", authToken: "token", apiKey: "SK1", apiSecret: "secret:with:colons")
        #expect(account("AC1:token", credentials) == "AC1" && account("SK1:secret:with:colons", credentials) == "AC1")
        #expect(account("AC1:other", credentials) == nil && account("AC2:token", credentials) == nil)
        #expect(account("SK1:token", credentials) == nil && account("SK2:secret:with:colons", credentials) == nil)
    }

    @Test("anything but HTTP Basic is refused", arguments: [nil, "", "Basic", "Basic %%%", "Bearer QUMxOng="])
    func scheme(header: String?) { #expect(Credentials().account(authorization: header) == nil) }
}
