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

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if [ "$(id -u)" -eq 0 ]; then as_root=(); elif sudo -n true 2>/dev/null; then as_root=(sudo -n); else as_root=(false); fi

from_debian() {
  command -v apt-get && "${as_root[@]}" apt-get update &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}
from_playwright() { # has a browser, nothing else
  [ "${missing[*]}" = chromium ] && .venv/bin/python -m playwright install chromium
}

if [ ${#missing[@]} -gt 0 ]; then
  echo "installing what the tests drive and this machine lacks: ${missing[*]}"
  from_debian "${missing[@]}" >"$log" 2>&1 || from_playwright >>"$log" 2>&1 || {
    echo "error: the tests need ${missing[*]}; neither Debian's packages (as root or through sudo) nor Playwright could install that" >&2
    exit 1
  }
fi

# Opens a page in half the time; where Debian's lists lack it, the tests in the browser take Chromium itself.
faster=chromium-headless-shell
if ! command -v $faster && apt-cache show $faster; then from_debian $faster; fi >"$log" 2>&1
exit 0
