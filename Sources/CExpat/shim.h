// Expat, the XML parser that gives events as it reads, found through pkg-config (package libexpat1-dev).
#pragma once
#include <expat.h>
