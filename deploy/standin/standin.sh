#!/usr/bin/env bash
# Makes, from Debian and from Go modules, images that stand in for those that the Dockerfile and docker-compose.yml are built on, under
# the same names: for places where no registry of images can be reached. Needs Docker, debootstrap, and the root user. An image that is
# there already is left alone. It takes the machine's own Go, its certificates, and its way to the module registry.
set -euo pipefail
cd "$(dirname "$0")"

base_of() { grep -oE "(FROM|image:) $1:[^ ]+" ../../Dockerfile ../../docker-compose.yml -h | head -1 | sed -E 's/^(FROM|image:) //'; }
there() { docker image inspect "$1" >/dev/null 2>&1; }
build() { DOCKER_BUILDKIT=0 docker build --quiet "$@" >/dev/null; }

work=$(mktemp -d)
proxies=()
trap 'rm -rf "$work"' EXIT

if ! there isnad-standin-debian; then
  echo "standin: Debian, by debootstrap"
  debootstrap --variant=minbase --include=ca-certificates bookworm "$work/root" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"} >"$work/log" ||
    { tail "$work/log" >&2; exit 1; }
  for name in HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy; do
    [ -z "${!name:-}" ] || proxies+=(--change "ENV $name=${!name}")
  done
  tar -C "$work/root" -c . | docker import "${proxies[@]+"${proxies[@]}"}" - isnad-standin-debian >/dev/null
fi

postgres=$(base_of postgres)
if ! there "$postgres"; then
  echo "standin: $postgres"
  build --tag "$postgres" --file postgres.Dockerfile .
fi

go=$(base_of golang)
if ! there "$go"; then
  echo "standin: $go"
  mkdir -p "$work/go"
  tar -C "$(go env GOROOT)" -c --exclude=./test --exclude=./api --exclude=./doc . | tar -C "$work/go" -x
  cp -L /etc/ssl/certs/ca-certificates.crt "$work/"
  go env GOPROXY GOSUMDB GONOSUMDB GONOPROXY | paste <(printf '%s=\n' GOPROXY GOSUMDB GONOSUMDB GONOPROXY) - | tr -d '\t' >"$work/goenv"
  build --tag "$go" --file go.Dockerfile "$work"
fi

nats=$(base_of nats)
if ! there "$nats"; then
  echo "standin: $nats"
  version=$(go list -m -f '{{.Version}}' github.com/nats-io/nats-server/v2)
  build --tag "$nats" --build-arg "GO=$go" --build-arg "VERSION=$version" --file nats.Dockerfile .
fi
