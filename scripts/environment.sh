# Sourced by the scripts that build: what the tools need of their environment, wherever they are called from.

# They want a home to write to, also where a service or a container gives none.
if [ ! -d "${HOME:-}" ] || ! mkdir -p "$HOME/.cache" 2>/dev/null; then
    export HOME="$PWD/.build/home"
    mkdir -p "$HOME"
fi
# Otherwise the compiler's order of flags changes from run to run, and with it what is built again.
export SWIFT_DETERMINISTIC_HASHING=1
# The message of a crash is enough; a backtrace may take minutes.
export SWIFT_BACKTRACE="${SWIFT_BACKTRACE:-enable=no}"
