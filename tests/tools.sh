#!/usr/bin/env bash
# Installs the programs that the tests drive and that are missing here: from Debian, as root or
# through sudo; Chromium alone can also come from Playwright. Fails with one line, never skips.
set -uo pipefail
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/sbin:/sbin # where Debian keeps nft and iptables

declare -A package=(
  [chromium]=chromium [javac]=default-jdk-headless [ss]=iproute2 [lsof]=lsof [nc]=netcat-openbsd [curl]=curl
  [openssl]=openssl [setpriv]=util-linux [fuser]=psmisc [netstat]=net-tools [ping]=iputils-ping
  [nft]=nftables [iptables]=iptables [tcpdump]=tcpdump [go]=golang-go [jq]=jq
)
[ -e /etc/services ] || package[/etc/services]=netbase

missing=()
for program in "${!package[@]}"; do
  command -v "$program" >/dev/null || missing+=("${package[$program]}")
done
[ ${#missing[@]} -eq 0 ] && exit 0

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if [ "$(id -u)" -eq 0 ]; then as_root=(); elif sudo -n true 2>/dev/null; then as_root=(sudo -n); else as_root=(false); fi

from_debian() {
  command -v apt-get && "${as_root[@]}" apt-get update &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
}
from_playwright() { # has a browser, nothing else
  [ "${missing[*]}" = chromium ] && .venv/bin/python -m playwright install chromium
}

echo "installing what the tests drive and this machine lacks: ${missing[*]}"
from_debian >"$log" 2>&1 || from_playwright >>"$log" 2>&1 || {
  echo "error: the tests need ${missing[*]}; neither Debian's packages (as root or through sudo) nor Playwright could install that" >&2
  exit 1
}
