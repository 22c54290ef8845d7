/// The version of Twilio's Lookup API; the address decides which one is spoken.
package enum LookupVersion: String, Sendable, CaseIterable {
    /// Legacy: `Type=carrier`, and 404 for a number that is invalid.
    case v1
    /// Current: `Fields=line_type_intelligence`, and `"valid": false` for a number that is invalid.
    case v2
}
