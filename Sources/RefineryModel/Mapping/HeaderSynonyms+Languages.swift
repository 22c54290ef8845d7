extension HeaderSynonyms {
    /// The usual German, Spanish and French headers of one field; they rank behind the English ones.
    ///
    /// Letters count as written, so a header that is also written without its accents stands here twice. A German
    /// `Bundesland` or `Land` is no state of the USA: such columns stay extras.
    package static func foreignHeaders(of field: Field) -> [String] {
        switch field {
        case .businessName:
            [
                "Firmenname", "Firma", "Unternehmen", "Unternehmensname", "Firmenbezeichnung", "Betrieb", "Organisation",
                "Nombre de la empresa",
                "Nombre empresa", "Empresa", "Razón social", "Razon social", "Compañía", "Compania", "Nom de l'entreprise", "Entreprise",
                "Société", "Societe", "Raison sociale",
            ]
        case .contactName:
            [
                "Ansprechpartner", "Ansprechpartnerin", "Kontaktperson", "Kontakt", "Inhaber", "Geschäftsführer", "Geschaeftsfuehrer",
                "Persona de contacto", "Contacto", "Nombre del contacto", "Nombre completo", "Personne de contact", "Interlocuteur",
                "Nom du contact", "Nom complet",
            ]
        case .firstName: ["Vorname", "Nombre", "Prénom", "Prenom"]
        case .lastName: ["Nachname", "Familienname", "Apellido", "Apellidos", "Nom de famille", "Nom"]
        case .namePrefix: ["Anrede", "Titel", "Tratamiento", "Civilité", "Civilite"]
        case .nameSuffix: ["Namenszusatz", "Sufijo"]
        case .title: ["Funktion", "Berufsbezeichnung", "Cargo", "Puesto", "Fonction", "Poste"]
        case .businessEmail:
            [
                "E-Mail-Adresse", "Mailadresse", "E-Mail geschäftlich", "Correo electrónico", "Correo electronico", "Correo", "Courriel",
                "Adresse e-mail", "Adresse électronique", "Adresse mail",
            ]
        case .businessPhone:
            [
                "Telefonnummer", "Telefon", "Telefon geschäftlich", "Telefon-Nr.", "Tel.-Nr.", "Rufnummer", "Festnetz",
                "Número de teléfono",
                "Numero de telefono", "Teléfono", "Telefono", "Numéro de téléphone", "Numero de telephone", "Téléphone",
            ]
        case .directPhone:
            [
                "Durchwahl", "Direktwahl", "Mobil", "Mobiltelefon", "Mobilnummer", "Handy", "Handynummer", "Móvil", "Movil",
                "Teléfono móvil", "Celular", "Portable", "Téléphone portable", "Ligne directe",
            ]
        case .areaCode: ["Vorwahl", "Indicatif"]
        case .businessAddress:
            [
                "Straße und Hausnummer", "Straße", "Strasse", "Straße/Nr.", "Str.", "Anschrift", "Adresse", "Firmenadresse", "Dirección",
                "Direccion", "Domicilio", "Calle", "Adresse postale", "Rue",
            ]
        case .city:
            ["Ort", "Stadt", "Wohnort", "Ciudad", "Población", "Poblacion", "Localidad", "Municipio", "Ville", "Commune", "Localité"]
        case .state: ["Estado", "Provincia"]
        case .zipCode: ["PLZ", "Postleitzahl", "Código postal", "Codigo postal", "Code postal"]
        case .county: ["Landkreis", "Condado", "Comté"]
        case .website:
            [
                "Webseite", "Internetseite", "Internet", "Internetadresse", "Webadresse", "Sitio web", "Página web", "Pagina web", "Web",
                "Site web", "Site internet",
            ]
        case .industry: ["Branche", "Wirtschaftszweig", "Industria", "Sector", "Secteur", "Secteur d'activité"]
        case .businessType: ["Rechtsform", "Forma jurídica", "Forme juridique"]
        case .employeeCount:
            [
                "Mitarbeiterzahl", "Anzahl Mitarbeiter", "Mitarbeiter", "Beschäftigte", "Número de empleados", "Numero de empleados",
                "Empleados", "Effectif", "Effectifs", "Nombre d'employés", "Nombre de salariés", "Salariés",
            ]
        case .annualRevenue:
            ["Jahresumsatz", "Umsatz", "Facturación", "Facturacion", "Ingresos", "Ventas anuales", "Chiffre d'affaires"]
        case .yearEstablished:
            ["Gründungsjahr", "Gruendungsjahr", "Gegründet", "Año de fundación", "Ano de fundacion", "Année de création", "Fondée en"]
        default: []
        }
    }
}
