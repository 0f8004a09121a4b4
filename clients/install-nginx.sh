#!/bin/sh
# Installs nginx where there is none, on Debian and what descends from it; as root. Nothing is started.
set -eu
PATH=$PATH:/usr/sbin:/sbin
if command -v nginx > /dev/null; then exit 0; fi
if ! command -v apt-get > /dev/null; then
	echo 'nginx is not installed, and there is no apt-get to install it with. Install it by the means of this system.' >&2
	exit 1
fi
export DEBIAN_FRONTEND=noninteractive
# Its package starts a server for everybody on port 80 unless it is told not to.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
	printf '#!/bin/sh\nexit 101\n' > $policy
	chmod +x $policy
	trap 'rm -f $policy' EXIT
fi
apt-get update --quiet --quiet
apt-get install --quiet --quiet --yes --no-install-recommends nginx
