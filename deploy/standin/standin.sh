#!/usr/bin/env bash
# Makes images that stand in for those that the Dockerfile and docker-compose.yml are built on, under the same names, out of what this
# machine has installed: for places where no registry of images can be reached. They hold what is used of the real ones, and no more.
#
#   deploy/standin/standin.sh          needs Docker, Go, Debian with PostgreSQL, and the modules of go.mod or a way to them
#
# A real image is left alone. A stand-in is made anew when this folder, go.mod, or the machine's Go has changed.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'chmod -R u+w "$work" && rm -rf "$work"' EXIT

fail() { echo "standin: $*" >&2; exit 1; }

# base NAME: the image of that name which is built on, with its tag.
base() { sed -nE "s/^(FROM| *image:) ($1:[^ ]+).*/\2/p" Dockerfile docker-compose.yml | head -1; }

made_of=$({ cat deploy/standin/* go.mod go.sum; go version; } | sha256sum | cut -c1-16)

# wanted IMAGE: there is none of that name, or a stand-in made of something else.
wanted() {
  local label
  label=$(docker image inspect --format '{{or (index .Config.Labels "isnad.standin") "real"}}' "$1" 2>/dev/null) || label=none
  [ "$label" != real ] && [ "$label" != "$made_of" ] && echo "standin: $1"
}

# with_libraries PATH...: the files, and the libraries that the programs among them load, as tar is to find them below /.
with_libraries() {
  { printf '%s\n' "$@"; { ldd "$@" 2>/dev/null || true; } | sed -nE 's/^.*[ 	](\/[^ ]+) \(0x.*/\1/p'; } | sort -u | cut -c2-
}

# image NAME LINE...: makes an image of the archive on standard input, and of what a Dockerfile says of it.
image() {
  local name=$1
  shift
  docker import - isnad-standin >/dev/null
  printf '%s\n' "FROM isnad-standin" "LABEL isnad.standin=$made_of" "$@" | docker build --quiet --tag "$name" - >"$work/log" 2>&1 || fail "$(cat "$work/log")"
  docker rmi --no-prune isnad-standin >/dev/null
}

# users DIR: the accounts and the empty folders of an image.
users() {
  mkdir -p "$1"/etc "$1"/root "$1"/tmp "$1"/run "$1"/var/run
  chmod 1777 "$1/tmp"
  echo 'root:x:0:0:root:/root:/bin/sh' >"$1/etc/passwd"
  echo 'root:x:0:' >"$1/etc/group"
}

postgres() {
  local version=${1#*:} server
  version=${version%%-*} # 15 of postgres:15-bookworm
  server=/usr/lib/postgresql/$version
  [ -x "$server/bin/postgres" ] || fail "there is no $server: apt-get install postgresql-$version"
  users "$work/postgres"
  # The number that the user has in the image that this stands in for.
  echo 'postgres:x:999:999::/var/lib/postgresql:/bin/sh' >>"$work/postgres/etc/passwd"
  echo 'postgres:x:999:' >>"$work/postgres/etc/group"
  mkdir -p "$work/postgres/docker-entrypoint-initdb.d" "$work/postgres/usr/local/bin"
  install -d -o 999 -g 999 -m 1777 "$work/postgres/var/lib/postgresql/data"
  cp deploy/standin/postgres-entrypoint.sh "$work/postgres/usr/local/bin/docker-entrypoint.sh"
  # Without just-in-time compilation, whose library is larger than all the rest.
  with_libraries /bin/sh /bin/cat $(find "$server" -type f ! -name 'llvmjit*' ! -path '*/bitcode/*') >"$work/files"
  printf '%s\n' "usr/share/postgresql/$version" usr/share/zoneinfo usr/lib/locale/C.utf8 >>"$work/files"
  tar -ch -C / -T "$work/files" -C "$work/postgres" . |
    image "$1" "ENV PATH=$server/bin:/usr/local/bin:/usr/bin:/bin PGDATA=/var/lib/postgresql/data" \
      'VOLUME /var/lib/postgresql/data' 'STOPSIGNAL SIGINT' 'ENTRYPOINT ["docker-entrypoint.sh"]' 'CMD ["postgres"]'
}

# The broker, and what its compiler had to compile: Go's image gets it and need not do so again.
nats() {
  local version
  version=$(go list -m -f '{{.Version}}' github.com/nats-io/nats-server/v2)
  [ "${1#*:}" = "${version#v}-scratch" ] || fail "the Dockerfile wants $1, and go.mod has nats-server $version"
  CGO_ENABLED=0 GOFLAGS= GOCACHE="$work/cache" go build -trimpath -buildvcs=false -tags timetzdata -ldflags "-s -w" -o "$work/nats/nats-server" \
    github.com/nats-io/nats-server/v2
  tar -c -C "$work/nats" . | image "$1" 'ENTRYPOINT ["/nats-server"]' 'CMD ["--config", "/nats-server.conf"]'
}

golang() {
  local root here modules=$work/modules proxies
  root=$(go env GOROOT) here=$(go env GOMODCACHE) proxies=$(go env GOPROXY)
  [ -s /etc/ssl/certs/ca-certificates.crt ] || fail "there are no certificates: apt-get install ca-certificates"
  # Only what go.mod names, by way of this machine's own modules.
  go mod download
  GOMODCACHE=$modules GOFLAGS= GOPROXY="file://$here/cache/download,$proxies" go mod download
  users "$work/golang"
  mkdir -p "$work/golang/usr/local" "$work/golang/go/pkg" "$work/cache"
  ln -s "$root" "$work/golang/usr/local/go"
  ln -s "$modules" "$work/golang/go/pkg/mod"
  ln -s "$work/cache" "$work/golang/go/cache"
  with_libraries /bin/sh /bin/cp /bin/mkdir /usr/bin/find /usr/bin/touch /etc/ssl/certs/ca-certificates.crt >"$work/files"
  tar -ch --exclude='*_test.go' --exclude=testdata --exclude=test-files --exclude="./usr/local/go/test" -C / -T "$work/files" -C "$work/golang" . |
    image "$1" 'ENV PATH=/go/bin:/usr/local/go/bin:/usr/bin:/bin GOPATH=/go GOCACHE=/go/cache GOTOOLCHAIN=local' "ENV GOPROXY=$proxies"
}

for name in postgres nats golang; do
  base=$(base "$name")
  [ -n "$base" ] || fail "neither the Dockerfile nor docker-compose.yml is built on $name"
  if wanted "$base"; then "$name" "$base"; fi
done
