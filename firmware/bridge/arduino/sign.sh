#!/bin/sh
# Updates over the air: a key pair, and the signature that Arduino's Updater looks for behind an image.
#   sign.sh make KEY [HEADER]   a new KEY, to be kept off the network; its public half goes into the sketch (HEADER)
#   sign.sh sign KEY IMAGE      writes IMAGE.signed
set -eu

# RSA with 2048 bits: so many bytes of signature, and the same number as 4 bytes, the lowest first.
LENGTH=256
LENGTH_BYTES='\000\001\000\000'

fail() {
    echo "sign.sh: $1" >&2
    exit 1
}

make_key() {
    [ ! -e "$1" ] || fail "$1 is there already; bridges that know it take no other"
    (umask 077 && openssl genrsa -out "$1" 2048 2>/dev/null)
    public=$(openssl rsa -in "$1" -pubout 2>/dev/null) || fail "openssl makes no key"
    printf 'static const char UPDATE_KEY[] PROGMEM = R"(%s\n)";\n' "$public" >"$2"
    echo "$2: build the sketch with it, and flash that over USB once"
}

sign() {
    [ -s "$2" ] || fail "$2 is no image"
    signature=$(mktemp)
    trap 'rm -f "$signature"' EXIT
    openssl dgst -sha256 -sign "$1" -out "$signature" "$2" || fail "$1 cannot sign"
    [ "$(wc -c <"$signature")" -eq "$LENGTH" ] || fail "$1 is no RSA key of 2048 bits"
    { cat "$2" "$signature" && printf "$LENGTH_BYTES"; } >"$2.signed"
    echo "$2.signed"
}

case "${1:-}:$#" in
make:2 | make:3) make_key "$2" "${3:-$(dirname "$0")/holdfast-bridge/update_key.h}" ;;
sign:3) sign "$2" "$3" ;;
*) fail "make KEY [HEADER] | sign KEY IMAGE" ;;
esac
