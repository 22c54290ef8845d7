/// Tells the encodings from before Unicode apart, by the text that the bytes would be.
///
/// Each candidate reads the bytes outside ASCII; each language that is written in it says how likely these letters are, and where letters
/// and signs stand counts too: a capital behind a small letter, or a dash within a word, is hardly ever meant. uchardet has a vote,
/// which decides between encodings that are about equally likely. Few letters are little evidence: then there is a rival.
enum LegacyEncoding {
    /// Bytes looked at: lines with bytes outside ASCII, from all over what is there.
    private static let sampleBytes = 16 * 1024
    /// By how much the logarithm of its likelihood the best must be ahead of another text to be without doubt: 30 to 1.
    private static let certainty = 3.4
    private static let voteOfUchardet = 1.5

    struct Candidate {
        let encoding: CSVEncoding
        /// The logarithm of how likely the text is.
        var score: Double
    }

    /// - Returns: The likeliest encoding, and the likeliest of those with another text when it is nearly as likely.
    static func detect(_ prefix: [UInt8]) -> (best: CSVEncoding, rival: CSVEncoding?) {
        let sample = sample(of: prefix)
        let vote = Uchardet.detect(sample)
        var candidates = SingleByteText.candidates(for: sample) + DoubleByteText.candidates(for: sample)
        for index in candidates.indices where candidates[index].encoding == vote { candidates[index].score += voteOfUchardet }
        candidates.sort { $0.score > $1.score }
        guard let best = candidates.first else { return (.windows1252, nil) }
        let text = text(of: sample, best.encoding)
        let rival = candidates.dropFirst().first {
            best.score - $0.score < certainty && self.text(of: sample, $0.encoding) != text
        }
        return (best.encoding, rival?.encoding)
    }

    private static func text(of sample: [UInt8], _ encoding: CSVEncoding) -> [UInt8] {
        var text: [UInt8] = []
        sample.withUnsafeBufferPointer { _ = encoding.decode($0, into: &text) }
        return text
    }

    /// The lines with bytes outside ASCII; when they are too many, evenly spread ones.
    private static func sample(of prefix: [UInt8]) -> [UInt8] {
        let lines = prefix.split(whereSeparator: Byte.isLineEnd).filter { $0.contains { $0 >= 0x80 } }
        let total = lines.reduce(0) { $0 + $1.count }
        let every = max(1, total / sampleBytes)
        var sample: [UInt8] = []
        for (index, line) in lines.enumerated() where index % every == 0 && sample.count < sampleBytes {
            sample += line.prefix(sampleBytes)
            sample.append(Byte.lineFeed)
        }
        return sample
    }
}
