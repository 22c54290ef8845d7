internal import CExpat

/// Gets what an XML document says, in its order. Names come without their prefix.
class XMLHandler {
    /// Set: nothing more is read.
    @exclusivity(unchecked) final var isDone = false

    func start(_ name: UnsafePointer<CChar>, _ attributes: XMLAttributes) throws {}
    func end(_ name: UnsafePointer<CChar>) throws {}
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

    @exclusivity(unchecked) fileprivate final var failure: (any Error)?
    fileprivate final var parser: XML_Parser?

    /// Stands still as soon as it is done.
    @inline(__always)
    fileprivate final func run(_ body: () throws -> Void) {
        if isDone || failure != nil { return }
        do { try body() } catch { failure = error }
        if isDone || failure != nil { XML_StopParser(parser, 0) }
    }
}

/// The attributes of an element: names and values in turn.
struct XMLAttributes {
    fileprivate let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>

    /// - Parameter name: Without a prefix.
    @inline(__always)
    func value(_ name: StaticString) -> UnsafePointer<CChar>? {
        var pair = pairs
        while let key = pair[0] {
            if XMLName.local(key, is: name) { return pair[1] }
            pair += 2
        }
        return nil
    }

    /// Calls `body` with each name, without a prefix, and value.
    @inline(__always)
    func forEach(_ body: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Void) {
        var pair = pairs
        while let key = pair[0], let value = pair[1] {
            body(XMLName.local(key), value)
            pair += 2
        }
    }

    func text(_ name: StaticString) -> String? { value(name).map { String(cString: $0) } }
    func integer(_ name: StaticString) -> Int? { text(name).flatMap { Int($0) } }
    func isTrue(_ name: StaticString) -> Bool { ["1", "true", "on"].contains(text(name) ?? "") }

    /// The value of the attribute that has a prefix, such as `r:id`.
    func prefixed(_ name: StaticString) -> String? {
        var pair = pairs
        while let key = pair[0] {
            if XMLName.local(key, is: name), String(cString: key).contains(":") { return pair[1].map { String(cString: $0) } }
            pair += 2
        }
        return nil
    }
}

enum XMLName {
    /// What stands behind the colon.
    @inline(__always)
    static func local(_ name: UnsafePointer<CChar>) -> UnsafePointer<CChar> {
        var (cursor, start) = (name, name)
        while cursor.pointee != 0 {
            if cursor.pointee == 0x3A { start = cursor + 1 }
            cursor += 1
        }
        return start
    }

    @inline(__always)
    static func `is`(_ name: UnsafePointer<CChar>, _ other: StaticString) -> Bool {
        let wanted = other.utf8Start
        var index = 0
        while name[index] != 0 {
            if UInt8(bitPattern: name[index]) != wanted[index] { return false }
            index += 1
        }
        return index == other.utf8CodeUnitCount
    }

    @inline(__always)
    static func local(_ name: UnsafePointer<CChar>, is other: StaticString) -> Bool { self.is(local(name), other) }
}

/// Reads XML as it comes, with Expat. Nothing outside of the document is ever asked for, and one that defines entities is refused.
enum XMLDocument {
    private static let pieceBytes = 1 << 16

    /// - Parameter format: What the file is called in messages.
    static func read(_ stream: ByteStream, _ handler: XMLHandler, format: String, member: String) throws {
        guard let parser = XML_ParserCreate(nil) else { throw TableError.noRoom(reason: "no memory for a parser") }
        defer { XML_ParserFree(parser) }
        handler.parser = parser
        XML_SetUserData(parser, Unmanaged.passUnretained(handler).toOpaque())
        XML_SetElementHandler(
            parser,
            { context, name, attributes in
                handlerOf(context)._withUnsafeGuaranteedRef { handler in
                    handler.run { try handler.start(XMLName.local(name!), XMLAttributes(pairs: attributes!)) }
                }
            },
            { context, name in
                handlerOf(context)._withUnsafeGuaranteedRef { handler in handler.run { try handler.end(XMLName.local(name!)) } }
            })
        XML_SetCharacterDataHandler(parser) { context, bytes, count in
            handlerOf(context)._withUnsafeGuaranteedRef { handler in
                if handler.isDone || handler.failure != nil { return }
                bytes!.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
                    handler.text(UnsafeBufferPointer(start: $0, count: Int(count)))
                }
            }
        }
        XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
            handlerOf(context)._withUnsafeGuaranteedRef { handler in handler.run { throw XMLDocument.DoctypeFound() } }
        }
        while true {
            guard let buffer = XML_GetBuffer(parser, Int32(pieceBytes)) else { throw TableError.noRoom(reason: "no memory for a parser") }
            let count = try stream.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: pieceBytes))
            let status = XML_ParseBuffer(parser, Int32(count), count == 0 ? 1 : 0)
            if let failure = handler.failure {
                if failure is DoctypeFound { throw TableError.broken(format: format, problem: "\(member) defines a document type") }
                throw failure
            }
            if handler.isDone { return }
            guard status == XML_STATUS_OK else {
                let problem = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "not XML"
                throw TableError.broken(format: format, problem: "\(member), line \(XML_GetCurrentLineNumber(parser)): \(problem)")
            }
            if count == 0 { return }
        }
    }

    fileprivate struct DoctypeFound: Error {}
}

@inline(__always)
private func handlerOf(_ context: UnsafeMutableRawPointer?) -> Unmanaged<XMLHandler> { Unmanaged.fromOpaque(context!) }
