internal import RefineryModel
internal import RefineryStages
internal import RefineryStore

/// The columns of a file in the words of the program that takes it.
package struct ExportLayout: Sendable {
    package let name: String
    let columns: [Column]

    struct Column: Sendable {
        let header: String
        let value: Value
    }

    /// What stands in a column.
    enum Value: Sendable {
        /// What a record has in the column of this name.
        case column(String)
        /// A number that never changes for the record, which tells it from all others.
        case id
        /// The first, second and third number to call, in E.164 or as ten digits, as far as it is of North America.
        case phone(Int, isNational: Bool)
        /// The first number that is known as a mobile one: how it may be dialled depends on that.
        case mobile
        case firstName
        case lastName
        /// The same in all rows.
        case constant(String)
    }

    /// - Throws: ``ExportFault/unknownLayout(_:known:)``.
    package init(named name: String) throws {
        guard let layout = Self.all.first(where: { $0.name == name.lowercased() }) else {
            throw ExportFault.unknownLayout(name, known: Self.names)
        }
        self = layout
    }

    package static var names: [String] { all.map(\.name) }

    private init(_ name: Substring, _ columns: [Column]) {
        self.name = String(name)
        self.columns = columns
    }

    /// One line a layout: its name, then its columns as `header=value`, or one word where both are the same. `phone1` to `phone3` are E.164,
    /// `digits1` to `digits3` ten digits, `mobile` is a number known as one, `'…` is the text itself. Every value is of the record: what it lacks stays empty.
    private static let table = """
        common: external_id=id phone=phone1 phone_type=phone_line_type phone2 first_name=given last_name=surname title \
        company=business_name email=business_email address1=business_address city state postal_code=zip_code sic=sic_code \
        naics=naics_code employees=employee_count revenue=annual_revenue
        salesforce: Refinery_Id__c=id Salutation=name_prefix FirstName=given LastName=surname Suffix=name_suffix Title=title Company=business_name Email=business_email \
        Phone=phone1 MobilePhone=mobile Fax=fax Website=website Street=business_address City=city State=state PostalCode=zip_code \
        Country=country Industry=industry NumberOfEmployees=employee_count AnnualRevenue=annual_revenue
        hubspot: refinery_id=id salutation=name_prefix firstname=given lastname=surname email=business_email phone=phone1 mobilephone=mobile fax \
        jobtitle=title company=business_name website address=business_address city state zip=zip_code country industry \
        numemployees=employee_count annualrevenue=annual_revenue
        five9: number1=digits1 number2=digits2 number3=digits3 first_name=given last_name=surname company=business_name \
        street=business_address city state zip=zip_code email=business_email
        vicidial: vendor_lead_code=id source_id='refinery list_id=' phone_code='1 phone_number=digits1 title first_name=given \
        middle_initial=' last_name=surname address1=business_address address2=' address3=business_name city state province=' \
        postal_code=zip_code country_code=country gender=' date_of_birth=' alt_phone=digits2 email=business_email security_phrase=' \
        comments=' rank=' owner='
        ringcx: externId=id leadPhone=digits1 firstName=given lastName=surname title email=business_email \
        address1=business_address city state zip=zip_code auxData2=business_name
        convoso: phone_code='1 phone_number=digits1 alt_phone_1=digits2 first_name=given last_name=surname company=business_name \
        email=business_email address1=business_address city state postal_code=zip_code vendor_lead_code=id
        phoneburner: lead_id=id phone=phone1 first_name=given last_name=surname email=business_email company=business_name \
        address1=business_address city state zip=zip_code
        gohighlevel: firstName=given lastName=surname email=business_email phone=phone1 companyName=business_name \
        address1=business_address city state postalCode=zip_code country website
        vapi: number=phone1 name=contact_name email=business_email company_name=business_name
        exotel: phone_number=phone1 first_name=given last_name=surname company_name=business_name email=business_email tag='refinery
        """

    private static let all = table.split(separator: "\n").map { line in
        let parts = line.split(separator: ":", maxSplits: 1)
        return ExportLayout(
            parts[0],
            parts[1].split(separator: " ").map { word in
                let sides = word.split(separator: "=", maxSplits: 1)
                return Column(header: String(sides[0]), value: value(of: sides[sides.count - 1]))
            })
    }

    private static func value(of word: Substring) -> Value {
        switch word {
        case "id": return .id
        case "given": return .firstName
        case "surname": return .lastName
        case "mobile": return .mobile
        case _ where word.first == "'": return .constant(String(word.dropFirst()))
        default: break
        }
        if let number = word.last.flatMap({ Int(String($0)) }) {
            if word.dropLast() == "phone" { return .phone(number, isNational: false) }
            if word.dropLast() == "digits" { return .phone(number, isNational: true) }
        }
        precondition(RecordRow.columns.contains(String(word)), "a record has no column \(word)")
        return .column(String(word))
    }

    /// The cells of one record.
    func cells(of record: RecordRow) -> [String?] {
        var phones: [String]?
        var names: SplitName?
        return columns.map { column in
            switch column.value {
            case .column(let name): return RecordRow.columns.firstIndex(of: name).flatMap { record.shown($0) }
            case .id: return "\(record.id.rawValue)"
            case .constant(let text): return text.isEmpty ? nil : text
            case .phone(let place, let isNational):
                let all = phones ?? Self.phones(of: record)
                phones = all
                guard all.indices.contains(place - 1) else { return nil }
                return isNational ? Self.national(all[place - 1]) : all[place - 1]
            case .mobile: return Self.mobile(of: record)
            case .firstName, .lastName:
                let name = names ?? SplitName(first: record[.firstName], last: record[.lastName], whole: record[.contactName])
                names = name
                if case .firstName = column.value { return name.first }
                return name.last
            }
        }
    }

    /// The numbers that somebody can be called at, in the order in which they are.
    private static func phones(of record: RecordRow) -> [String] {
        var phones: [String] = []
        for phone in [record[.phoneE164], record[.directPhoneE164]].compactMap(\.self) + (record[.otherPhones].map(RecordRow.values) ?? [])
        where !phones.contains(phone) {
            phones.append(phone)
        }
        return phones
    }

    /// The number whose line the lookup found to be mobile, else one that the file calls so.
    private static func mobile(of record: RecordRow) -> String? {
        let lineType = RecordRow.columns.firstIndex(of: "phone_line_type").flatMap { record.texts[$0] }
        if lineType == "mobile", let first = record[.phoneE164] ?? record[.directPhoneE164] { return first }
        let (others, roles) = (record[.otherPhones].map(RecordRow.values) ?? [], record[.otherPhoneRoles].map(RecordRow.values) ?? [])
        return zip(others, roles).first { $1 == "mobile" }?.0
    }

    /// Ten digits of a number of North America, any other with its country code.
    static func national(_ e164: String) -> String { String(e164.dropFirst(e164.hasPrefix("+1") ? 2 : 1)) }
}
