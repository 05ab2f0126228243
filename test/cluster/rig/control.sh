#!/usr/bin/env bash
# control.sh NAME INDEX [APISERVER-FLAG…]: a real control plane on 127.0.0.1:7000+100*INDEX, about 10 s. Several run
# side by side under different names and indexes. Its admin kubeconfig is $RIG_HOME/clusters/NAME/admin.conf.
source "$(dirname "$0")/env.sh"
cluster "$1" "$2"
shift 2
"$RIG/down.sh" "$name"
for taken in $port $((port + 1)) $((port + 2)); do
  ! (exec 3<>"/dev/tcp/127.0.0.1/$taken") 2>/dev/null || die "port $taken, which the control plane of $name needs, is taken by another program"
done
mkdir -p "$dir"/{pki,log}
pki=$dir/pki

certificate() { # NAME SUBJECT [SAN]
  openssl req -newkey rsa:2048 -nodes -keyout "$pki/$1.key" -out "$pki/$1.csr" -subj "$2" 2>/dev/null
  openssl x509 -req -in "$pki/$1.csr" -CA "$pki/ca.crt" -CAkey "$pki/ca.key" -CAcreateserial -days 365 -out "$pki/$1.crt" 2>/dev/null \
    -extfile <(printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\nbasicConstraints=CA:FALSE\n' "${3:-DNS:localhost}")
}
kubeconfig() { # NAME SERVER-IP
  cat >"$dir/$1.conf" <<YAML
apiVersion: v1
kind: Config
clusters:
  - name: $name
    cluster: {server: "https://$2:$port", certificate-authority-data: $(base64 -w 0 "$pki/ca.crt")}
users:
  - name: $1
    user: {client-certificate-data: $(base64 -w 0 "$pki/$1.crt"), client-key-data: $(base64 -w 0 "$pki/$1.key")}
contexts:
  - name: $name
    context: {cluster: $name, user: $1, namespace: default}
current-context: $name
YAML
}

openssl genrsa -out "$pki/sa.key" 2048 2>/dev/null
openssl rsa -in "$pki/sa.key" -pubout -out "$pki/sa.pub" 2>/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$pki/ca.key" -out "$pki/ca.crt" -days 365 -subj "/CN=$name" 2>/dev/null
certificate apiserver /CN=kube-apiserver "DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,IP:127.0.0.1,IP:$host_ip,IP:$services.0.1"
certificate kubelet-client /O=system:masters/CN=apiserver-kubelet-client
certificate admin /O=system:masters/CN=admin
certificate controllers /CN=system:kube-controller-manager
certificate scheduler /CN=system:kube-scheduler
certificate node "/O=system:nodes/CN=system:node:$name-node" "DNS:$name-node,IP:$node_ip"
certificate proxy /CN=system:kube-proxy
certificate dns /O=system:masters/CN=dns
for user in admin controllers scheduler; do kubeconfig $user 127.0.0.1; done
for user in node proxy dns; do kubeconfig $user "$host_ip"; done

# As on EKS, a webhook is asked about tokens that are not of a service account, each time anew. While nobody listens, nobody comes in with one.
cat >"$dir/token-webhook.conf" <<YAML
apiVersion: v1
kind: Config
clusters: [{name: webhook, cluster: {server: "http://127.0.0.1:$((port + 3))/"}}]
users: [{name: apiserver, user: {}}]
contexts: [{name: webhook, context: {cluster: webhook, user: apiserver}}]
current-context: webhook
YAML

etcd=http://127.0.0.1:$((port + 1))
start etcd "$KUBE" etcd --data-dir "$dir/etcd" --unsafe-no-fsync --listen-client-urls $etcd --advertise-client-urls $etcd \
  --listen-peer-urls http://127.0.0.1:$((port + 2))
start apiserver "$KUBE" kube-apiserver --etcd-servers=$etcd --secure-port=$port --advertise-address="$host_ip" \
  --cert-dir="$pki" --tls-cert-file="$pki/apiserver.crt" --tls-private-key-file="$pki/apiserver.key" --client-ca-file="$pki/ca.crt" \
  --service-account-issuer=https://kubernetes.default.svc --service-account-key-file="$pki/sa.pub" \
  --service-account-signing-key-file="$pki/sa.key" --service-cluster-ip-range="$services.0.0/16" --authorization-mode=Node,RBAC \
  --kubelet-client-certificate="$pki/kubelet-client.crt" --kubelet-client-key="$pki/kubelet-client.key" \
  --kubelet-certificate-authority="$pki/ca.crt" --kubelet-preferred-address-types=InternalIP \
  --authentication-token-webhook-config-file="$dir/token-webhook.conf" --authentication-token-webhook-cache-ttl=0s "$@"
await 120 "the API server of $name" "$dir/log/apiserver.log" kubectl_of "$name" get --raw /readyz
start controllers "$KUBE" kube-controller-manager --kubeconfig="$dir/controllers.conf" --leader-elect=false --secure-port=0 \
  --service-account-private-key-file="$pki/sa.key" --root-ca-file="$pki/ca.crt" --use-service-account-credentials
start scheduler "$KUBE" kube-scheduler --kubeconfig="$dir/scheduler.conf" --leader-elect=false --secure-port=0
await 60 "the controllers of $name" "$dir/log/controllers.log" kubectl_of "$name" get serviceaccount default
