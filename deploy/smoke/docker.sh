# shellcheck shell=bash
# Part of smoke.sh: a Docker of its own where none runs, and the images.

start_docker() {
  local root=${SMOKE_DOCKER:-$work/docker}
  command -v dockerd >/dev/null || fail "no Docker answers, and there is no dockerd to start one: apt-get install docker.io iptables"
  mkdir -p "$root"
  export DOCKER_HOST=unix://$work/docker.sock
  command -v iptables-save >/dev/null && iptables-save >"$work/iptables" 2>/dev/null || true
  had_bridge=$(ip link show docker0 2>/dev/null || true)
  dockerd --data-root "$root" --exec-root "$work/run" --pidfile "$work/docker.pid" --host "$DOCKER_HOST" >"$work/docker.log" 2>&1 &
  dockerd=$!
  for _ in $(seq 60); do
    if docker info >/dev/null 2>&1; then
      say "no Docker ran: started one ($(docker info --format '{{.ServerVersion}}, {{.Driver}}'))"
      return
    fi
    kill -0 "$dockerd" 2>/dev/null || break
    sleep 0.5
  done
  tail "$work/docker.log" >&2
  fail "Docker does not start on this machine (its last words are above)"
}

# end_docker leaves the machine's network as it was, unless another Docker has its rules there: ours are gone with our containers.
end_docker() {
  kill "$dockerd" 2>/dev/null || true
  wait "$dockerd" 2>/dev/null || true
  [ -n "$had_bridge" ] || ip link delete docker0 2>/dev/null || true
  [ ! -s "$work/iptables" ] || grep -q DOCKER "$work/iptables" || iptables-restore <"$work/iptables" || true
}

# images makes sure of what the images are built on, from a registry or as stand-ins, and builds them.
images() {
  local base label missing=""
  for base in $(sed -nE 's/^FROM ([a-z/]+:[^ ]+).*/\1/p' Dockerfile) $(sed -nE 's/^ *image: (postgres:.*)/\1/p' docker-compose.yml); do
    label=$(docker image inspect --format '{{index .Config.Labels "isnad.standin"}}' "$base" 2>/dev/null) || label=missing
    [ -z "$label" ] || docker pull --quiet "$base" >/dev/null 2>&1 || missing="$missing $base"
  done
  if [ -n "$missing" ]; then
    say "no registry gives$missing: stand-ins take their place"
    deploy/standin/standin.sh
  fi
  say "building the images"
  compose --profile commands build >"$work/build.log" 2>&1 || { tail -30 "$work/build.log" >&2; fail "the images cannot be built"; }
  docker images --format '{{.Repository}} {{.Size}}' | grep -E '^isnad(-[a-z]+)? ' | sort | paste -sd, | sed 's/,/, /g; s/^/       /'
}
