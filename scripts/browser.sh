#!/usr/bin/env bash
# A real browser for the tests of the page: Debian's chromium, and libraries that drawing needs. Does nothing when there.
set -euo pipefail
missing=()
command -v chromium >/dev/null || missing+=(chromium)
ldconfig -p | grep -q libEGL.so.1 || missing+=(libegl1)
ldconfig -p | grep -q libGL.so.1 || missing+=(libgl1)
ldconfig -p | grep -q libfontconfig.so.1 || missing+=(libfontconfig1)
[ ${#missing[@]} -eq 0 ] && exit 0
echo "Installing ${missing[*]}"
sudo=""; [ "$(id -u)" -eq 0 ] || sudo=sudo
$sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
