#!/usr/bin/env bash
# Installs the programs that the tests drive and that are missing here: from Debian, as root or
# through sudo; Chromium alone can also come from Playwright. Fails with one line, never skips.
set -uo pipefail
cd "$(dirname "$0")/.."

declare -A package=(
  [chromium]=chromium [java]=default-jre-headless [ss]=iproute2 [lsof]=lsof [nc]=netcat-openbsd [curl]=curl
  [openssl]=openssl [setpriv]=util-linux [fuser]=psmisc [netstat]=net-tools
)
[ -e /etc/services ] || package[/etc/services]=netbase

missing=()
for program in "${!package[@]}"; do
  command -v "$program" >/dev/null || missing+=("${package[$program]}")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -eq 0 ]; then as_root=(); elif sudo -n true 2>/dev/null; then as_root=(sudo); else as_root=(false); fi
echo "installing from Debian: ${missing[*]}"
if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
  log=$(mktemp)
  if { "${as_root[@]}" apt-get update && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
       apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    exit 0
  fi
  tail -n 3 "$log" >&2
fi
if [ "${missing[*]}" = chromium ] && .venv/bin/python -m playwright install chromium; then exit 0; fi
echo "error: the tests need ${missing[*]}, and neither Debian's packages nor another way to get them is at hand" >&2
exit 1
