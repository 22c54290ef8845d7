package import RefineryModel

/// Batches whose bytes stand side by side in one source: read at once.
package struct Stretch {
    package let importID: ImportID
    package private(set) var spans: [BatchSpan]
    package private(set) var bytes: Range<Int64>

    /// The most bytes read at once: memory stays constant whatever the size of a batch.
    package static let bytesMax: Int64 = 8 << 20
    /// The most bytes read without need between two batches: reading them costs less than another round trip.
    private static let gapMax: Int64 = 64 << 10

    /// - Returns: All batches, in the order given.
    package static func joined(_ batches: [(importID: ImportID, span: BatchSpan)]) -> [Stretch] {
        var stretches: [Stretch] = []
        for (importID, span) in batches {
            if let last = stretches.last, last.importID == importID, last.bytes.upperBound <= span.offset,
                span.offset - last.bytes.upperBound < gapMax, span.bytes.upperBound - last.bytes.lowerBound <= bytesMax
            {
                stretches[stretches.count - 1].spans.append(span)
                stretches[stretches.count - 1].bytes = last.bytes.lowerBound..<span.bytes.upperBound
            } else {
                stretches.append(Stretch(importID: importID, spans: [span], bytes: span.bytes))
            }
        }
        return stretches
    }
}

extension Refiner {
    /// Refines the batches of a stretch.
    /// - Parameters:
    ///   - begin: Tells the sink that the rows that follow belong to the next batch.
    ///   - refused: Gives the rows of a batch that become rejects.
    package func refine(
        _ stretch: Stretch, _ bytes: [UInt8], into sink: some RecordSink, begin: () -> Void,
        refusing refused: (BatchSpan) -> Set<Int64>
    ) throws {
        try bytes.withUnsafeBufferPointer { bytes in
            for span in stretch.spans {
                let start = Int(span.offset - stretch.bytes.lowerBound)
                let raw = UnsafeBufferPointer(rebasing: bytes[start..<start + span.length])
                begin()
                try refine(span, raw, into: sink, refusing: refused(span))
            }
        }
    }
}
