/// The headers that are known for each field, best first.
///
/// The order is the ranking: when two columns could be the same field, the one whose header stands earlier here takes it and the
/// other becomes an extra. Sources: USBizData (three generations), Data Axle / InfoUSA, Salesgenie,
/// D&B Hoovers, ZoomInfo, Apollo, HubSpot, Salesforce, Google and Yelp scrapes, open data of US agencies. Behind them come the
/// usual headers of other languages.
package enum HeaderSynonyms {
    /// Columns that are never stored anywhere but in the source: traces of owners and of addresses.
    package static func isNeverStored(_ key: HeaderKey) -> Bool {
        neverStored.contains { key.text.hasPrefix($0) }
    }

    /// Whether the header speaks of a fax, which is never a phone.
    package static func isFax(_ key: HeaderKey) -> Bool {
        key.text.contains("fax") || key.text.contains("facsimile")
    }

    /// The place of a header in the ranking of `field`, from 0 (best); `nil` when it is no synonym.
    package static func rank(of key: HeaderKey, for field: Field) -> Int? {
        ranks[key]?[field]
    }

    /// The place of a header as written, or without what stands in parentheses or its unit: those come right behind.
    package static func rank(ofFormsOf header: String, for field: Field) -> Int? {
        forms(of: header).compactMap { form in rank(of: form.key, for: field).map { $0 * 4 + form.cut } }.min()
    }

    /// Whether a header is known for any field, as written or without its unit or what stands in parentheses.
    package static func isKnown(_ header: String) -> Bool {
        forms(of: header).contains { isKnown($0.key) }
    }

    /// The ways to read a header, each with how much was cut off for it.
    private static func forms(of header: String) -> [(key: HeaderKey, cut: Int)] {
        let whole = HeaderKey(header)
        guard !whole.text.isEmpty else { return [] }
        var forms = [(key: whole, cut: 0)]
        // "Employees (Single Site)" is known as such; only an unknown header is looked at without its ending. What "Phone (Fax)" and
        // the like say without an ending would be a phone.
        if isKnown(whole) || isFax(whole) { return forms }
        if let bare = HeaderKey.withoutParentheses(header) { forms.append((bare, 1)) }
        if let unitless = whole.withoutUnit { forms.append((unitless, 2)) }
        return forms
    }

    /// The field that the header is ranked best for.
    package static func best(of key: HeaderKey) -> Field? {
        ranks[key]?.min { ($0.value, $0.key.index) < ($1.value, $1.key.index) }?.key
    }

    /// Whether the header is known for any field, or known never to be stored.
    package static func isKnown(_ key: HeaderKey) -> Bool {
        ranks[key] != nil || isNeverStored(key)
    }

    private static let neverStored = ["ownertracedata", "addresstracehistory", "ownershiphistory", "traceverification"]

    private static let ranks: [HeaderKey: [Field: Int]] = {
        var ranks: [HeaderKey: [Field: Int]] = [:]
        for field in Field.allCases {
            for (rank, header) in (headers(of: field) + foreignHeaders(of: field)).enumerated() {
                let key = HeaderKey(header)
                if ranks[key]?[field] == nil { ranks[key, default: [:]][field] = rank + 1 }
            }
            // The field's own name is the best header of it, unless the list puts it elsewhere.
            let own = HeaderKey(field.rawValue)
            if ranks[own]?[field] == nil { ranks[own, default: [:]][field] = 0 }
        }
        return ranks
    }()

    /// The known headers of one field, best first; the field's own name stands before them all unless it is among them.
    package static func headers(of field: Field) -> [String] {
        switch field {
        case .businessName:
            [
                "company name", "company", "business", "organization name", "organisation name", "account name", "firm name", "legal name",
                "company legal name", "legal business name", "establishment name", "facility name", "site name", "store name",
                "practice name",
                "brewery name", "restaurant name", "doing business as name", "dba name", "dba", "trade name", "tradestyle",
                "company name dba",
                "organization", "organisation", "account", "firm", "employer", "employer name", "establishment", "entity name",
                "vendor name",
                "supplier name", "client name", "customer name", "co name", "co", "biz name", "merchant name", "company name for emails",
                "agency name",
                "name of business", "name of company", "place name", "listing name", "name",
            ]
        case .contactName:
            [
                "contact", "contact full name", "contact person", "full name", "primary contact", "primary contact name", "main contact",
                "executive name", "executive full name", "executive", "decision maker", "decision maker name", "owner name", "person name",
                "contact name full", "lead name", "employee name", "manager name", "manager", "ceo name", "president", "owner",
                "executive director",
                "center director", "director", "name",
            ]
        case .firstName:
            [
                "contact first name", "contact first", "executive first name", "executive first", "first", "fname", "given name",
                "forename",
                "contact fname", "owner first name", "primary contact first name", "exec first name", "first nm",
            ]
        case .lastName:
            [
                "contact last name", "contact last", "executive last name", "executive last", "last", "lname", "surname", "family name",
                "contact lname", "owner last name", "primary contact last name", "exec last name", "last nm",
            ]
        case .namePrefix:
            ["prefix", "salutation", "honorific", "courtesy title", "contact prefix", "contact salutation", "honorific prefix"]
        case .nameSuffix:
            ["suffix", "contact suffix", "generational suffix", "honorific suffix", "name generation"]
        case .title:
            [
                "contact title", "job title", "executive title", "title full", "professional title", "standardized title", "position",
                "contact position",
                "title code description", "executive title description", "job position", "role", "job role", "designation",
            ]
        case .businessEmail:
            [
                "email address", "email", "contact email", "work email", "business email address", "company email", "contact email address",
                "company email address", "executive email", "executive email address", "primary email", "primary email address",
                "corporate email",
                "office email", "verified email", "email 1", "email1", "email address 1", "email_id", "e mail id", "emails", "mail",
                "security contact email",
                "main email", "owner email", "public email", "info email", "supplemental email", "email 2",
            ]
        case .businessPhone:
            [
                "company phone", "company phone number", "company hq phone", "business phone number", "corporate phone", "office phone",
                "office phone number", "main phone", "main phone number", "headquarters phone", "hq phone", "location phone",
                "phone number combined",
                "phone number", "phone", "telephone number", "telephone", "business telephone", "company telephone", "tel", "tel number",
                "work phone",
                "primary phone", "primary phone number", "phone no", "phone 1", "phone1", "phone number 1", "contact phone",
                "contact phone number",
                "contact number", "phones", "phone numbers", "work number", "switchboard", "landline", "toll free number",
                "toll free phone",
                "toll free", "first phone", "other phone",
            ]
        case .directPhone:
            [
                "direct phone number", "work direct phone", "direct dial", "direct dial phone", "direct line", "direct number", "direct",
                "mobile phone",
                "mobile phone number", "mobile", "mobile number", "cell phone", "cell phone number", "cell", "cellphone", "cellular",
                "contact direct phone", "executive phone", "contact mobile", "contact mobile phone", "person phone",
            ]
        case .otherPhones:
            ["other phones", "other phone", "home phone", "phone 2", "phone2", "second phone", "alternate phone", "toll free phone"]
        case .phoneExtension:
            ["extension", "ext", "phone extension", "phone ext", "extn", "extension number"]
        case .fax:
            ["fax", "fax number", "fax no", "facsimile", "business fax", "company fax", "telefax"]
        case .otherEmails:
            ["other emails", "other email", "email 2", "email2", "second email", "secondary email", "alternate email", "personal email"]
        case .country:
            ["country", "country code", "company country", "country name", "nation", "mailing country", "billing country"]
        case .areaCode:
            ["phone area code", "business area code", "company area code", "telephone area code", "area", "npa"]
        case .businessAddress:
            [
                "company address", "company street address", "company street", "street address", "business street address",
                "location address",
                "physical address", "address line 1", "address 1", "address1", "address", "street", "street 1", "street1",
                "primary address",
                "business street", "office address", "site address", "street addr", "addr", "mailing address", "mailing street",
                "postal address",
            ]
        case .city:
            [
                "company city", "business city", "location city", "city", "physical city", "address city", "city name", "site city",
                "office city",
                "town",
                "town city", "primary city", "mailing city", "locality", "municipality",
            ]
        case .state:
            [
                "company state", "business state", "location state", "state", "physical state", "address state", "state code",
                "state abbreviation",
                "st",
                "state abbr", "site state", "office state", "state province", "state or province", "state region", "company state region",
                "primary state", "province", "primary state province", "mailing state", "region",
            ]
        case .zipCode:
            [
                "company zip code", "company zip", "company postal code", "business zip code", "business zip", "location zip code",
                "location zip",
                "physical zip code", "physical zip", "zip", "zip5", "zip code 5", "postal code", "postal", "postcode", "zip postal code",
                "zip or postal code", "company zip postal code", "address zip", "site zip", "primary zip code", "primary postal code",
                "5 digit zip",
                "zip full", "mailing zip code", "mailing zip", "mailing postal code",
            ]
        case .zip4:
            [
                "zip four", "zip plus 4", "zip plus four", "plus 4", "plus four", "zip code 4", "location zip 4", "zip code plus 4",
                "zip 4 code", "mailing zip 4",
            ]
        case .county:
            [
                "company county", "location county", "county", "county name", "physical county", "county description", "mailing county",
                "parish",
            ]
        case .website:
            [
                "website url", "web site", "company website", "company website url", "website address", "web address", "company url", "url",
                "web",
                "company domain", "company domain name", "domain", "domain name", "homepage", "home page", "company web address",
                "internet address",
                "web url", "site url", "websites", "www", "email domain",
            ]
        case .industry:
            [
                "industry name", "primary industry", "company industry", "primary industry description", "line of business", "industries",
                "industry description", "industry type", "us sic 1987 description", "naics description", "primary naics description",
                "naics code description", "business category", "category", "categories", "main category", "sub industry",
                "primary sub industry", "sector",
                "business description", "vertical",
            ]
        case .businessType:
            [
                "company type", "entity type", "organization type", "ownership type", "type of business", "location type",
                "business status type",
                "legal structure", "legal form", "establishment type", "domain type",
            ]
        case .employeeCount:
            [
                "number of employees", "# employees", "no of employees", "num employees", "employees", "employee count exact",
                "company size",
                "location employee size actual", "actual location employee size", "employees all sites", "employees total",
                "total employees",
                "company employee count", "company employees", "location employee size", "location employee size range", "employee range",
                "employee size range", "employees range", "employee size", "employees single site", "corporate employee size",
                "corporate employee size range", "corporate employee size actual", "company headcount", "headcount", "employee number",
                "staff", "size",
                "location employee size code description",
            ]
        case .annualRevenue:
            [
                "annual revenue", "annual sales", "revenue", "sales", "annual revenues", "yearly revenue", "company revenue",
                "company annual revenue",
                "location sales volume actual", "actual location sales volume", "annual sales volume", "sales volume", "total revenue",
                "total sales",
                "location sales volume", "location sales volume range", "annual revenue range", "annual sales range", "revenue range",
                "sales range",
                "sales volume range", "estimated revenue", "estimated annual revenue", "est revenue", "corporate sales volume",
                "corporate sales volume range",
                "corporate sales volume actual", "gross revenue", "gross sales", "turnover", "estimated sales",
            ]
        case .sicCode:
            [
                "primary sic code", "sic", "primary sic", "sic code 1", "sic1", "sic 1", "us 8 digit sic code", "us 1987 sic code",
                "us sic 1987 code",
                "primary us sic code", "sic code primary", "sic code 6 digit", "primary sic code 6 digit", "sic 6", "sic8", "sic4",
                "sic codes",
                "primary sic 2 digit", "sic code id", "industry sic code", "sic number",
            ]
        case .sicDescription:
            [
                "primary sic code description", "primary sic description", "sic code description", "sic code description 1",
                "sic description 1",
                "sic desc", "sic name", "sic1 description", "us 8 digit sic description", "us 1987 sic description", "sic code name",
                "sic title",
                "primary sic desc", "sic descriptions",
            ]
        case .naicsCode:
            [
                "primary naics code", "naics", "primary naics", "naics code 1", "naics1", "naics 1", "naics code primary",
                "us naics 2012 code",
                "us naics 2017 code", "us naics 2022 code", "naics 2022 code", "naics codes", "primary naics code 8 digit", "naics8",
                "naics6",
            ]
        case .yearEstablished:
            [
                "established", "year founded", "founded year", "founded", "year started", "year start", "year of founding",
                "established year", "year began",
                "start year", "year of establishment", "date established", "year opened", "company founded", "year in business since",
                "year of incorporation", "incorporation year", "founding year",
            ]
        }
    }
}
