package import RefineryModel

/// Jobs whose bytes stand side by side in one source: read at once.
package struct Stretch {
    package let importID: ImportID
    package private(set) var jobs: [ClaimedJob]
    package private(set) var bytes: Range<Int64>

    /// The most bytes read at once: memory stays constant whatever the size of a batch.
    package static let bytesMax: Int64 = 8 << 20

    package static func joined(_ jobs: [ClaimedJob]) -> [Stretch] {
        var stretches: [Stretch] = []
        for job in jobs {
            let end = job.byteOffset + Int64(job.byteLength)
            if let last = stretches.last, last.importID == job.importID, last.bytes.upperBound <= job.byteOffset,
                job.byteOffset - last.bytes.upperBound < 64 * 1024, end - last.bytes.lowerBound <= bytesMax
            {
                stretches[stretches.count - 1].jobs.append(job)
                stretches[stretches.count - 1].bytes = last.bytes.lowerBound..<end
            } else {
                stretches.append(Stretch(importID: job.importID, jobs: [job], bytes: job.byteOffset..<end))
            }
        }
        return stretches
    }
}

extension Refiner {
    /// Refines the jobs of a stretch.
    /// - Parameters:
    ///   - begin: Tells the sink which batch the rows that follow belong to.
    ///   - refused: Gives the rows of a job that become rejects.
    package func refine(
        _ stretch: Stretch, _ bytes: [UInt8], into sink: some RecordSink, begin: (ClaimedJob) -> Void,
        refusing refused: (ClaimedJob) -> Set<Int64>
    ) throws {
        try bytes.withUnsafeBufferPointer { bytes in
            for job in stretch.jobs {
                let start = Int(job.byteOffset - stretch.bytes.lowerBound)
                let raw = UnsafeBufferPointer(rebasing: bytes[start..<start + job.byteLength])
                begin(job)
                try refine(job, raw, into: sink, refusing: refused(job))
            }
        }
    }
}
