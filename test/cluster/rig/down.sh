#!/usr/bin/env bash
# down.sh [NAME…]: stops these clusters (all of them when none is named) and deletes their data, whatever state an
# earlier run left them in. What was built is kept. By hand, put `flock --nonblock /run/lock/flink-fleet-rig.lock` before
# it: it does not ask whether somebody is using them.
source "$(dirname "$0")/env.sh"

# A pod's processes are found by its control group: once a shim is gone nothing else leads to them.
in_cgroup() { # NAME
  find /sys/fs/cgroup -path "*/$(cgroup_of "$1")/*" -name cgroup.procs -exec cat {} + 2>/dev/null || true
}
# A script whose run was killed goes on by itself. The one that called this one is not meant.
scripts_of() { # NAME
  pgrep -f "^bash .*/test/cluster/rig/(control|node)\.sh $1 " | grep -vx "$PPID" || true
}
end_processes() { # NAME
  local left
  for _ in $(seq 100); do
    left="$(scripts_of "$1") $(processes_under "$RIG_HOME/clusters/$1") $(in_cgroup "$1")"
    [[ $left =~ [0-9] ]] || return 0
    kill -KILL $left 2>/dev/null || true
    sleep 0.1
  done
  die "these processes of $1 would not end: $left"
}
down() { # NAME
  local name=$1 dir=$RIG_HOME/clusters/$1 netns
  netns=$(netns_of "$name")
  end_processes "$name"
  if [[ -e /sys/class/net/rig-$name ]]; then ip link delete "rig-$name"; fi
  if [[ -e /run/netns/$netns ]]; then ip netns delete "$netns"; fi
  remove "$dir"
  find /sys/fs/cgroup -depth -type d \( -path "*/$(cgroup_of "$name")/*" -o -name "$(cgroup_of "$name")" \) -exec rmdir {} + 2>/dev/null || true
  grep -lsF -- "$dir/" /var/lib/cni/results/* | xargs -r rm -f || true
  find /var/log/containers -lname "$dir/*" -delete 2>/dev/null || true
}

(($#)) || set -- $(ls "$RIG_HOME/clusters")
for each in "$@"; do down "$each"; done
