#!/bin/sh
# What the compose file needs of the entrypoint of PostgreSQL's image: a new volume gets a database server with the administrator's
# password, and the scripts of /docker-entrypoint-initdb.d are run while it listens on its socket only. Then whatever was asked for runs.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # shellcheck disable=SC2086 # the options are several words
  initdb --username=postgres --pwfile="$POSTGRES_PASSWORD_FILE" ${POSTGRES_INITDB_ARGS:-} >&2
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  printf '%s\n' "listen_addresses = '*'" "unix_socket_directories = '/run/postgresql'" >>"$PGDATA/postgresql.conf"
  pg_ctl -w -o "-c listen_addresses=''" start >&2
  for script in /docker-entrypoint-initdb.d/*.sh; do
    PGHOST=/run/postgresql "$script" >&2
  done
  pg_ctl -w -m fast stop >&2
fi
case ${1:-} in -*) set -- postgres "$@" ;; esac
exec "$@"
