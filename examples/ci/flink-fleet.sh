#!/usr/bin/env bash
# Asks flink-fleet for a change, waits until every resource has its result, and fails unless all went well.
#
#   flink-fleet.sh redeploy.requested '{"changeId": "…", "selector": {"names": ["orders"]}, "image": "…"}'
#
# Needs bash, curl 7.75 or later and jq. FLINK_FLEET_URL is the function URL. Requests are signed with the credentials of AWS in the environment
# (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION of the URL), or, where FLINK_FLEET_SENDER and
# FLINK_FLEET_SECRET are set, with the secret of that sender's webhook (needs openssl).
# FLINK_FLEET_WAIT: seconds to wait for the results, 3600 when not set; FLINK_FLEET_PAUSE: seconds between two looks, 10.
set -euo pipefail

type=$1
detail=$(jq --arg at "$(date -u +%Y-%m-%dT%H:%M:%SZ)" '{version: 1, requestedAt: $at} + .' <<<"$2")
question=$(jq -c '{type: "change.status", detail: {version: 1, changeId, selector}}' <<<"$detail")
end=$((SECONDS + ${FLINK_FLEET_WAIT:-3600}))

# Prints the answer, and behind it in a line of its own the status. Credentials of AWS are read from stdin: arguments can be seen by every process
# of the machine. (The secret of a webhook is an argument of openssl: prefer a role.)
post() {
  local body=$1 url=${FLINK_FLEET_URL%/}/ secrets=""
  if [[ -n ${FLINK_FLEET_SECRET:-} ]]; then
    local time signature
    time=$(date +%s)
    signature=$(printf '%s.%s' "$time" "$body" | openssl dgst -sha256 -hmac "$FLINK_FLEET_SECRET" | sed 's/^.* //')
    set -- --header "X-Flink-Fleet-Signature: t=$time,v1=$signature" "$url$FLINK_FLEET_SENDER"
  else
    secrets="user = \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\""
    [[ -z ${AWS_SESSION_TOKEN:-} ]] || secrets+=$'\n'"header = \"X-Amz-Security-Token: $AWS_SESSION_TOKEN\""
    set -- --aws-sigv4 "aws:amz:$AWS_REGION:lambda" "$url"
  fi
  curl --silent --show-error --max-time 70 --write-out '\n%{http_code}' --config - \
    --header 'Content-Type: application/json' --data-binary "$body" "$@" <<<"$secrets" || printf '\n000'
}

# The id of the change makes it harmless to ask again, whether or not the first request was heard.
while answer=$(post "$(jq -c --arg type "$type" '{type: $type, detail: .}' <<<"$detail")"); do
  status=${answer##*$'\n'} body=${answer%$'\n'*}
  [[ $status =~ ^(000|429|5..)$ ]] && ((SECONDS < end)) || break
  sleep "${FLINK_FLEET_PAUSE:-10}"
done
jq -r '.refused[]? | "refused: \([.resource.spoke, .resource.namespace, .resource.name] | map(values) | join("/")) \(.because)"' <<<"$body" >&2
if [[ $status != 200 ]]; then
  echo "flink-fleet answered $status: $(jq -r '.because // empty' <<<"$body" 2>/dev/null)" >&2
  exit 1
fi
refused=$(jq '.refused | length' <<<"$body")
accepted=$(jq '.accepted | length' <<<"$body")
echo "accepted for $accepted resources"

while answer=$(post "$question"); do
  status=${answer##*$'\n'} body=${answer%$'\n'*}
  if [[ $status == 200 ]] && jq -e --argjson of "$accepted" '.complete and (.resources | length) >= $of' <<<"$body" >/dev/null; then break; fi
  if ((SECONDS >= end)); then
    echo "there are no results of all resources after ${FLINK_FLEET_WAIT:-3600} seconds" >&2
    exit 1
  fi
  sleep "${FLINK_FLEET_PAUSE:-10}"
done
jq -r '.resources[] | "\(.result): \(.spoke)/\(.namespace)/\(.name)"' <<<"$body"
# Superseded: another change took its place before it was done. Say so here if that is all right for you.
((refused == 0)) && jq -e 'all(.resources[].result; . == "succeeded" or . == "unchanged")' <<<"$body" >/dev/null
