internal import PhoneNumbers
internal import RefineryModel

/// What the values of one column look like: the shares of its cells that are e-mails, streets, names of persons, and so on.
struct ValueProfile {
    /// By ``ValueFact``.
    private(set) var shares = [Float](repeating: 0, count: ValueFact.allCases.count)
    private(set) var distinct = 0
    /// Up to five different values.
    private(set) var examples: [String] = []

    subscript(fact: ValueFact) -> Float { shares[fact.rawValue] }

    /// - Parameter cells: All cells of the column that were looked at.
    init(_ cells: some Sequence<Bytes>, _ tools: ValueTools) {
        var counter = ValueCounter(tools)
        for cell in cells { counter.add(cell) }
        counter.finish(&shares)
        distinct = counter.distinct
        examples = counter.examples
    }
}

/// What looking at values takes; one for a whole file.
final class ValueTools {
    let arena = TextArena()
    let phones: PhoneNumberParser?
    fileprivate var folded: [UInt8] = []
    fileprivate var head: [UInt8] = []

    /// - Parameter region: Where numbers without a country code are dialled; one that is not known is as none.
    init(region: String) { phones = try? PhoneNumberParser(region: region) }
}

/// Counts the facts of a column, cell by cell.
private struct ValueCounter {
    private let tools: ValueTools
    private var counts = [Float](repeating: 0, count: ValueFact.allCases.count)
    private var cells = 0
    private var values = 0
    private var phonesAsked = 0
    private var phonesValid = 0
    private var seen: [UInt64: Int] = [:]
    private(set) var examples: [String] = []

    /// Numbers given to the phone parser, at most: those of other plans are slow.
    private static let phonesAskedMax = 24
    /// Years up to here can be meant, whenever this runs.
    private static let lastYear = 2100
    /// Bytes of a cell that are looked at.
    private static let bytesMax = 400

    init(_ tools: ValueTools) { self.tools = tools }

    var distinct: Int { seen.count }

    mutating func add(_ cell: Bytes) {
        cells += 1
        let text = cell.slice(0..<min(cell.count, Self.bytesMax)).trimmed().withoutTextMark()
        if text.isEmpty { return }
        if EmptyToken.matches(text, .any) {
            count(.placeholder)
            return
        }
        values += 1
        note(text)
        defer { tools.arena.reset() }
        let shape = TextShape(text)
        countLook(text, shape)
        countNumbers(text, shape)
        countWeb(text, shape)
        WordFolding.fold(text, into: &tools.folded)
        countWords(text, shape)
    }

    mutating func finish(_ shares: inout [Float]) {
        let total = Float(max(values, 1))
        for index in counts.indices { shares[index] = counts[index] / total }
        func set(_ fact: ValueFact, _ value: Float) { shares[fact.rawValue] = value }
        set(.filled, cells == 0 ? 0 : Float(values) / Float(cells))
        set(.placeholder, cells == 0 ? 0 : counts[ValueFact.placeholder.rawValue] / Float(cells))
        set(.none, values == 0 ? 1 : 0)
        set(.one, values == 1 ? 1 : 0)
        set(.few, (2...4).contains(values) ? 1 : 0)
        set(.some, (5...20).contains(values) ? 1 : 0)
        set(.many, values > 20 ? 1 : 0)
        set(.distinct, values == 0 ? 0 : Float(seen.count) / total)
        set(.constant, values > 1 && seen.count == 1 ? 1 : 0)
        set(.twoValues, values > 4 && seen.count == 2 ? 1 : 0)
        set(.repeated, values > 1 ? Float(seen.values.max() ?? 0) / total : 0)
        if phonesAsked > 0 { set(.phone, shares[ValueFact.phoneShape.rawValue] * Float(phonesValid) / Float(phonesAsked)) }
    }

    private mutating func count(_ fact: ValueFact, _ holds: Bool = true) {
        if holds { counts[fact.rawValue] += 1 }
    }

