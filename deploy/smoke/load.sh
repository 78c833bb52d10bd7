# shellcheck shell=bash
# Part of smoke.sh: what the machine does while extract has more to do than it can, and how much goes through from end to end. Figures
# only: other work on the machine is in them, and nothing fails by them.

# long FROM TO: long articles, a line each, of about 15 KB: all examples behind each other, under a headline of its own.
long() {
  sed -nE 's/.*"text": ?"(([^"\\]|\\.)*)".*/\1/p' examples/desk/articles.jsonl examples/compare/articles.jsonl | paste -sd'|' | sed 's/|/\\n\\n/g' |
    awk -v from="$1" -v to="$2" '{ for (i = from; i <= to; i++) printf "{\"outlet\": \"منبر\", \"published\": \"2025-03-12\", \"text\": \"الملف رقم %d\\n\\n%s\"}\n", i, $0 }'
}

# cpu SERVICE: seconds of a core that its copies have used.
cpu() {
  local id socket=${DOCKER_HOST:-unix:///var/run/docker.sock}
  for id in $(containers "$1"); do
    curl -s --unix-socket "${socket#unix://}" "http://docker/containers/$id/stats?stream=false&one-shot=true" |
      grep -oE '"total_usage":[0-9]+' | head -1 | cut -d: -f2
  done | awk '{ s += $1 } END { print s / 1e9 }'
}

# look: the time, what the machine's cores did since it started (all, idle), and what each service used, as one line of numbers.
look() {
  local service
  date +%s.%N
  awk '/^cpu / { for (i = 2; i <= 9; i++) all += $i; print all, $5 + $6 }' /proc/stat
  for service in $services; do cpu "$service"; done
}

services="extract sink postgres nats ingest keeper"

# backlog: how many articles extract has not been given yet, as the broker tells.
backlog() {
  local address
  address=$(docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$(containers nats)")
  curl -sS "http://$address:8222/jsz?consumers=true" | awk '/"name": "extract"/ { found = 1 } found && /"num_pending"/ { n = $2 + 0; found = 0 } END { print n }'
}

# load COPIES FROM COUNT: gives articles while extract is stopped, starts it, and tells what goes on from when all copies work: until the last
# article is in hand what the machine does, and until all are stored how many go through.
load() {
  local copies=$1 from=$2 count=$3 extract giver giving="" before left began ended
  rm -f "$work"/load.*
  long "$from" $((from + count - 1)) | split -l 40 - "$work/load."
  extract=$(containers extract)
  # shellcheck disable=SC2086 # several words
  docker stop $extract >/dev/null
  for giver in 0 1 2 3; do
    (n=0; for file in "$work"/load.*; do [ $((n++ % 4)) != $giver ] || give "$file"; done) &
    giving="$giving $!"
  done
  for giver in $giving; do wait "$giver" || fail "articles could not be given"; done
  [ "$(backlog)" = "$count" ] || fail "$count articles were given, and $(backlog) wait for extract"
  before=$(stored)
  # shellcheck disable=SC2086
  docker start $extract >/dev/null
  all well extract
  left=$((count + before - $(stored)))
  began=$(date +%s.%N)
  look >"$work/look.before"
  while [ "$(backlog)" != 0 ]; do sleep 0.2; done
  look >"$work/look.after"
  arrived
  ended=$(date +%s.%N)
  tell "$copies" "$left" "$(($(cat "$work"/load.* | wc -c) * left / count))" "$began" "$ended"
}

tell() {
  paste "$work/look.before" "$work/look.after" | awk -v copies="$1" -v count="$2" -v bytes="$3" -v began="$4" -v ended="$5" -v cores="$(nproc)" \
    -v services="$services" -v indent="       " '
    NR == 1 { seconds = $2 - $1 }
    NR == 2 { busy = 100 * (1 - ($4 - $2) / ($3 - $1)) }
    NR > 2 { used[NR - 2] = ($2 - $1) / seconds; sum += used[NR - 2] }
    END {
      printf "%s%d of extract: %d articles, %.1f MB, from end to end %.0f articles/s, %.2f MB/s\n", indent, copies, count, bytes / 1e6, count / (ended - began), bytes / 1e6 / (ended - began)
      printf "%sfor %.0f s of backlog the machine was %.0f %% busy, the containers used %.2f of %d cores:", indent, seconds, busy, sum, cores
      n = split(services, name, " ")
      for (i = 1; i <= n; i++) printf " %s %.2f", name[i], used[i]
      print ""
    }'
}
