import CPhoneNumber

/// How old the knowledge behind the parser is.
package enum PhoneNumberMetadata {
    /// The release of libphonenumber's metadata that the North American table was generated from: `9.0.43`.
    package static var northAmericanRelease: String { String(cString: nanp_release()) }

    /// The release of the loaded libphonenumber, which serves all other countries, as its file name tells: `8.12`.
    /// `nil` when the file name tells none.
    package static var worldwideRelease: String? {
        let path = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer -> String? in
            guard let base = buffer.baseAddress, worldwide_library_path(base, buffer.count) > 0 else { return nil }
            return String(cString: base)
        }
        guard let name = path?.split(separator: "/").last else { return nil }
        let release = name.drop { !$0.isNumber }.prefix { $0.isNumber || $0 == "." }
        return release.isEmpty ? nil : String(release.last == "." ? release.dropLast() : release)
    }
}
