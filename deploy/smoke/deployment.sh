# shellcheck shell=bash
# Part of smoke.sh: the containers that run, and what is asked of them.

compose() {
  if docker compose version >/dev/null 2>&1; then docker compose "$@"; else docker-compose "$@"; fi
}

# containers SERVICE: the copies of it that run. (Docker is asked and not compose, which takes half a second of a core to answer.)
containers() { docker ps -q --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME" --filter "label=com.docker.compose.service=$1"; }

# well ID: asks a container whether it is well, by the test that Docker makes every ten seconds.
well() {
  local check
  mapfile -t check < <(docker inspect --format '{{join (slice .Config.Healthcheck.Test 1) "\n"}}' "$1")
  docker exec "$1" "${check[@]}" >/dev/null 2>&1
}

# healthy ID: Docker has found so itself.
healthy() { [ "$(docker inspect --format '{{.State.Health.Status}}' "$1" 2>/dev/null)" = healthy ]; }

# all TEST SERVICE...: waits until the test is true of all copies of the services.
all() {
  local is=$1 service id
  shift
  for service in "$@"; do
    for _ in $(seq 240); do
      for id in $(containers "$service") none; do
        [ "$id" != none ] || continue 3
        "$is" "$id" || break
      done
      sleep 0.25
    done
    fail "$service is not $is"
  done
}

sql() { docker exec "$(containers postgres)" psql -qtA -h /run/postgresql -U postgres isnad -c "$1" | tr -d '\r'; }
isnad() { compose run --rm -T isnad "$@" 2>"$work/stderr"; }
ask() { curl -sSfL -H "Authorization: Bearer $token" "http://127.0.0.1:8083$1"; }

# give FILE: posts lines of articles until all are accepted, as a client that meets a server which is away does, and notes their ids.
give() {
  local code reply
  reply=$(mktemp -p "$work")
  for _ in $(seq 120); do
    code=$(curl -s -o "$reply" -w '%{http_code}' --max-time 20 -H "Authorization: Bearer $token" -H 'Content-Type: application/x-ndjson' \
      --data-binary "@$1" http://127.0.0.1:8081/articles || true)
    if [ "$code" = 202 ]; then
      grep -oE '"id":"[0-9a-f]{64}"' "$reply" | cut -d'"' -f4 >>"$work/accepted"
      return
    fi
    sleep 0.5
  done
  fail "articles are not accepted: $code $(cat "$reply")"
}

stored() { sql 'SELECT count(*) FROM articles' || echo 0; }

# arrived: waits until the store holds every article that was accepted, and holds it against the ledger: nothing lost, nothing doubled.
arrived() {
  local want
  sort -u "$work/accepted" >"$work/expected"
  want=$(wc -l <"$work/expected")
  for _ in $(seq 720); do
    [ "$(stored)" != "$want" ] || break
    sleep 0.25
  done
  sql 'SELECT id FROM articles' | sort >"$work/stored"
  cmp -s "$work/expected" "$work/stored" ||
    fail "$want accepted, $(wc -l <"$work/stored") stored: lost $(comm -23 "$work/expected" "$work/stored" | wc -l), unknown $(comm -13 "$work/expected" "$work/stored" | wc -l)"
  [ "$(sql 'SELECT count(*) - count(DISTINCT article) FROM revisions')" = 0 ] || fail "an article has several revisions of one build"
  for _ in $(seq 120); do
    [ "$(sql 'SELECT count(*) FROM announcements WHERE sent = 0')" != 0 ] || break
    sleep 0.25
  done
  isnad dead list >"$work/dead" || fail "dead letters cannot be listed: $(cat "$work/stderr")"
  [ ! -s "$work/dead" ] || fail "messages were put aside: $(cat "$work/dead")"
}

# crash ID: the main process of a container dies without a word. Docker must start it again.
crash() { kill -9 "$(docker inspect --format '{{.State.Pid}}' "$1")"; }

# left: what of the deployment is there, of any kind.
left() {
  local of="label=com.docker.compose.project=$COMPOSE_PROJECT_NAME"
  docker ps -aq --filter "$of"
  docker volume ls -q --filter "$of"
  docker network ls -q --filter "$of"
}
