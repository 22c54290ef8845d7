"""Made-up files and headers of the kinds that the labelled ones have too few of; every column knows what it is."""

import csv
import random
from pathlib import Path

WORDS = Path(__file__).parent.parent.parent / "data" / "columns"


def words(name: str) -> list[str]:
    return [w for w in (WORDS / f"{name}.txt").read_text(encoding="utf-8").split("\n") if w and w.isascii()]


GIVEN, SURNAMES, CITIES, COUNTIES = words("given-names"), words("surnames"), words("cities"), words("counties")
SIC, NAICS, INDUSTRY, COMPANY = words("sic-codes"), words("naics-codes"), words("industry-words"), words("company-words")
STATES = ("AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX "
          "UT VT VA WA WV WI WY DC").split()
STATE_NAMES = "Alabama,Arizona,California,Colorado,Florida,Georgia,Illinois,New York,North Carolina,Ohio,Oregon,Texas,Washington".split(",")
COUNTRIES = "United States,USA,US,Germany,Deutschland,France,United Kingdom,UK,Canada,Mexico,Spain,Brazil,India,Netherlands".split(",")
TITLES = ("Owner,President,CEO,Chief Executive Officer,General Manager,Office Manager,Sales Director,Vice President of Sales,VP Marketing,Partner,"
          "Manager,Principal,Director of Operations,Marketing Coordinator,Account Executive,Software Engineer,Geschäftsführer,Site Manager,CFO,"
          "Executive Director,Treasurer,Secretary,Founder,Co-Founder,Purchasing Agent,Head of IT,HR Manager,Store Manager,Pharmacist,Physician").split(",")
STREETS = "Main St,Oak Avenue,N Elm Street,Park Blvd,Highway 12,Washington Rd,2nd Ave,Lake Drive,Sunset Ln,Broadway,Market Street Ste 200".split(",")
RANGES = ["1 to 4", "5 to 9", "10 to 19", "20 to 49", "50 to 99", "100 to 249", "250 to 499", "500 to 999", "1000 to 4999", "10,000+"]
RANGES2 = ["1-10", "11-50", "51-200", "201-500", "501-1000", "1001-5000", "5001-10000", "10001+"]
SALES = ["Less Than $500,000", "$500,000-1 Million", "$1-2.5 Million", "$2.5-5 Million", "$5-10 Million", "$10-20 Million", "$20-50 Million",
         "$50-100 Million", "$100-500 Million", "Over $1 Billion", "Under $1 Million"]


def digits(r: random.Random, count: int) -> str:
    return str(r.randint(1, 9)) + "".join(str(r.randint(0, 9)) for _ in range(count - 1))


def title(text: str) -> str:
    return " ".join(w.capitalize() for w in text.split())


def person(r):
    return title(r.choice(GIVEN[:9000])), title(r.choice(SURNAMES))


def company(r):
    tail = r.choice(["Inc", "LLC", "Inc.", "Corp", "Ltd", "GmbH", "& Sons", "Co", "", "", "", "Group"])
    head = r.choice([title(r.choice(SURNAMES)), title(r.choice(CITIES)), title(r.choice(INDUSTRY)), "A " + r.choice("ABCXYZ") + " C"])
    return " ".join(p for p in [head, title(r.choice(COMPANY)), tail] if p)


def phone(r):
    a, b, c = r.choice(["212", "312", "415", "713", "305", "602", "206", "617", "404", "214"]), digits(r, 3), digits(r, 4)
    return a, "2" + b[1:], c


PHONES = [lambda p: f"({p[0]}) {p[1]}-{p[2]}", lambda p: f"{p[0]}-{p[1]}-{p[2]}", lambda p: "".join(p), lambda p: f"+1 {p[0]} {p[1]} {p[2]}",
          lambda p: f"{p[0]}.{p[1]}.{p[2]}", lambda p: f"1-{p[0]}-{p[1]}-{p[2]}", lambda p: f"'+1 {p[0]}-{p[1]}-{p[2]}",
          lambda p: f"+49 {p[0]} {p[1]}{p[2]}", lambda p: f"0{p[0][1:]} {p[1]} {p[2]}", lambda p: f"+44 20 7{p[1]} {p[2]}",
          lambda p: p[1] + p[2], lambda p: f"{p[1]}-{p[2]}", lambda p: f"({p[0]}) {p[1]}-{p[2]} x{p[2][:3]}"]


