#!/usr/bin/env bash
# Runs the containers as docker-compose.yml says, unchanged, and sees that they do what they are for: articles go in, claims come out, new
# entities are announced, copies share the work, and nothing is lost while each container in turn is killed. Then all of it is taken down.
#
#   sudo deploy/smoke.sh
#
# Needs the root user (it kills the programs as a crash would), Docker, docker-compose and Go; debootstrap where no registry of images can
# be reached. It works in a copy of this folder, under a project name of its own, and needs the ports 4222, 8081 and 8083. Where no Docker
# runs it starts one, and ends it; SMOKE_DOCKER=DIR keeps that one's images for the next time.
set -euo pipefail
cd "$(dirname "$0")/.."

export COMPOSE_PROJECT_NAME=isnad-smoke
work=$(mktemp -d)
began=$SECONDS
dockerd=""

say() { printf '%4ds  %s\n' $((SECONDS - began)) "$*"; }
fail() { echo "smoke: $*" >&2; exit 1; }

compose() {
  if docker compose version >/dev/null 2>&1; then docker compose "$@"; else docker-compose "$@"; fi
}

# The end, however it comes: on a failure the logs are told, and nothing is left behind.
finish() {
  local code=$?
  trap - EXIT
  if [ $code -ne 0 ] && [ -d "$work/isnad" ]; then
    compose logs --no-color --tail 40 2>/dev/null | cut -c1-400 >&2 || true
  fi
  [ -z "${watching:-}" ] || kill "$watching" 2>/dev/null || true
  [ ! -d "$work/isnad" ] || compose --profile commands --profile observe down --volumes --remove-orphans --timeout 20 >/dev/null 2>&1 || true
  [ -z "$dockerd" ] || end_docker
  cd / && rm -rf "$work"
  if [ $code -eq 0 ]; then say "passed; everything is taken down"; else say "FAILED"; fi
  exit $code
}
trap finish EXIT
trap 'exit 130' INT TERM

start_docker() {
  say "no Docker answers: starting one"
  local root=${SMOKE_DOCKER:-$work/docker}
  mkdir -p "$root"
  export DOCKER_HOST=unix://$work/docker.sock
  command -v iptables-save >/dev/null && iptables-save >"$work/iptables" 2>/dev/null || true
  had_bridge=$(ip link show docker0 2>/dev/null || true)
  dockerd --data-root "$root" --exec-root "$work/run" --pidfile "$work/docker.pid" --host "$DOCKER_HOST" >"$work/docker.log" 2>&1 &
  dockerd=$!
  for _ in $(seq 60); do
    docker info >/dev/null 2>&1 && return
    sleep 0.5
  done
  tail "$work/docker.log" >&2
  fail "Docker does not start"
}

end_docker() {
  kill "$dockerd" 2>/dev/null || true
  wait "$dockerd" 2>/dev/null || true
  [ -n "$had_bridge" ] || ip link delete docker0 2>/dev/null || true
  [ ! -s "$work/iptables" ] || iptables-restore <"$work/iptables" || true
}

# images makes sure of what the images are built on, from a registry or as stand-ins, and builds them.
images() {
  local base missing=""
  for base in $(sed -nE 's/^FROM ([a-z/]+:[^ ]+).*/\1/p' Dockerfile) $(sed -nE 's/^ *image: (postgres:.*)/\1/p' docker-compose.yml); do
    docker image inspect "$base" >/dev/null 2>&1 || docker pull --quiet "$base" >/dev/null 2>&1 || missing="$missing $base"
  done
  if [ -n "$missing" ]; then
    say "no registry gives$missing: building stand-ins"
    deploy/standin/standin.sh
  fi
  say "building the images"
  compose --profile commands build >"$work/build.log" 2>&1 || { tail -30 "$work/build.log" >&2; fail "the images cannot be built"; }
  docker images --format '{{.Repository}} {{.Size}}' | grep -E '^isnad(-[a-z]+)? ' | sort | sed 's/^/       /'
}

containers() { compose ps -q "$@"; }
health() { docker inspect --format '{{.State.Health.Status}}' "$1" 2>/dev/null || true; }

# healthy SERVICE...: waits until all copies of the services are.
healthy() {
  local service id
  for service in "$@"; do
    for _ in $(seq 240); do
      for id in $(containers "$service"); do
        [ "$(health "$id")" = healthy ] || { sleep 0.5; continue 2; }
      done
      continue 2
    done
    fail "$service is not healthy"
  done
}

sql() { compose exec -T postgres psql -qtA -h /run/postgresql -U postgres isnad -c "$1" | tr -d '\r'; }
isnad() { compose run --rm -T isnad "$@" 2>"$work/stderr"; }