    private mutating func note(_ text: Bytes) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let times = seen[hash, default: 0] + 1
        seen[hash] = times
        if times == 1, examples.count < 5 { examples.append(String(decoding: text, as: UTF8.self)) }
    }

    private mutating func countLook(_ text: Bytes, _ shape: TextShape) {
        switch text.count {
        case ...2: count(.length2)
        case ...5: count(.length5)
        case ...10: count(.length10)
        case ...20: count(.length20)
        case ...40: count(.length40)
        case ...80: count(.length80)
        default: count(.lengthMore)
        }
        counts[ValueFact.digitShare.rawValue] += Float(shape.digits) / Float(text.count)
        counts[ValueFact.letterShare.rawValue] += Float(shape.letters) / Float(text.count)
        count(.oneCharacter, text.count == 1)
        count(.nonASCII, shape.nonASCII > 0)
        count(.upper, shape.uppers > 1 && shape.lowers == 0)
        count(.lower, shape.lowers > 1 && shape.uppers == 0)
        count(.titleCase, shape.wordsUpper > 0 && shape.wordsUpper == shape.wordsLetter && shape.lowers > 0)
        count(.oneWord, shape.words == 1)
        count(.twoWords, shape.words == 2)
        count(.threeToFive, (3...5).contains(shape.words))
        count(.sixPlus, shape.words > 5)
        count(.sentence, shape.words > 8 && shape.lowers > 20)
        count(.json, text[0] == UInt8(ascii: "{") || text[0] == UInt8(ascii: "[") && text.count > 1)
        count(.html, shape.angles > 0 && text.contains(UInt8(ascii: ">")))
        count(.newline, shape.newlines > 0)
        count(.list, shape.semicolons > 0 || shape.bars > 0)
        count(.commas, shape.commas > 0)
        count(.brackets, shape.parentheses > 0)
        count(.ampersand, shape.ampersands > 0)
    }

    private mutating func countNumbers(_ text: Bytes, _ shape: TextShape) {
        let arena = tools.arena
        let isDigits = shape.digits == text.count
        if isDigits {
            count(.digits)
            switch text.count {
            case 1: count(.digits1)
            case 2: count(.digits2)
            case 3: count(.digits3)
            case 4: count(.digits4)
            case 5: count(.digits5)
            case 6: count(.digits6)
            case 7, 8: count(.digits8)
            case 9: count(.digits9)
            case 10: count(.tenDigits)
            default: count(.digitsMore)
            }
            count(.bigNumber, text.count > 4)
            count(.zeroEnd, text.count > 2 && text[text.count - 1] == 0x30 && text[text.count - 2] == 0x30)
            count(.prefixedZero, text.count > 1 && text[0] == 0x30)
        }
        let number = NumberLook(text)
        count(.decimal, number.isDecimal)
        count(.negative, number.isDecimal && number.isNegative)
        count(.fraction4, number.isDecimal && number.fraction >= 4)
        count(.decimalZero, number.isDecimal && number.isZeroFraction)
        count(.money, shape.currency > 0)
        count(.percent, shape.percents > 0)
        count(.openRange, shape.digits > 0 && text.last == UInt8(ascii: "+"))
        count(.date, DateLook.isDate(text))
        count(.time, shape.colons > 0 && DateLook.hasTime(text))
        if shape.digits > 0, shape.letters < 20 {
            let isCode = text.withoutDecimalZeros()
            count(
                .yearOnly,
                isCode.count == 4 && isCode.isDigits && (isCode[0] == 0x31 && isCode[1] >= 0x35 || isCode[0] == 0x32 && isCode[1] == 0x30))
            count(.year, YearNormalizer.normalize(text, currentYear: Self.lastYear).value != nil)
            count(.employees, NumberRangeNormalizer.employees(text, arena: arena).value != nil)
            let revenue = NumberRangeNormalizer.revenue(text, arena: arena).value
            count(.revenue, revenue != nil)
            count(.range, !isDigits && revenue.map { $0.low != $0.high } ?? false)
            count(.amountWord, revenue?.text != nil && shape.letters > 0)
            count(.sic, isCode.count == 4 && WordLists.holding(isCode).contains(.sicCode))
            count(.naics, isCode.count == 6 && WordLists.holding(isCode).contains(.naicsCode))
            if text.count <= 16 { count(.zip, ZIPNormalizer.normalize(text, state: nil, arena: arena).value != nil) }
            count(
                .postcode,
                text.count <= 10 && shape.letters > 0 && shape.lowers == 0 && shape.digits < 6 && PostcodeLook.isBritishOrCanadian(text))
        }
        if shape.digits >= 3, shape.letters > 3, text[0].isDigit { count(.codeAndText, CodeLook.isCodeAndText(text)) }
        countPhone(text, shape, number)
        count(.hexID, shape.digits > 0 && shape.words == 1 && CodeLook.isHex(text))
        count(.mixedID, shape.words == 1 && shape.digits > 0 && shape.letters > 0 && shape.atSigns == 0 && shape.dots == 0)
    }

    private mutating func countPhone(_ text: Bytes, _ shape: TextShape, _ number: NumberLook) {
        let hasPlus = text[0] == UInt8(ascii: "+")
        // The letters of `1-800-FLOWERS` are dialled as digits.
        let dialled = shape.digits + (CodeLook.isTollFreeWord(text, shape) ? shape.letters : 0)
        guard (7...40).contains(dialled), shape.letters <= 12, dialled + 2 > shape.letters,
            !number.isDecimal || shape.digits == text.count,
            shape.atSigns == 0, shape.slashes < 3, !DateLook.isDate(text)
        else { return }
        let rest = text.count - shape.digits - shape.letters
        guard rest == 0 ? (9...13).contains(dialled) : true, shape.commas < 2, shape.currency == 0 else { return }
        count(.phoneShape)
        count(.plus, hasPlus)
        count(.phoneExtension, text.contains(UInt8(ascii: "x")) || text.contains(UInt8(ascii: "X")))
        count(.phoneLabel, shape.letters > 1)
        guard phonesAsked < Self.phonesAskedMax, let phones = tools.phones else { return }
        phonesAsked += 1
        if case .valid = phones.parse(text) { phonesValid += 1 }
    }

    private mutating func countWeb(_ text: Bytes, _ shape: TextShape) {
        if shape.atSigns > 0 {
            count(.atSign)
            count(.email, EmailNormalizer.normalize(text, arena: tools.arena).value != nil)
        }
        guard shape.dots > 0, shape.letters > 2, shape.atSigns == 0 || shape.slashes > 1 else { return }
        guard let site = WebsiteNormalizer.normalize(text, arena: tools.arena).value else { return }
        count(.website)
        let hasScheme = shape.slashes > 1 && shape.colons > 0
        count(.scheme, hasScheme || text.starts(with: "www."))
        count(.bareDomain, !hasScheme && shape.slashes == 0)
        if let slash = site.first(of: UInt8(ascii: "/")) {
            count(.urlPath)
            count(.file, WebLook.isFile(site.dropping(first: slash)))
        }
        count(.social, WebLook.isSocial(site))
    }

    private mutating func countWords(_ text: Bytes, _ shape: TextShape) {
        let folded = tools.folded
        guard !folded.isEmpty else { return }
        let words = folded.split(separator: 0x20, maxSplits: 16)
        let whole = WordLists.holding(folded)
        let state = shape.digits == 0 && text.count <= 30 ? StateNormalizer.normalize(text).value : nil
        count(.stateCode, state != nil && folded.count == 2)
        count(.stateName, state != nil && folded.count > 2)
        count(.twoUppers, text.count == 2 && shape.uppers == 2)
        count(.otherState, whole.contains(.state) || folded.starts(with: "state of ".utf8))
        count(.country, whole.contains(.country) && folded.count > 3)
        count(.countryCode, whole.contains(.country) && folded.count <= 3)
        count(.city, whole.contains(.city))
        count(.county, whole.contains(.county))
        count(.countyWord, words.count > 1 && words[words.count - 1].elementsEqual("county".utf8))
        count(.boolean, CodeLook.isBoolean(folded))
        let lists = words.map { WordLists.holding($0) }
        countPlace(text, shape, words, lists)
        countPerson(text, shape, words, lists)
        count(.companySuffix, lists.dropFirst().contains { $0.contains(.companySuffix) } && lists[lists.count - 1].contains(.companySuffix))
        count(.companyWord, lists.contains { $0.contains(.companyWord) })
        count(.legalForm, words.count <= 8 && words.allSatisfy(CodeLook.isOfLegalForm))
        count(.titleWord, lists.contains { $0.contains(.titleWord) })
        count(.industryWord, lists.contains { $0.contains(.industryWord) })
    }

    private mutating func countPlace(_ text: Bytes, _ shape: TextShape, _ words: [ArraySlice<UInt8>], _ lists: [WordLists]) {
        count(.streetNumber, text[0].isDigit && shape.letters > 2 && words.count > 1)
        count(.streetSuffix, shape.digits > 0 && lists.contains { $0.contains(.streetSuffix) })
        count(.numberEnd, words.count > 1 && text[text.count - 1].isDigit && !text[0].isDigit && shape.letters > 3)
        count(.poBox, words.contains { $0.elementsEqual("box".utf8) } && shape.digits > 0)
        guard words.count > 1 else { return }
        let last = words[words.count - 1]
        let isZIP =
            last.count == 5 && last.allSatisfy(\.isDigit)
            || last.count == 4 && words[words.count - 2].count == 5 && last.allSatisfy(\.isDigit)
        let stateAt = isZIP ? (last.count == 4 ? words.count - 3 : words.count - 2) : words.count - 1
        let isState = stateAt > 0 && words[stateAt].count == 2 && words[stateAt].withUnsafeBufferPointer { StateCode(code: $0) != nil }
        count(.zipEnd, isZIP && words.count > 3)
        count(.cityState, shape.commas == 1 && isState && shape.digits < 6 && !text[0].isDigit)
        count(.addressParts, shape.commas >= 2 && shape.digits > 0 || isZIP && isState && words.count > 4)
    }

    private mutating func countPerson(_ text: Bytes, _ shape: TextShape, _ words: [ArraySlice<UInt8>], _ lists: [WordLists]) {
        guard shape.digits == 0 else { return }
        if words.count == 1 {
            count(.givenName, lists[0].contains(.givenName))
            count(.surname, lists[0].contains(.surname))
            count(.initial, words[0].count == 1)
        }
        count(.salutation, words.count <= 6 && CodeLook.isSalutation(words[0]))
        count(.surnameUpper, PersonLook.hasUpperSurname(text))
        let core = PersonLook.core(text, words, &tools.head)
        guard (2...6).contains(core.count) else { return }
        let name = lists[core]
        let (first, second) = (name[core.lowerBound], name[core.lowerBound + 1])
        let last = name.last { !$0.contains(.companySuffix) || $0.contains(.surname) } ?? []
        let isFirm = name.contains {
            $0.contains(.companyWord) || $0.contains(.companySuffix) && !$0.contains(.surname) && !$0.contains(.givenName)
        }
        count(.person, first.contains(.givenName) && last.contains(.surname) && !isFirm)
        count(.givenAndMore, first.contains(.givenName) && core.count <= 4 && !isFirm)
        count(.surnameFirst, first.contains(.surname) && second.contains(.givenName) && !isFirm)
    }
}
