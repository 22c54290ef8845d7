// zlib, for .gz, found through pkg-config (package zlib1g-dev).
#pragma once
#include <zlib.h>
