/// A line of business: its SIC code as vendors write it, the description, and what such companies call themselves.
struct SampleIndustry: Sendable {
    let sic: StaticString
    let description: StaticString
    let trades: [StaticString]

    private init(_ sic: StaticString, _ description: StaticString, _ trades: [StaticString]) {
        self.sic = sic
        self.description = description
        self.trades = trades
    }

    static let all: [SampleIndustry] = [
        SampleIndustry("0782", "Lawn and Garden Services", ["Lawn Care", "Landscaping", "Gardens"]),
        SampleIndustry("0742", "Veterinary Services, Specialties", ["Animal Hospital", "Veterinary Clinic"]),
        SampleIndustry("1521", "General Contractors-Single-Family Houses", ["Builders", "Construction", "Homes"]),
        SampleIndustry("171105", "Plumbing Contractors", ["Plumbing", "Plumbing & Heating"]),
        SampleIndustry("1731", "Electrical Work", ["Electric", "Electrical Services"]),
        SampleIndustry("1761", "Roofing, Siding, and Sheet Metal Work", ["Roofing", "Exteriors"]),
        SampleIndustry("2752", "Commercial Printing, Lithographic", ["Printing", "Press", "Graphics"]),
        SampleIndustry("3599", "Industrial Machinery, NEC", ["Machine Works", "Precision Tool"]),
        SampleIndustry("4213", "Trucking, Except Local", ["Trucking", "Freight Lines", "Transport"]),
        SampleIndustry("5072", "Hardware", ["Hardware Supply", "Fasteners"]),
        SampleIndustry("5411", "Grocery Stores", ["Market", "Foods", "Grocery"]),
        SampleIndustry("5511-02", "Automobile Dealers-New Cars", ["Motors", "Auto Sales"]),
        SampleIndustry("581208", "Restaurants", ["Grill", "Kitchen", "Pizza", "Diner"]),
        SampleIndustry("5947", "Gift, Novelty, and Souvenir Shop", ["Gifts", "Card Shop"]),
        SampleIndustry("6411", "Insurance Agents, Brokers, and Service", ["Insurance", "Insurance Agency"]),
        SampleIndustry("6531", "Real Estate Agents and Managers", ["Realty", "Properties", "Real Estate"]),
        SampleIndustry("7231", "Beauty Shops", ["Salon", "Hair Studio", "Beauty"]),
        SampleIndustry("7371", "Custom Computer Programming Services", ["Software", "Systems", "Data Services"]),
        SampleIndustry("7538-01", "General Automotive Repair Shops", ["Auto Repair", "Garage"]),
        SampleIndustry("8011", "Offices and Clinics of Medical Doctors", ["Medical Group", "Family Practice"]),
        SampleIndustry("802101", "Dentists", ["Dental", "Family Dentistry", "Smiles"]),
        SampleIndustry("8111", "Legal Services", ["Law Office", "Law Group"]),
        SampleIndustry("8721", "Accounting, Auditing, and Bookkeeping", ["Accounting", "Tax Service", "Bookkeeping"]),
        SampleIndustry("8742", "Management Consulting Services", ["Consulting", "Advisors", "Partners"]),
    ]
}
