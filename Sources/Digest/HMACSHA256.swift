internal import CLibCrypto

/// HMAC with SHA-256 (RFC 2104) by OpenSSL.
package enum HMACSHA256 {
    /// The 32 bytes that only who has `key` can make of `message`.
    package static func code(of message: [UInt8], key: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: SHA256Hasher.digestBytes) { buffer, count in
            var length: UInt32 = 0
            guard HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, buffer.baseAddress, &length) != nil else {
                fatalError("OpenSSL could not make an authentication code")
            }
            count = Int(length)
        }
    }
}
