#!/usr/bin/env bash
# node.sh NAME INDEX: gives the cluster NAME a real node (containerd, kubelet, kube-proxy, DNS) with the images that
# were made. Each node lives in a network namespace of its own, so that the packet filters, ports and pod addresses of
# two nodes on one machine do not meet. The host, where the API server is, reaches the pods through a veth pair.
source "$(dirname "$0")/env.sh"
cluster "$1" "$2"
netns=$(netns_of "$name") cgroup=$(cgroup_of "$name") node=$name-node
mkdir -p "$dir"/{cni,containerd,data,kubelet,pause,pod-logs}
chmod 777 "$dir/data"

ip netns add "$netns"
# Not `ip netns exec`: that hides the control groups behind a fresh /sys.
inside() { nsenter --net="/run/netns/$netns" "$@"; }
ip link add "rig-$name" type veth peer name eth0 netns "$netns"
ip addr add "$host_ip/24" dev "rig-$name"
ip link set "rig-$name" up
inside ip link set lo up
inside ip addr add "$node_ip/24" dev eth0
inside ip link set eth0 up
inside sysctl -qw net.ipv4.ip_forward=1
ip route replace "$pods" via "$node_ip"

# A kubelet removes every pod's control group that it does not know: two kubelets need two roots.
if [[ -f /sys/fs/cgroup/cgroup.controllers ]]; then
  mkdir -p "/sys/fs/cgroup/$cgroup"
  for level in /sys/fs/cgroup "/sys/fs/cgroup/$cgroup"; do echo "+cpu +cpuset +memory +pids" >"$level/cgroup.subtree_control"; done
else
  for hierarchy in $(awk '$3 == "cgroup" {print $2}' /proc/mounts); do mkdir -p "$hierarchy/$cgroup"; done
fi

cat >"$dir/cni/10-rig.conflist" <<JSON
{"cniVersion": "0.4.0", "name": "$netns", "plugins": [{"type": "bridge", "bridge": "cni0", "isGateway": true, "hairpinMode": true,
 "ipam": {"type": "host-local", "dataDir": "$dir/cni/addresses", "ranges": [[{"subnet": "$pods"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
JSON
# restrict_oom_score_adj: without CAP_SYS_RESOURCE, runc dies with "can't get final child's PID from pipe: EOF".
cat >"$dir/containerd.toml" <<TOML
version = 2
root = "$dir/containerd/root"
state = "$dir/containerd/state"
[grpc]
  address = "$dir/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$dir/cni"
TOML
start containerd nsenter --net="/run/netns/$netns" containerd --config "$dir/containerd.toml"
containers() { ctr -a "$dir/containerd.sock" -n k8s.io "$@"; }
await 30 "containerd of $name" "$dir/log/containerd.log" containers version

install "$RIG_HOME/bin/pause" "$dir/pause/"
python3 "$RIG/image.py" localhost/pause:1 "$dir/pause.tar" '{"Entrypoint": ["/pause"]}' "$dir/pause"
for image in "$dir/pause.tar" "$RIG_HOME"/images/flink-*.tar; do
  timeout 180 "$(command -v ctr)" -a "$dir/containerd.sock" -n k8s.io images import "$image" >>"$dir/log/import.log" 2>&1 ||
    { tail -n 5 "$dir/log/import.log" >&2; die "containerd of $name could not import $image"; }
done

# cgroup v1 is still met on build machines; the kubelet refuses it unless told. Without quotas a pod that asks for a
# tenth of a core may use what nobody else does: Flink starts in seconds instead of minutes.
cat >"$dir/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {x509: {clientCAFile: $dir/pki/ca.crt}, anonymous: {enabled: false}, webhook: {enabled: false}}
authorization: {mode: AlwaysAllow}
tlsCertFile: $dir/pki/node.crt
tlsPrivateKeyFile: $dir/pki/node.key
containerRuntimeEndpoint: unix://$dir/containerd.sock
cgroupDriver: cgroupfs
cgroupRoot: /$cgroup
cpuCFSQuota: false
failCgroupV1: false
failSwapOn: false
clusterDNS: ["$services.0.10"]
clusterDomain: cluster.local
resolvConf: ""
podLogsDir: $dir/pod-logs
enforceNodeAllocatable: []
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 100Mi}
YAML
start kubelet nsenter --net="/run/netns/$netns" "$KUBE" kubelet --config="$dir/kubelet.yaml" --kubeconfig="$dir/node.conf" \
  --root-dir="$dir/kubelet" --hostname-override="$node" --node-ip="$node_ip"

cat >"$dir/proxy.yaml" <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
clientConnection: {kubeconfig: $dir/proxy.conf}
clusterCIDR: $pods
hostnameOverride: $node
conntrack: {maxPerCore: 0}
YAML
kubectl_of "$name" create clusterrolebinding kube-proxy --clusterrole=system:node-proxier --user=system:kube-proxy >/dev/null
start proxy nsenter --net="/run/netns/$netns" "$KUBE" kube-proxy --config "$dir/proxy.yaml"

# DNS runs beside the kubelet; the Service kube-dns leads pods to it.
printf '.:53 {\n  bind %s\n  errors\n  kubernetes cluster.local {\n    kubeconfig %s\n    pods insecure\n  }\n}\n' "$node_ip" "$dir/dns.conf" >"$dir/Corefile"
start dns nsenter --net="/run/netns/$netns" "$RIG_HOME/bin/dns" -conf "$dir/Corefile"
kubectl_of "$name" apply -f - >/dev/null <<YAML
apiVersion: v1
kind: Service
metadata: {name: kube-dns, namespace: kube-system}
spec:
  clusterIP: $services.0.10
  ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: kube-dns, namespace: kube-system, labels: {kubernetes.io/service-name: kube-dns}}
addressType: IPv4
endpoints: [{addresses: [$node_ip], conditions: {ready: true}}]
ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]
YAML
ready() { [[ $(kubectl_of "$name" get node "$node" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}') == True ]]; }
await 90 "node $node to be ready" "$dir/log/kubelet.log" ready
