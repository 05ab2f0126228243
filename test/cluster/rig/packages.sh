#!/usr/bin/env bash
# Installs what the rig needs from Debian, and says what it cannot have.
source "$(dirname "$0")/env.sh"

[[ $(uname -sm) == "Linux x86_64" ]] || die "needs Linux on x86_64, this is $(uname -sm)"
[[ $(id -u) == 0 ]] || die "needs root: it makes network namespaces, mounts and control groups. Run it as root on a machine of its own."

missing=()
need() { # COMMAND-OR-FILE PACKAGE
  if [[ $1 == /* ]]; then [[ -e $1 ]]; else command -v "$1" >/dev/null; fi || missing+=("$2")
}
need containerd containerd
need runc runc
need /usr/lib/cni/bridge containernetworking-plugins
need iptables iptables
need ip iproute2
need conntrack conntrack
need debootstrap debootstrap
need openssl openssl
need unzip unzip
need python3 python3
need pip python3-pip
need javac default-jdk-headless
if ((${#missing[@]})); then
  command -v apt-get >/dev/null || die "needs ${missing[*]}, and this machine has no apt-get to install them with"
  say "installing ${missing[*]}"
  log=$RIG_HOME/apt.log
  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -y install --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 ||
    { tail -n 20 "$log" >&2; die "apt-get could not install ${missing[*]}"; }
fi

command -v go >/dev/null || die "needs Go 1.21 or newer to build Kubernetes (https://go.dev/dl); Debian 12's own is too old"
version=$(go env GOVERSION)
[[ $(printf '%s\n' go1.21 "$version" | sort -V | head -n 1) == go1.21 ]] || die "needs Go 1.21 or newer to build Kubernetes, this is $version (https://go.dev/dl)"
