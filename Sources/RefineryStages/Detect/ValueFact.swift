/// What is counted of the values of a column: shares from 0 to 1.
enum ValueFact: Int, CaseIterable {
    // Of all cells.
    case filled, placeholder
    // How many values there are: exactly one of these is 1.
    case none, one, few, some, many
    // How different they are.
    case distinct, constant, twoValues, repeated
    // What the normalizers of records say.
    case email, website, phone, zip, stateCode, stateName, year, employees, revenue, sic, naics
    // Addresses of the web.
    case atSign, scheme, bareDomain, urlPath, social, file
    // Phones.
    case phoneShape, plus, tenDigits, phoneExtension, phoneLabel
    // Codes and numbers.
    case digits, digits1, digits2, digits3, digits4, digits5, digits6, digits8, digits9, digitsMore, decimal, negative, fraction4,
        bigNumber, zeroEnd
    case money, amountWord, range, openRange, percent, date, time, yearOnly, boolean, hexID, mixedID, codeAndText, prefixedZero, decimalZero
    // Places.
    case city, county, countyWord, country, countryCode, otherState, twoUppers, postcode, cityState, zipEnd, addressParts
    case streetNumber, streetSuffix, numberEnd, poBox
    // Persons and firms.
    case givenName, surname, person, surnameFirst, givenAndMore, surnameUpper, salutation, initial, companySuffix, companyWord, legalForm,
        titleWord,
        industryWord, ampersand
    // How the text looks.
    case json, html, newline, list, commas, brackets, upper, lower, titleCase, nonASCII, oneWord, twoWords, threeToFive, sixPlus, sentence
    case length2, length5, length10, length20, length40, length80, lengthMore, digitShare, letterShare, oneCharacter

    /// What it says of a column, for people: `are e-mail addresses`; nil for what says little by itself.
    var words: String? {
        switch self {
        case .email: "are e-mail addresses"
        case .website: "are web addresses"
        case .phone, .phoneShape: "are phone numbers"
        case .zip, .postcode: "are postal codes"
        case .stateCode, .stateName, .otherState: "are states or provinces"
        case .year, .yearOnly: "are years"
        case .employees: "are numbers or ranges"
        case .revenue, .money, .amountWord: "are amounts"
        case .sic, .naics: "are industry codes"
        case .social: "lead to a social network"
        case .digits: "are plain digits"
        case .decimal: "are decimal numbers"
        case .range, .openRange: "are ranges"
        case .date: "are dates"
        case .boolean: "are yes or no"
        case .hexID, .mixedID: "are codes"
        case .city: "are names of places"
        case .county, .countyWord: "are counties"
        case .country, .countryCode: "are countries"
        case .cityState, .zipEnd, .addressParts: "are whole addresses"
        case .streetNumber, .streetSuffix, .numberEnd, .poBox: "look like streets"
        case .givenName: "are given names"
        case .surname: "are surnames"
        case .person, .surnameFirst, .givenAndMore, .surnameUpper: "are names of persons"
        case .companySuffix, .companyWord: "are names of firms"
        case .titleWord: "are job titles"
        case .industryWord: "name an industry"
        case .json, .html, .brackets: "are data of a program"
        case .none: nil
        default: nil
        }
    }
}
