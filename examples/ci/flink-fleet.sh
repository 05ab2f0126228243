#!/usr/bin/env bash
# Asks flink-fleet for a change, waits until every resource has its result, and fails unless all went well.
#
#   flink-fleet.sh redeploy.requested '{"changeId": "…", "selector": {"names": ["orders"]}, "image": "…"}'
#
# Needs bash, curl 7.75 or later and jq. FLINK_FLEET_URL is the function URL: the output RequestLambdaFunctionUrl of the stack. Requests are signed
# with the credentials of AWS in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION of the URL), whose role
# needs lambda:InvokeFunctionUrl and lambda:InvokeFunction on the function flink-fleet-STAGE-request. Or, where FLINK_FLEET_SENDER and
# FLINK_FLEET_SECRET are set, with the secret of that sender's webhook (needs openssl); the URL is the output WebhookLambdaFunctionUrl then.
# FLINK_FLEET_WAIT: seconds to wait for the results, 2700 when not set, since credentials of a pipeline mostly last an hour;
# FLINK_FLEET_PAUSE: seconds between two looks, 10.
set -euo pipefail

type=${1:?"must be redeploy.requested or the like"} asked=${2:?"must be the detail of the request, as JSON"}
: "${FLINK_FLEET_URL:?"must be the function URL"}"
if [[ -n ${FLINK_FLEET_SECRET:-} ]]; then
  : "${FLINK_FLEET_SENDER:?"must be the name of the sender whose secret it is"}"
else
  : "${AWS_ACCESS_KEY_ID:?"must be set, or FLINK_FLEET_SECRET"}" "${AWS_SECRET_ACCESS_KEY:?}" "${AWS_REGION:?"must be that of the URL"}"
fi
detail=$(jq --arg at "$(date -u +%Y-%m-%dT%H:%M:%SZ)" '{version: 1, requestedAt: $at} + .' <<<"$asked")
question=$(jq -c '{type: "change.status", detail: {version: 1, changeId, selector}}' <<<"$detail")
patience=${FLINK_FLEET_WAIT:-2700}
end=$((SECONDS + patience))

# Sets `status` and `body` to those of the answer; the status is 000 where there was none. Credentials of AWS are read from stdin: arguments can be
# seen by every process of the machine. (The secret of a webhook is an argument of openssl: prefer a role.)
post() {
  local sent=$1 url=${FLINK_FLEET_URL%/}/ secrets="" answer
  if [[ -n ${FLINK_FLEET_SECRET:-} ]]; then
    local time signature
    time=$(date +%s)
    signature=$(printf '%s.%s' "$time" "$sent" | openssl dgst -sha256 -hmac "$FLINK_FLEET_SECRET" | sed 's/^.* //')
    set -- --header "X-Flink-Fleet-Signature: t=$time,v1=$signature" "$url$FLINK_FLEET_SENDER"
  else
    secrets="user = \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\""
    [[ -z ${AWS_SESSION_TOKEN:-} ]] || secrets+=$'\n'"header = \"X-Amz-Security-Token: $AWS_SESSION_TOKEN\""
    set -- --aws-sigv4 "aws:amz:$AWS_REGION:lambda" "$url"
  fi
  answer=$(curl --silent --show-error --max-time 70 --write-out '\n%{http_code}' --config - \
    --header 'Content-Type: application/json' --data-binary "$sent" "$@" <<<"$secrets") || answer=$'\n000'
  status=${answer##*$'\n'} body=${answer%$'\n'*}
}

# What jq finds in the answer; nothing where that is no JSON, as of something in between.
found() { jq -r "$1" <<<"$body" 2>/dev/null || true; }
give_up() {
  if [[ $status == 000 ]]; then echo "nobody answers at $FLINK_FLEET_URL"; else
    echo "flink-fleet answered $status: $(found '.because // .Message // .message // empty')"
  fi >&2
  exit 1
}
# Another answer may come if it is asked again.
may_pass() { [[ $status =~ ^(000|429|5..)$ ]]; }

# The id of the change makes it harmless to ask again, whether or not the first request was heard.
request=$(jq -c --arg type "$type" '{type: $type, detail: .}' <<<"$detail")
post "$request"
while may_pass && ((SECONDS < end)); do
  sleep "${FLINK_FLEET_PAUSE:-10}"
  post "$request"
done
found '.refused[]? | "refused: \([.resource.spoke, .resource.namespace, .resource.name] | map(values) | join("/")) \(.because)"' >&2
[[ $status == 200 ]] || give_up
refused=$(jq '.refused | length' <<<"$body")
accepted=$(jq '.accepted | length' <<<"$body")
echo "accepted for $accepted resources"

until post "$question" && [[ $status == 200 ]] && jq -e --argjson of "$accepted" '.complete and (.resources | length) >= $of' <<<"$body" >/dev/null; do
  [[ $status == 200 ]] || may_pass || give_up
  if ((SECONDS >= end)); then
    found '.resources[]? | select(.result == null) | "on its way: \(.spoke)/\(.namespace)/\(.name)"' >&2
    echo "there are no results of all resources after $patience seconds; the last answer was $status" >&2
    exit 1
  fi
  sleep "${FLINK_FLEET_PAUSE:-10}"
done
jq -r '.resources[] | "\(.result): \(.spoke)/\(.namespace)/\(.name)"' <<<"$body"
# Superseded: another change took its place before it was done. Say so here if that is all right for you.
((refused == 0)) && jq -e 'all(.resources[].result; . == "succeeded" or . == "unchanged")' <<<"$body" >/dev/null