def constant(choices):
    """A function that fixes one way to write for a whole column."""
    return lambda r: r.choice(choices)


def kinds():
    """For each type several ways to fill a column: functions of a source of chance to a function that makes cells."""
    def by(*makers):
        return [(lambda r, m=m: (lambda: m(r))) for m in makers]

    def picked(values):
        return [lambda r, v=v: (lambda: r.choice(v)) for v in values]

    def phone_maker(r):
        form = r.choice(PHONES)
        return lambda: form(phone(r))

    return {
        "business_name": by(company, company, lambda r: company(r).upper(), lambda r: title(f"{r.choice(CITIES)} {r.choice(COMPANY)}")),
        "contact_name": by(lambda r: " ".join(person(r)), lambda r: ", ".join(reversed(person(r))), lambda r: " ".join(person(r)).upper(),
                           lambda r: f"{person(r)[1].upper()} {person(r)[0]}", lambda r: f"{person(r)[0]} {person(r)[1].upper()}",
                           lambda r: f"{' '.join(person(r))}{r.choice(['', '', ', CPA', ' Jr', ', PhD', ' (' + r.choice(TITLES) + ')'])}",
                           lambda r: f"{r.choice(['% ', 'c/o ', 'Attn: ', ''])}{' '.join(person(r))}",
                           lambda r: f"{person(r)[0]} {r.choice('ABCDEFJKLMR')}. {person(r)[1]}", lambda r: f"{r.choice(['Mr.', 'Mrs.', 'Dr.'])} {' '.join(person(r))}"),
        "first_name": by(lambda r: person(r)[0], lambda r: person(r)[0].upper()),
        "last_name": by(lambda r: person(r)[1], lambda r: person(r)[1].upper()),
        "title": picked([TITLES, TITLES[:6], [t.upper() for t in TITLES]]),
        "email": by(lambda r: ".".join(person(r)).lower() + "@" + r.choice(["gmail.com", "acme.example.com", "firm.de"]),
                    lambda r: r.choice(["info", "sales", "office"]) + "@" + r.choice(SURNAMES).replace(" ", "") + ".com"),
        "phone": [phone_maker] * 3,
        "street": by(lambda r: f"{r.randint(1, 9999)} {r.choice(STREETS)}", lambda r: f"{title(r.choice(SURNAMES))}straße {r.randint(1, 120)}",
                     lambda r: f"{r.randint(1, 120)} rue {title(r.choice(SURNAMES))}", lambda r: f"P.O. Box {r.randint(1, 9999)}",
                     lambda r: f"{r.randint(1, 999)} {r.choice(STREETS)}, {title(r.choice(CITIES))}, {r.choice(STATES)} {digits(r, 5)}",
                     lambda r: f"{r.randint(1, 9999)} {r.choice(STREETS)}".upper()),
        "city": by(lambda r: title(r.choice(CITIES)), lambda r: r.choice(CITIES).upper(), lambda r: f"{title(r.choice(CITIES))}, {r.choice(STATES)}"),
        "state": picked([STATES, STATE_NAMES, STATES[:4], ["CA"], ["TX", "NY"], ["Bayern", "Hessen", "Sachsen"], ["SP", "RJ", "MG", "RS", "PR"]]),
        "zip": by(lambda r: digits(r, 5), lambda r: f"{digits(r, 5)}-{digits(r, 4)}", lambda r: "0" + digits(r, 4), lambda r: r.choice([digits(r, 5), digits(r, 4)]),
                  lambda r: f"{r.choice(['SW', 'M', 'LS', 'B'])}{r.randint(1, 29)} {r.randint(1, 9)}{r.choice('ABDE')}{r.choice('ABDE')}", lambda r: digits(r, 9),
                  lambda r: digits(r, 4), lambda r: f"{digits(r, 5)}.0", lambda r: f"{digits(r, 5)}-{digits(r, 3)}"),
        "county": by(lambda r: title(r.choice(COUNTIES)), lambda r: title(r.choice(COUNTIES)) + " County", lambda r: r.choice(COUNTIES).upper()),
        "country": picked([COUNTRIES, ["United States"], ["US"], ["USA"], ["DE", "FR", "IT", "US", "GB"], ["USA", "DEU", "FRA"], ["Deutschland", "Österreich", "Schweiz"]]),
        "website": by(lambda r: "www." + r.choice(SURNAMES).replace(" ", "") + ".com", lambda r: "https://" + r.choice(SURNAMES).replace(" ", "") + ".com/",
                      lambda r: r.choice(SURNAMES).replace(" ", "") + r.choice([".com", ".de", ".org", ".net"])),
        "employees": picked([RANGES, RANGES2, [x + " employees" for x in RANGES2], [f"{n:05}" for n in (1, 3, 5, 12, 40, 150)]])
        + by(lambda r: str(int(r.lognormvariate(3, 1.5)) + 1), lambda r: f"{int(r.lognormvariate(5, 2)) + 1:,}"),
        "revenue": picked([SALES, ["$1M-$5M", "$5M-$10M", "$10M-$50M", "$50M-$100M"], ["1M to 5M", "5M to 10M", "<1M"], ["$0 - $1M", "$1M - $10M"]])
        + by(lambda r: f"${int(r.lognormvariate(14, 1.5)):,}", lambda r: str(int(r.lognormvariate(14, 1.5)) // 1000 * 1000),
             lambda r: f"${r.randint(1, 900) / 10}M", lambda r: f"{int(r.lognormvariate(13, 2)):,} €".replace(",", "."), lambda r: str(int(r.lognormvariate(13, 2)))),
        "sic_code": by(lambda r: r.choice(SIC), lambda r: r.choice(SIC) + r.choice(["01", "02", "03", "98"]), lambda r: f"{r.choice(SIC)}-0{r.randint(1, 9)}",
                       lambda r: r.choice(SIC) + "0000", lambda r: str(int(r.choice(SIC))), lambda r: f"{r.choice(SIC)}; {r.choice(SIC)}", lambda r: f"{r.choice(SIC)}.0", lambda r: f"{r.choice(SIC)}{r.randint(1, 99):02}{r.randint(0, 99):02}.0",
                       lambda r: f"{r.choice(SIC)} - {title(r.choice(INDUSTRY))} {r.choice(INDUSTRY)}",
                       lambda r: f"{r.randint(1, 99):02}{r.randint(11, 99)}{r.choice('0019')}",
                       lambda r: f"{r.randint(1, 99):02}{r.randint(11, 99)}{r.choice('0019')} - {title(r.choice(INDUSTRY))} {r.choice(INDUSTRY)}"),
        "sic_description": by(lambda r: title(f"{r.choice(INDUSTRY)} and {r.choice(INDUSTRY)}"), lambda r: f"{r.choice(INDUSTRY)} {r.choice(INDUSTRY)}".upper(),
                              lambda r: title(r.choice(INDUSTRY)), lambda r: title(f"{r.choice(INDUSTRY)} {r.choice(['Services', 'Stores', 'Contractors'])}")),
        "naics_code": by(lambda r: r.choice(NAICS), lambda r: r.choice(NAICS) + digits(r, 2), lambda r: r.choice(NAICS)[:4], lambda r: f"{r.choice(NAICS)}; {r.choice(NAICS)}",
                         lambda r: f"{r.choice(NAICS)}.0"),
        "year_established": by(lambda r: str(r.randint(1890, 2022)), lambda r: f"{r.randint(1950, 2022)}.0", lambda r: f"{r.randint(1, 12)}/{r.randint(1, 28)}/{r.randint(1950, 2022)}"),
    }


KINDS = kinds()

# Names of columns and what they hold; the second is a function of chance to a function that makes cells.
OTHER = {
    "ID|Record ID|Account Number|Customer No|IUSA Number|Location ID": [lambda r: lambda: digits(r, 9), lambda r: lambda: f"{r.choice('ABC')}{digits(r, 6)}",
                                                                       lambda r: lambda: f"{digits(r, 2)}-{digits(r, 3)}-{digits(r, 4)}"],
    "DUNS|D-U-N-S Number|Parent DUNS": [lambda r: lambda: digits(r, 9), lambda r: lambda: f"{digits(r, 2)}-{digits(r, 3)}-{digits(r, 4)}"],
    "EIN|Tax ID|VAT Number|License Number": [lambda r: lambda: f"{digits(r, 2)}-{digits(r, 7)}", lambda r: lambda: "DE" + digits(r, 9), lambda r: lambda: "LIC-" + digits(r, 5)],
    "Latitude|lat": [lambda r: lambda: f"{r.uniform(25, 49):.6f}"], "Longitude|lng": [lambda r: lambda: f"{-r.uniform(70, 120):.6f}"],
    "FIPS Code|Census Tract|County Code|MSA Code|State FIPS": [lambda r: lambda: digits(r, 5), lambda r: lambda: digits(r, 6), lambda r: lambda: digits(r, 3), lambda r: lambda: digits(r, 2)],
    "Created Date|Last Modified|Last Activity|Date Added|Expiration Date": [lambda r: lambda: f"{r.randint(2015, 2025)}-{r.randint(1, 12):02}-{r.randint(1, 28):02}",
                                                                            lambda r: lambda: f"{r.randint(1, 12)}/{r.randint(1, 28)}/{r.randint(2015, 2025)} {r.randint(0, 23)}:{r.randint(10, 59)}"],
    "Status|Lead Status|Email Status|Phone Status|Stage|Account Status": [lambda r: lambda: r.choice(["Active", "Inactive", "New", "Verified", "Unverified", "Open"])],
    "Phone Name|Phone 2 Name|Phone Label|Fax Label|Number Description|Email Name": [lambda r: lambda: r.choice(
        ["Main", "Main Number", "Toll Free", "TTY", "Hotline (24 Hours)", "Administrative Office", "After Hours", "Business Number", "Intake", "Fax"])],
    "Search Query|Query|Search Term|Keyword|Input": [lambda r: (lambda q=f"{r.choice(INDUSTRY)} {r.choice(CITIES)}": q),
                                                    lambda r: lambda: f"{r.choice(INDUSTRY)} in {title(r.choice(CITIES))}"],
    "Phone Type|Address Type|Email Type|Contact Type|Line Type": [lambda r: lambda: r.choice(["Mobile", "Work", "Home", "Landline", "Other"])],
    "Lead Source|Source|Campaign|Phone Source|Email Source": [lambda r: lambda: r.choice(["Web", "Referral", "Trade show", "Import", "Google"])],
    "Total Funding|Total Funding Amount|Deal Amount|Opportunity Value|Credit Limit|Latest Funding Amount|Balance": [lambda r: lambda: f"${int(r.lognormvariate(14, 2)):,}", lambda r: lambda: str(int(r.lognormvariate(12, 2)))],
    "Rating|Score|Lead Score|Reviews|Review Count|Rank": [lambda r: lambda: f"{r.uniform(1, 5):.1f}", lambda r: lambda: str(r.randint(0, 500))],
    "Notes|Comments|Description|About|Remarks": [lambda r: lambda: " ".join(r.choice(INDUSTRY) for _ in range(r.randint(6, 25))).capitalize() + "."],
    "Do Not Call|Is Active|Opt Out|Verified|Email Opt Out|Email Verified": [lambda r: lambda: r.choice(["Yes", "No"]), lambda r: lambda: r.choice(["TRUE", "FALSE"]), lambda r: lambda: r.choice("01")],
    "Gender|Sex|Executive Gender": [lambda r: lambda: r.choice(["M", "F"]), lambda r: lambda: r.choice(["Male", "Female"])],
    "Salutation|Prefix|Mr/Ms": [lambda r: lambda: r.choice(["Mr.", "Ms.", "Mrs.", "Dr."])], "Middle Initial|MI|Middle Name": [lambda r: lambda: r.choice("ABCDEFGJKLMRST"), lambda r: lambda: person(r)[0]],
    "Suffix|Name Suffix": [lambda r: lambda: r.choice(["Jr", "Sr", "III", ""])],
    "LinkedIn|LinkedIn URL|Facebook|Twitter|Person Linkedin Url|Instagram URL": [lambda r: lambda: "https://www.linkedin.com/in/" + r.choice(SURNAMES).replace(" ", ""), lambda r: lambda: "https://facebook.com/" + r.choice(SURNAMES).replace(" ", "")],
    "Logo|Photo|Image URL": [lambda r: lambda: f"https://cdn.example.com/{digits(r, 6)}.jpg"], "Google Maps URL|Listing URL|Profile URL": [lambda r: lambda: f"https://www.google.com/maps/place/{digits(r, 9)}", lambda r: lambda: f"https://www.yellowpages.com/{digits(r, 6)}"],
    "Department|Departments|Division": [lambda r: lambda: r.choice(["Sales", "Marketing", "Finance", "Engineering", "HR"])],
    "Seniority|Management Level|Level": [lambda r: lambda: r.choice(["Director", "Manager", "VP", "C-Level", "Entry", "Senior"])],
    "Zip+4|Zip4|Zip Four|Plus 4|Mailing Zip 4": [lambda r: lambda: digits(r, 4)], "Area Code|Phone Area Code": [lambda r: lambda: phone(r)[0]],
    "Extension|Ext|Phone Ext": [lambda r: lambda: str(r.randint(10, 9999)), lambda r: lambda: f"x{r.randint(10, 999)}"],
    "Account Owner|Lead Owner|Contact Owner|Assigned To|Created By|Sales Rep|Record Owner": [lambda r: lambda: " ".join(person(r)), lambda r: (lambda o=" ".join(person(r)): o), lambda r: lambda: ".".join(person(r)).lower() + "@acme.example.com"],
    "Business Status|Company Type|Ownership Type|Legal Form|Location Type": [lambda r: lambda: r.choice(["Private", "Public", "Branch", "Headquarters", "LLC", "Corporation", "Sole Proprietor"])],
    "Company Category|Entity Type|Type of Entity|Company Status|Organization Type": [
        lambda r: lambda: r.choice(["Private Limited Company", "Public Limited Company", "Limited Partnership", "Sole Trader", "Community Interest Company"]),
        lambda r: lambda: r.choice(["Active", "Dissolved", "Liquidation"])],
    "Coverage Area|Service Area|Area Served|Sales Territory|Territory|Market": [
        lambda r: lambda: r.choice(STATE_NAMES), lambda r: lambda: r.choice([*STATES, "National", "Statewide"]),
        lambda r: lambda: r.choice(["Northeast", "Southern California", "Pacific Northwest", "EMEA", "Metro area", "Nationwide"])],
    "Monthly Visits|Web Traffic|Page Views|Global Monthly Visits|Followers|Staff Hours|Opening Hours Total|Hours Worked|Number of Products|Number of Vehicles|Seats|Beds": [
        lambda r: lambda: str(int(r.lognormvariate(9, 2))), lambda r: lambda: f"{int(r.lognormvariate(8, 2)):,}", lambda r: lambda: f"{r.uniform(1, 90):.1f}"],
    "Yomi Name|Phonetic First Name|Given Name Yomi|Family Name Yomi|Organization Yomi Name|Phonetic Company Name|Maiden Name": [
        lambda r: lambda: "", lambda r: lambda: person(r)[1]],
    "Name of Neighborhood|Nombre de la colonia|Nombre del asentamiento|Nombre de entre calle 1|Cross Street Name|Between Street 1|Name of Building|Nombre del edificio": [
        lambda r: lambda: title(r.choice(SURNAMES)), lambda r: lambda: " ".join(person(r)).upper(), lambda r: lambda: r.choice(CITIES).upper(),
        lambda r: lambda: f"{' '.join(person(r))} {r.choice(['Norte', 'Sur', ''])}".strip()],
    "Language|Time Zone|Currency": [lambda r: lambda: r.choice(["English", "German", "French"]), lambda r: lambda: r.choice(["EST", "PST", "America/New_York"]), lambda r: lambda: r.choice(["USD", "EUR"])],
    "Password|Hash|UUID|GUID": [lambda r: lambda: "%032x" % r.getrandbits(128)], "Hours|Opening Hours": [lambda r: lambda: "Mon-Fri 9:00 AM - 5:00 PM"],
    "Price|Amount|Fee|Total": [lambda r: lambda: f"{r.uniform(1, 900):.2f}", lambda r: lambda: f"${r.uniform(1, 900):.2f}"], "Growth|Percent|Employee Growth|Match %": [lambda r: lambda: f"{r.randint(-20, 90)}%"],
    "NACE Code|ISIC Code|NACE Rev 2 Code|ANZSIC Code": [lambda r: lambda: f"{r.randint(1, 99):02}.{r.randint(10, 99)}", lambda r: lambda: digits(r, 4), lambda r: lambda: digits(r, 4) + ".0"],
    "Investors|All Investors|Recent Investors|Memberships|Affiliations|Competitors|Brands": [lambda r: lambda: ", ".join(company(r) for _ in range(r.randint(1, 4))), lambda r: lambda: company(r)],
    "Care Of|Attention|Between Street|Cross Street|Neighborhood|Settlement Name|Building Name": [lambda r: lambda: title(r.choice(SURNAMES)), lambda r: lambda: "% " + " ".join(person(r)), lambda r: lambda: title(r.choice(CITIES))],
    "INN|OGRN|RUC|RUT|GSTIN|CNPJ|NIF|SIREN|SIRET|ABN": [lambda r: lambda: digits(r, 10), lambda r: lambda: digits(r, 12), lambda r: lambda: digits(r, 9), lambda r: lambda: digits(r, 14)],
    "IBAN|Bank Account|Bank Name|Bankkonto": [lambda r: lambda: "DE" + digits(r, 20), lambda r: lambda: title(r.choice(SURNAMES)) + " Bank"],
    "Quantity|Number of Locations|Locations|Year of Birth|Number of Reviews|Square Footage|Number of PCs": [lambda r: lambda: str(r.randint(1, 90)), lambda r: lambda: str(r.randint(1, 9000))],
    "Date of Birth|Birthday": [lambda r: lambda: f"{r.randint(1, 12)}/{r.randint(1, 28)}/{r.randint(1950, 2003)}"], "Year|Fiscal Year|License Year|Model Year": [lambda r: lambda: r.choice(["2021", "2022", "2023"])],
    "Technologies|Keywords|Tags|Products": [lambda r: lambda: ", ".join(r.choice(INDUSTRY) for _ in range(r.randint(2, 9)))],
    "SIC Code Description Code|Territory|Region|Council District|Ward|Precinct": [lambda r: lambda: str(r.randint(1, 50)), lambda r: lambda: r.choice(["East", "West", "North", "Midwest"])],
}

HEADS = {
    "business_name": ["Company Name", "Company", "Business Name", "Firm", "Organization", "Account Name", "Legal Name", "DBA", "Trade Name", "Firma", "Empresa", "Razão Social", "Razón Social",
                      "Raison sociale", "Nome Fantasia", "Unternehmen", "Société", "Vendor Name", "Customer Name", "Store Name", "School Name", "Facility Name", "Employer", "Bedrijfsnaam", "Azienda", "Parent Company", "Name of Business", "Licensee", "Company / Account", "Company or Account", "Organization Name", "Organisation", "Facility", "Tenant", "Hospital", "Restaurant", "Name of Company", "Name", "Nom", "Nombre", "Nome", "Local Name", "Public Name", "Nombre del negocio", "Nome da empresa"],
    "contact_name": ["Contact Name", "Contact", "Full Name", "Contact Person", "Owner Name", "Primary Contact", "Display Name", "Ansprechpartner", "Kontaktperson", "Contacto", "Decision Maker", "Executive Name", "CEO", "Responsável",
                     "Principal", "President", "Manager Name", "Attorney Name", "Agent Name", "Key Contact", "Person Name", "Nome do contato", "Referente", "Inhaber", "Officer 1", "Company Officer 1", "Member Name", "Dirigeant", "Supplier Contact Name", "Founder", "Company Contact", "Account Contact", "Gérant", "Name", "Nom", "Nombre", "Nome", "Nombre del contacto", "Nom du contact"],
    "first_name": ["First Name", "First", "FName", "Given Name", "Contact First Name", "Vorname", "Prénom", "Nombre", "FirstName Supplied", "Member First Name", "Owner First Name", "Executive First Name", "Forename", "Voornaam"],
    "last_name": ["Last Name", "Last", "LName", "Surname", "Family Name", "Contact Last Name", "Nachname", "Nom de famille", "Apellidos", "LastName Supplied", "Member Last Name", "Owner Last Name", "Executive Last Name", "Cognome", "Achternaam"],
    "title": ["Title", "Job Title", "Position", "Contact Title", "Role", "Executive Title", "Funktion", "Cargo", "Poste", "Designation", "Job Position", "Functie"],
    "email": ["Email", "E-mail", "Email Address", "Contact Email", "Work Email", "Business Email", "E-Mail-Adresse", "Correo electrónico", "Courriel", "Primary Email", "Personal Email", "Email 2", "Secondary Email", "Owner Email", "E-mail 1 - Value", "Mail", "General Email"],
    "phone": ["Phone", "Phone Number", "Telephone", "Tel", "Mobile", "Cell Phone", "Direct Phone", "Fax", "Fax Number", "Home Phone", "Work Phone", "Company Phone", "Phone 2", "Toll Free", "Telefon", "Handy", "Teléfono", "Téléphone", "Celular", "Main Phone",
              "Office Phone", "Phone No.", "Contact Number", "Direct Dial", "Other Phone", "Telefone", "Phone 1 - Value", "Assistant Phone", "Owner Phone", "WhatsApp", "Direct Line", "Member Cell", "Owner Cell", "Hotline", "Pager", "Emergency Phone", "After Hours Phone", "Mobile 2"],
    "street": ["Nombre de la calle", "Nombre de la vialidad", "Name of Street", "Nome da rua", "Nom de la rue", "Nombre de la vía", "Street Name", "Address", "Street", "Street Address", "Address 1", "Address Line 1", "Mailing Address", "Address 2", "Address Line 2", "Full Address", "Straße", "Adresse", "Dirección", "Endereço", "Billing Street", "Business Address", "Location Address", "Home Address", "Indirizzo", "Work Street", "Property Address"],
    "city": ["City", "Town", "Mailing City", "Billing City", "Ort", "Stadt", "Ciudad", "Ville", "Cidade", "Company City", "Home City", "Work City", "Locality", "Physical City", "Plaats", "Commune", "City/State", "Nombre de la ciudad", "Nome da cidade", "Nom de la ville", "Nombre de la localidad"],
    "state": ["State", "Province", "State/Province", "Mailing State", "Billing State", "State Code", "Bundesland", "Estado", "Region", "Company State", "ST", "Home State", "Work State", "UF", "Provincia", "Kanton", "Nombre del estado", "Nome do estado", "Nombre de la entidad"],
    "zip": ["Zip", "Zip Code", "Postal Code", "Postcode", "PLZ", "CP", "Código postal", "Mailing Zip", "Billing Postal Code", "Company Zip Code", "CEP", "Postleitzahl", "Home Zip", "Work Postal Code", "Zip/Postal Code", "ZIP5"],
    "county": ["County", "County Name", "Mailing County", "Home County", "Work County", "Parish", "Business County", "Landkreis", "Location County", "Nombre del municipio", "Name of County"],
    "country": ["Country", "Country Code", "Mailing Country", "Billing Country", "Land", "País", "Pays", "Company Country", "Nation", "Home Country", "Country Name", "Paese"],
    "website": ["Website", "Web Site", "URL", "Web", "Homepage", "Company Website", "Domain", "Website URL", "Web Page", "Web Page 1", "Web Page 2", "Webseite", "Sitio web", "Site web", "Company Domain", "Web Address", "Organization Website", "Internet", "Website 1", "Company Domain Name"],
    "employees": ["Employees", "Number of Employees", "# Employees", "Employee Count", "Company Size", "Employee Range", "Employee Size", "Mitarbeiter", "Location Employee Size Range", "No. of Employees", "Headcount", "Employee Size Range", "Staff Count", "Empleados", "Personal ocupado", "Estrato de personal", "Tranche d'effectif", "Mitarbeiteranzahl", "Effectif", "Total Employees", "Location Employee Size Actual"],
    "revenue": ["Revenue", "Annual Revenue", "Sales", "Annual Sales", "Sales Volume", "Revenue Range", "Annual Sales Range", "Revenue (in 000s USD)", "Estimated Revenue", "Umsatz", "Sales (USD)", "Location Sales Volume Range", "Turnover", "Gross Revenue", "Chiffre d'affaires", "Faturamento", "Company Revenue", "Location Sales Volume Actual", "Revenue Range (in USD)"],
    "sic_code": ["SIC", "SIC Code", "Primary SIC Code", "SIC Code 1", "SIC Codes", "SIC 2", "Primary SIC", "SIC4", "US 8-Digit SIC Code", "SIC Code 6", "Secondary SIC Code", "SIC Code UK", "SIC Code Text", "Nature of business (SIC)", "Nature of Business Codes", "Industry Code"],
    "sic_description": ["Industry", "SIC Description", "Primary SIC Description", "Industry Description", "Category", "Business Category", "Line of Business", "Branche", "NAICS Description", "Primary Industry", "Industria", "Secteur", "Business Type", "Sub-Industry", "Categories", "Sector", "Type of Business", "Nombre de la actividad", "Clase de actividad", "Description of Industry", "Actividad económica", "SIC Code Description"],
    "naics_code": ["NAICS", "NAICS Code", "Primary NAICS", "NAICS 1", "Primary NAICS Code", "NAICS Code 2", "NAICS Codes", "NAICS 2022 Code"],
    "year_established": ["Year Founded", "Founded", "Year Established", "Established", "Year Started", "Founded Year", "Gründungsjahr", "Date Founded", "Incorporation Date", "Year Opened", "Start Year", "Est. Year", "Founded Date"],
}

# What stands in front of the parts of an address, whichever part it is.
PLACES = ["Address 1 - ", "Address 2: ", "Home Address ", "address_", "Location.", "Registered Address ", "Work Address - ", "Primary Address: ", "Other ", "Billing Address "]

STYLES = [lambda h: h, lambda h: h, lambda h: h, lambda h: h.lower().replace(" ", "_"), lambda h: h.upper(), lambda h: h.title().replace(" ", ""), lambda h: h.lower(),
          lambda h: h.upper().replace(" ", "_"), lambda h: (h[:1].lower() + h.title().replace(" ", "")[1:])]
ORDER = ["business_name", "contact_name", "first_name", "last_name", "title", "email", "phone", "phone", "street", "city", "state", "zip", "county", "country", "website",
         "employees", "revenue", "sic_code", "sic_description", "sic_code", "naics_code", "year_established"]


# As vendors write them: a unit behind the word, a word behind the number.
VENDORS = {
    "revenue": ["Sales ($ Millions)", "Revenue ($ Millions)", "Sales ($000)", "Annual Sales ($M)", "Sales Volume (in thousands)", "Revenue (USD)", "Turnover (EUR m)"],
    "phone": ["Phone Number Combined", "Fax Number Combined", "Fax Combined", "Fax Full", "Complete Fax Number", "Fax Number 2", "Telephone Formatted"],
}


def headers(seed: int = 1) -> list[tuple[str, str]]:
    """Headers with their types: every way to say it, in one dress each, and heads that make something else of the same words."""
    r = random.Random(seed)
    made = [(r.choice(STYLES)(h), t) for t, known in HEADS.items() for h in known]
    made += [(r.choice(STYLES)(h), "other") for known in OTHER for h in known.split("|")]
    for part, known in [("city", ["City", "Town", "Locality"]), ("state", ["State", "Region", "Province"]), ("zip", ["Zip", "Postal Code"]), ("county", ["County"]),
                        ("country", ["Country"]), ("other", ["PO Box", "Neighborhood", "Type", "Label", "House Number", "Formatted By"])]:
        made += [(r.choice(STYLES)(place) + h if place.endswith("_") else place + h, part) for place in PLACES for h in known]
    for subject in ["Phone", "Email", "Address", "Company", "Contact", "City", "State", "Zip", "Website", "Industry", "Employee", "Account", "Person", "Revenue", "Mobile", "Name", "Street"]:
        for head in ["Type", "Status", "Source", "ID", "Score", "Verified", "Date", "Owner ID", "Notes", "Valid", "Confidence", "Label", "Last Updated", "Hash", "Group", "Flag"]:
            if r.random() < 0.7:
                made.append((r.choice(STYLES)(f"{subject} {head}"), "other"))
    return made + [(h, t) for t, known in VENDORS.items() for h in known]


def write_files(folder: Path, count: int = 110, seed: int = 7) -> list[tuple[Path, list[tuple[str, str]]]]:
    """CSV files with their columns' headers and types."""
    made = []
    for number in range(count):
        r = random.Random(seed * 1000 + number)
        style, rows = r.choice(STYLES), r.choice([3, 8, 25, 60, 120])
        columns = []
        others = list(OTHER)
        for kind in ORDER:
            if r.random() < 0.62:
                columns.append((style(r.choice(HEADS[kind])), kind, r.choice(KINDS[kind])(r)))
            if r.random() < 0.45:
                names = r.choice(others)
                columns.append((style(r.choice(names.split("|"))), "other", r.choice(OTHER[names])(r)))
        if r.random() < 0.3:
            r.shuffle(columns)
        blanks = [r.choice([0, 0, 0.1, 0.4]) for _ in columns]
        path = folder / f"made-{number}.csv"
        hasHeader = r.random() < 0.8
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([h for h, _, _ in columns])
            for _ in range(rows):
                writer.writerow(["" if r.random() < blank else cell() for (_, _, cell), blank in zip(columns, blanks)])
        made.append((path, [(h if hasHeader else "", t) for h, t, _ in columns]))
    return made
