#!/bin/sh
# Installs chromium where there is none, on Debian and what descends from it; as root.
set -eu
if [ -x "${CHROMIUM:-/usr/bin/chromium}" ]; then exit 0; fi
if ! command -v apt-get > /dev/null; then
	echo 'chromium is not installed, and there is no apt-get to install it with. Install it by the means of this system, and name it in CHROMIUM.' >&2
	exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update --quiet --quiet
apt-get install --quiet --quiet --yes --no-install-recommends chromium fonts-liberation
