# Sourced by the other scripts: where things are kept, how they are started, waited for and stopped.
set -Eeuo pipefail
trap 'say "${BASH_SOURCE[0]}, line $LINENO failed: $BASH_COMMAND"' ERR
RIG=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
RIG_HOME=${RIG_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/flink-fleet-rig}
KUBE=$RIG_HOME/bin/kube
export PATH=$PATH:/usr/local/go/bin:/usr/sbin:/sbin
mkdir -p "$RIG_HOME"/{bin,clusters,images,work}

say() { echo "rig: $*" >&2; }
die() { say "$*"; exit 1; }

# The numbers of a cluster all follow from its index, so that clusters with different indexes never meet.
cluster() { # NAME INDEX
  name=$1 index=$2
  dir=$RIG_HOME/clusters/$name
  port=$((7000 + 100 * index)) # of the API server on the host; etcd has the two after it, and the token webhook the third
  host_ip=172.30.$index.1      # the host as seen from the node
  node_ip=172.30.$index.2
  pods=10.$((100 + index)).0.0/16
  services=10.$((150 + index))
}
netns_of() { echo "flink-fleet-$1"; }
cgroup_of() { echo "flink-fleet-rig-$1"; }

# Runs in the background; its log lies in the cluster's folder. The tools of a machine behind a proxy name it in the
# environment: nothing here is behind it.
start() { # NAME COMMAND…
  local log=$dir/log/$1.log; shift
  env -u HTTP_PROXY -u HTTPS_PROXY -u http_proxy -u https_proxy setsid nohup "$@" >"$log" 2>&1 </dev/null &
}

await() { # SECONDS WHAT LOG COMMAND…
  local seconds=$1 what=$2 log=$3; shift 3
  local deadline=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || { tail -n 25 "$log" >&2 || true; die "waited $seconds s for $what; above is the end of $log"; }
    sleep 0.3
  done
}

kubectl_of() { local of=$1; shift; "$KUBE" kubectl --kubeconfig "$RIG_HOME/clusters/$of/admin.conf" "$@"; }

# Processes are known by their program and by a command line that names a folder under theirs. There are no pid files:
# nothing to go stale, and nothing started just before a kill is forgotten.
processes_under() { # FOLDER
  local file
  for file in $(grep -lsaF -- "$1/" /proc/[0-9]*/cmdline || true); do
    case $(cat "${file%cmdline}comm" 2>/dev/null || true) in
      kube | dns | containerd | containerd-shim | ctr) file=${file#/proc/}; echo "${file%/cmdline}" ;;
    esac
  done
}

# Never deletes through something that is still mounted.
remove() { # FOLDER
  awk -v under="$1/" 'index($2, under) == 1 {print $2}' /proc/mounts | sort -r | xargs -r -n 1 umount -l
  rm -rf --one-file-system "$1"
}

# What a file was made of, to know whether it has to be made again.
stamp_of() { cat "$@" | sha256sum | cut -d ' ' -f 1; }
