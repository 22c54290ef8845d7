// The file api/openapi.yaml, embedded (C23 #embed).
#include "copenapi.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const char description[] = {
#embed "../../api/openapi.yaml"
    , 0};

const char *copenapi(void) { return description; }
