import Foundation
import RefineryModel
import RefineryStages
import Testing

@Suite("Templates that come with the program") struct TemplateTests {
    private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "templates")

    @Test("are those of the files in templates/") func embedded() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasSuffix(".json") }.sorted()
        let written = try files.flatMap { file in
            try SavedMapping.list(json: try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8))
        }
        #expect(files.count > 15)
        #expect(SavedMapping.shipped == written, "list the file in Sources/CTemplates/templates.c, or build again")
    }

    @Test("have names of their own, say where their headers are from, and require some") func wellFormed() {
        let templates = SavedMapping.shipped
        #expect(Set(templates.map(\.id)).count == templates.count)
        for template in templates {
            #expect(template.source?.hasPrefix("https://") == true, "\(template.name)")
            #expect(template.isTemplate, "\(template.name)")
            let headers = template.columns.map { HeaderSignature([$0.header]) }
            #expect(!headers.contains(nil), "\(template.name)")
        }
    }

    @Test("know the export they are made for, and no other of the same program is taken for it", arguments: SavedMapping.shipped)
    func ownExport(template: SavedMapping) throws {
        let line = template.columns.map { "\"\($0.header.replacing("\"", with: "\"\""))\"" }.joined(separator: ",")
        var choices = ReadingChoices()
        choices.refuses = false
        let inspection = try SourceInspection(beginning: Array("\(line)\n\(line.filter { $0 == "," })x\n".utf8), choices)
        #expect(inspection.mapping.origin?.name == template.name)
    }

    /// A header line of a program's export, with what some of its columns have to be.
    struct Export: CustomTestStringConvertible {
        let template: String
        let headers: String
        let uses: [String: String]
        var testDescription: String { template }
    }

    private static let exports = [
        Export(
            template: "Salesforce contact report",
            headers:
                "Salutation,First Name,Last Name,Title,Account Name,Mailing City,Mailing State/Province,Phone,Fax,Mobile,Email,Account Owner",
            uses: [
                "Account Name": "business_name", "Title": "title", "Phone": "business_phone", "Mobile": "direct_phone:mobile", "Fax": "fax",
                "Account Owner": "extra", "Salutation": "name_prefix", "Mailing City": "city:mailing",
            ]),
        Export(
            template: "Salesforce leads",
            headers: "Id,IsDeleted,LastName,FirstName,Salutation,Name,Title,Company,Phone,MobilePhone,Email,OwnerId,IsConverted",
            uses: ["Name": "contact_name", "Company": "business_name", "MobilePhone": "direct_phone:mobile", "OwnerId": "extra"]),
        Export(
            template: "HubSpot contacts with companies",
            headers:
                "Record ID - Contact,First Name,Last Name,Email,Phone Number,Contact owner,Company Name,Mobile Phone Number,Company name,Phone Number",
            uses: [
                "Company Name": "business_name", "Contact owner": "extra", "Company name": "extra", "Phone Number_2": "other_phones:main",
            ]),
        Export(
            template: "Pipedrive people",
            headers:
                "Person - ID,Person - Name,Person - Phone - Work,Person - Phone - Mobile,Person - Email - Work,Person - Email - Home,Person - Owner,"
                + "Organization - Name,Organization - Address",
            uses: [
                "Person - Name": "contact_name", "Organization - Name": "business_name", "Person - Owner": "extra",
                "Person - Email - Home": "other_emails:personal", "Organization - Address": "business_address:full",
            ]),
        Export(
            template: "Odoo contacts of companies",
            headers: "External ID,Name,Company Type,Related Company,Job Position,Phone,Mobile,Email,Salesperson",
            uses: ["Name": "contact_name", "Related Company": "business_name", "Company Type": "extra", "Salesperson": "extra"]),
        Export(
            template: "Outlook contacts",
            headers: "Title,First Name,Last Name,Company,Job Title,Business Street,Business City,Home Phone,Business Fax,Business Phone,"
                + "Business Phone 2,Mobile Phone,E-mail Address,E-mail 2 Address,E-mail Display Name",
            uses: [
                "Title": "name_prefix", "Job Title": "title", "Business Street": "business_address", "Business Fax": "fax",
                "Home Phone": "other_phones:home",
                "Business Phone 2": "other_phones:second", "E-mail 2 Address": "other_emails", "E-mail Display Name": "extra",
            ]),
        Export(
            template: "Google Contacts",
            headers:
                "Name,Given Name,Family Name,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Value,"
                + "Organization 1 - Name,Organization 1 - Title",
            uses: [
                "Name": "contact_name", "Organization 1 - Name": "business_name", "Phone 1 - Type": "extra",
                "Phone 1 - Value": "business_phone",
                "Phone 2 - Value": "other_phones", "E-mail 2 - Value": "other_emails",
            ]),
        Export(
            template: "Apollo contacts, corporate phone",
            headers:
                "First Name,Last Name,Title,Company Name,Company Name for Emails,Email,Email Status,Contact Owner,Work Direct Phone,Home Phone,"
                + "Mobile Phone,Corporate Phone,Other Phone,Account Owner,# Employees",
            uses: [
                "Corporate Phone": "business_phone", "Other Phone": "other_phones:second", "Work Direct Phone": "direct_phone:direct",
                "Mobile Phone": "other_phones:mobile",
                "Contact Owner": "extra", "Account Owner": "extra", "Company Name for Emails": "extra", "# Employees": "employee_count",
            ]),
        Export(
            template: "ZoomInfo contacts",
            headers: "ZoomInfo Contact ID,Last Name,First Name,Company Name,Company HQ Phone,Fax,Revenue (in 000s USD),Direct Phone Number",
            uses: ["Company HQ Phone": "business_phone", "Revenue (in 000s USD)": "annual_revenue", "Fax": "fax"]),
    ]

    @Test("map phones with their role, second e-mails, the fax and the owner of a record as what they are", arguments: exports)
    func uses(export: Export) throws {
        var choices = ReadingChoices()
        choices.refuses = false
        let cells = export.headers.split(separator: ",").map { _ in "x" }.joined(separator: ",")
        let inspection = try SourceInspection(beginning: Array("\(export.headers)\n\(cells)\n".utf8), choices)
        #expect(inspection.mapping.origin?.name == export.template)
        let uses = Dictionary(
            uniqueKeysWithValues: zip(inspection.headers, inspection.mapping.columns.map { MappingOverride.Target($0).text }))
        for (header, use) in export.uses { #expect(uses[header] == use, "\(header)") }
        choices.usesLibrary = false
        #expect(try SourceInspection(beginning: Array("\(export.headers)\n\(cells)\n".utf8), choices).mapping.origin == nil)
    }
}