# give FILE: posts lines of articles until all are accepted, as a client that meets a server which is away does, and notes their ids.
give() {
  local code
  for _ in $(seq 120); do
    code=$(curl -s -o "$work/reply" -w '%{http_code}' --max-time 20 -H "Authorization: Bearer $token" -H 'Content-Type: application/x-ndjson' \
      --data-binary "@$1" http://127.0.0.1:8081/articles || true)
    if [ "$code" = 202 ]; then
      grep -oE '"id":"[0-9a-f]{64}"' "$work/reply" | cut -d'"' -f4 >>"$work/accepted"
      return
    fi
    sleep 0.5
  done
  fail "articles are not accepted: $code $(cat "$work/reply")"
}

# arrived: waits until the store holds every article that was accepted, and holds it against the ledger: nothing lost, nothing doubled.
arrived() {
  sort -u "$work/accepted" >"$work/expected"
  local want have
  want=$(wc -l <"$work/expected")
  for _ in $(seq 360); do
    have=$(sql 'SELECT count(*) FROM articles' || echo 0)
    [ "$have" != "$want" ] || break
    sleep 0.5
  done
  sql 'SELECT id FROM articles' | sort >"$work/stored"
  cmp -s "$work/expected" "$work/stored" ||
    fail "$want accepted, $(wc -l <"$work/stored") stored: lost $(comm -23 "$work/expected" "$work/stored" | wc -l), unknown $(comm -13 "$work/expected" "$work/stored" | wc -l)"
  [ "$(sql 'SELECT count(*) - count(DISTINCT article) FROM revisions')" = 0 ] || fail "an article has several revisions of one build"
  for _ in $(seq 60); do
    [ "$(sql 'SELECT count(*) FROM announcements WHERE sent = 0')" != 0 ] || break
    sleep 0.5
  done
  isnad dead list >"$work/dead" || fail "dead letters cannot be listed: $(cat "$work/stderr")"
  [ ! -s "$work/dead" ] || fail "messages were put aside: $(cat "$work/dead")"
}

# crash ID: the main process of a container dies without a word. Docker must start it again.
crash() { kill -9 "$(docker inspect --format '{{.State.Pid}}' "$1")"; }

ask() { curl -sSfL -H "Authorization: Bearer $token" "http://127.0.0.1:8083$1"; }

examples() {
  give examples/desk/articles.jsonl
  give examples/compare/articles.jsonl
  arrived
  say "$(wc -l <"$work/expected") example articles are in the store"
  [ "$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8083/api/v1/claims)" = 401 ] || fail "claims are told without a token"
  ask '/api/v1/claims?limit=5' | grep '"claim"' >/dev/null || fail "the API tells no claims"
  ask / | grep '<html' >/dev/null || fail "there are no pages"
  isnad query --json --limit 0 >"$work/claims" || fail "isnad query: $(cat "$work/stderr")"
  [ -s "$work/claims" ] || fail "isnad query finds nothing"
  say "$(wc -l <"$work/claims") claims by isnad query --server; the API and the pages answer, and ask for a token"
}

# batch N: five articles that nobody has given before, a line each.
batch() {
  local i
  for i in 1 2 3 4 5; do
    echo "{\"text\": \"قال فؤاد حداد في الرسالة $1 إن نحو $((100 + i)) شخصا غادروا بغداد في 3 أيار/مايو.\", \"outlet\": \"منبر\", \"published\": \"2024-05-20\"}"
  done
}

# crashes gives articles all the while that every container dies in turn.
crashes() {
  local service id n
  (
    for ((n = 1; ; n++)); do
      batch "$n" >"$work/batch"
      give "$work/batch"
      [ ! -e "$work/enough" ] || break
      sleep 0.3
    done
    touch "$work/given"
  ) &
  local giving=$!
  for service in extract sink ingest keeper postgres nats; do
    for id in $(containers "$service"); do
      crash "$id"
      say "killed a container of $service"
      sleep 2
    done
    healthy "$service"
  done
  touch "$work/enough"
  wait "$giving" && [ -e "$work/given" ] || fail "articles could not be given"
  healthy nats postgres keeper ingest extract sink
  arrived
  say "$(wc -l <"$work/expected") articles accepted, $(wc -l <"$work/stored") stored: none lost, none doubled, none put aside"
}

# announced holds what was announced against the store: each entity once.
announced() {
  local entities
  entities=$(sql 'SELECT count(*) FROM announcements')
  (timeout 60 docker run --rm --name isnad-smoke-all --network isnad-smoke_broker --read-only -v "$PWD/secrets/nats-watch:/run/secrets/nats-watch:ro" isnad \
    watch entities --all --json --nats nats://watch@nats:4222 --nats-password-file /run/secrets/nats-watch >"$work/all" 2>/dev/null || true) &
  for _ in $(seq 100); do
    [ "$(wc -l <"$work/all" 2>/dev/null || echo 0)" -lt "$entities" ] || break
    sleep 0.5
  done
  docker rm -f isnad-smoke-all >/dev/null 2>&1 || true
  [ "$(wc -l <"$work/all")" = "$entities" ] || fail "$entities entities to announce, $(wc -l <"$work/all") announced"
  [ -z "$(grep -oE '"entity":"[^"]*"' "$work/all" | sort | uniq -d)" ] || fail "an entity was announced twice"
  [ -s "$work/watched" ] || fail "who watched the subject saw nothing"
  say "$entities entities announced, each once; $(grep -c '"entity"' "$work/watched") seen live by a subscriber"
}

[ "$(id -u)" = 0 ] || fail "must be root"
docker info >/dev/null 2>&1 || start_docker
mkdir "$work/isnad"
git ls-files -z --cached --others --exclude-standard | tar --null -T - -c | tar -C "$work/isnad" -x
cd "$work/isnad"
mkdir inbox
images
deploy/secrets.sh >/dev/null
token=$(cut -d' ' -f2 secrets/operator-token)
say "starting"
compose up -d >"$work/up.log" 2>&1 || { cat "$work/up.log" >&2; fail "the containers do not start"; }
healthy nats postgres keeper ingest extract sink
say "all containers are healthy"
compose run --rm -T watch watch entities --json >"$work/watched" 2>/dev/null &
watching=$!
sleep 3
examples
compose up -d --no-recreate --scale extract=4 >"$work/up.log" 2>&1 || { cat "$work/up.log" >&2; fail "extract cannot be scaled"; }
[ "$(containers extract | wc -l)" = 4 ] || fail "there are not 4 copies of extract"
healthy extract
say "4 copies of extract are healthy"
crashes
announced
