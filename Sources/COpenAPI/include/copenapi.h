/// api/openapi.yaml, embedded into the binary: nothing has to be found on disk at run time.
#pragma once

/// The description of the HTTP interface: UTF-8, NUL-terminated.
const char *copenapi(void);
