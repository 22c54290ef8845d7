/// Tells cells that look like one value from cells that look like several, run together by the wrong delimiter.
enum CellShape {
    /// Whether an unquoted cell is empty, a number (a decimal comma among them) or text without quotes and delimiters.
    static func isKnown(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
        isText(cell) || isNumber(cell)
    }

    private static func isText(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
        cell.allSatisfy { byte in
            byte >= Byte.space && byte != Byte.quote && !DelimiterSniffer.candidates.contains(byte)
        }
    }

    private static func isNumber(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
        var commas = 0
        for byte in cell {
            switch byte {
            case 0x30...0x39, Byte.space, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "$"), UInt8(ascii: "%"):
                break
            case Byte.comma: commas += 1
            default: return false
            }
        }
        return commas <= 3
    }
}
