// Every file of templates/, embedded (C23 #embed), as one JSON array.
#include "ctemplates.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const char templates[] = {
    '[',
#embed "../../templates/linkedin.json"
    , ']', 0};

const char *ctemplates(void) {
    return templates;
}
