// Every file of templates/, embedded (C23 #embed), as one JSON array.
#include "ctemplates.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const char templates[] = {
    '[',
#embed "../../templates/apollo.json"
    , ',',
#embed "../../templates/data-axle.json"
    , ',',
#embed "../../templates/dynamics.json"
    , ',',
#embed "../../templates/erpnext.json"
    , ',',
#embed "../../templates/espocrm.json"
    , ',',
#embed "../../templates/google.json"
    , ',',
#embed "../../templates/hoovers.json"
    , ',',
#embed "../../templates/hubspot.json"
    , ',',
#embed "../../templates/linkedin.json"
    , ',',
#embed "../../templates/mailchimp.json"
    , ',',
#embed "../../templates/odoo.json"
    , ',',
#embed "../../templates/outlook.json"
    , ',',
#embed "../../templates/pipedrive.json"
    , ',',
#embed "../../templates/salesforce.json"
    , ',',
#embed "../../templates/suitecrm.json"
    , ',',
#embed "../../templates/thunderbird.json"
    , ',',
#embed "../../templates/usbizdata.json"
    , ',',
#embed "../../templates/zoho.json"
    , ',',
#embed "../../templates/zoominfo.json"
    , ']', 0};

const char *ctemplates(void) {
    return templates;
}
