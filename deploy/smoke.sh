#!/usr/bin/env bash
# Runs the containers as docker-compose.yml says, unchanged, and sees that they do what they are for: articles go in, claims come out, new
# entities are announced, copies share the work, and nothing is lost while each container in turn is killed. Then all of it is taken down.
#
#   sudo deploy/smoke.sh
#
# Needs the root user (it kills the programs as a crash would), Docker, docker-compose, curl and Go; PostgreSQL where no registry of images
# can be reached (deploy/standin). It works in a copy of this folder, under a project name of its own, and needs the ports 4222, 8081 and
# 8083. Where no Docker runs it starts one, and ends it; SMOKE_DOCKER=DIR keeps that one's images for the next time.
set -euo pipefail
cd "$(dirname "$0")/.."

export COMPOSE_PROJECT_NAME=isnad-smoke
work=$(mktemp -d)
began=$SECONDS
dockerd=""
articles=${SMOKE_ARTICLES:-1000} # given at once, to see what goes through

say() { printf '%4ds  %s\n' $((SECONDS - began)) "$*"; }
fail() { echo "smoke: $*" >&2; exit 1; }

# shellcheck source=deploy/smoke/docker.sh
. deploy/smoke/docker.sh
# shellcheck source=deploy/smoke/deployment.sh
. deploy/smoke/deployment.sh
# shellcheck source=deploy/smoke/load.sh
. deploy/smoke/load.sh
# shellcheck source=deploy/smoke/pace.sh
. deploy/smoke/pace.sh

# The end, however it comes: on a failure the logs are told, and nothing is left behind.
finish() {
  local code=$?
  trap - EXIT
  if [ $code -ne 0 ] && [ -d "$work/isnad" ]; then
    compose logs --no-color --tail 40 2>/dev/null | cut -c1-400 >&2 || true
  fi
  [ -z "${watching:-}" ] || kill "$watching" 2>/dev/null || true
  if [ -d "$work/isnad" ]; then
    compose --profile commands --profile observe down --volumes --remove-orphans --timeout 20 >/dev/null 2>&1 || true
    [ -z "$(left)" ] || { echo "smoke: not taken down: $(left)" >&2; code=1; }
  fi
  [ -z "$dockerd" ] || end_docker
  cd / && rm -rf "$work"
  if [ $code -eq 0 ]; then say "passed; everything is taken down"; else say "FAILED"; fi
  exit $code
}
trap finish EXIT
trap 'exit 130' INT TERM

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
    all well "$service"
  done
  touch "$work/enough"
  wait "$giving" && [ -e "$work/given" ] || fail "articles could not be given"
  arrived
  say "$(wc -l <"$work/expected") articles accepted, $(wc -l <"$work/stored") stored: none lost, none doubled, none put aside"
}

# announced holds what was announced against the store: each entity once.
announced() {
  local entities
  entities=$(sql 'SELECT count(*) FROM announcements')
  : >"$work/all"
  (compose run --rm -T --name "$COMPOSE_PROJECT_NAME-all" watch watch entities --all --json >"$work/all" 2>/dev/null || true) &
  for _ in $(seq 100); do
    [ "$(wc -l <"$work/all")" -lt "$entities" ] || break
    sleep 0.5
  done
  docker rm -f "$COMPOSE_PROJECT_NAME-all" >/dev/null 2>&1 || true
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
all well nats postgres keeper ingest extract sink
say "all containers are well"
compose run --rm -T watch watch entities --json >"$work/watched" 2>/dev/null &
watching=$!
sleep 3
examples
load 1 1 $((articles / 4))
compose up -d --no-recreate --scale extract=4 >"$work/up.log" 2>&1 || { cat "$work/up.log" >&2; fail "extract cannot be scaled"; }
[ "$(containers extract | wc -l)" = 4 ] || fail "there are not 4 copies of extract"
all well extract
say "4 copies of extract are well"
load 4 $((articles + 1)) "$articles"
pace "$articles"
crashes
announced
all healthy nats postgres keeper ingest extract sink
