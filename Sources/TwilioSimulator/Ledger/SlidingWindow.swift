/// Counts over a window that slides along a sequence of instants.
enum SlidingWindow {
    /// The most instants in any window `[t, t + width)`, wherever it begins; two pointers, one pass.
    /// - Parameter instants: Ascending.
    static func maximum(of instants: some RandomAccessCollection<Int64>, width: Int64) -> Int {
        var most = 0
        var first = instants.startIndex
        var count = 0
        for instant in instants {
            count += 1
            while instant - instants[first] >= width {
                first = instants.index(after: first)
                count -= 1
            }
            most = max(most, count)
        }
        return most
    }
}
