#!/bin/sh
# What `make test-full` needs of the system: a browser, a spreadsheet, Pango for PDF, and a font to draw with.
set -eu
packages="chromium libreoffice-calc-nogui libpango-1.0-0 libpangoft2-1.0-0 fonts-dejavu-core"
if command -v dpkg-query >/dev/null; then
    missing=""
    for package in $packages; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
    done
    [ -z "$missing" ] && exit 0
    as_root=""
    [ "$(id -u)" -eq 0 ] || as_root="sudo"
    $as_root apt-get update -qq
    # shellcheck disable=SC2086  # names, one by one
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
elif ! command -v chromium >/dev/null || ! command -v soffice >/dev/null; then
    echo "make test-full installs Debian packages ($packages); here, install their like by hand: chromium and" \
        "soffice are to be on the path" >&2
    exit 1
fi
