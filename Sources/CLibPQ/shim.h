// The C client library of PostgreSQL, found through pkg-config (package libpq-dev).
#pragma once
#include <libpq-fe.h>
