# shellcheck shell=bash
# Part of smoke.sh: what an article takes from end to end in the containers, beside what its parts take alone. Figures only, as in load.sh.

# pace COUNT: measures by `isnad bench pipeline`, in a container that reaches the store too, where it has a database of its own.
pace() {
  local id
  docker exec "$(containers postgres)" psql -qtA -h /run/postgresql -U postgres \
    -c "CREATE DATABASE bench OWNER isnad TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
  echo "postgres:5432:bench:isnad:$(cat secrets/postgres-isnad)" >"$work/pgpass"
  chmod 644 "$work/pgpass"
  chmod 711 "$work"
  id=$(compose run -d -v "$work/pgpass:/run/bench/pgpass:ro" isnad bench pipeline --articles "$1" --ingest http://ingest:8081 \
    --store 'postgres://isnad@postgres/bench?sslmode=verify-full&sslrootcert=/run/secrets/ca.pem&passfile=/run/bench/pgpass' 2>/dev/null | tail -1)
  docker network connect "${COMPOSE_PROJECT_NAME}_store" "$id"
  [ "$(docker wait "$id")" = 0 ] || fail "isnad bench pipeline: $(docker logs "$id" 2>&1 | tail -5)"
  docker logs "$id" 2>/dev/null | sed 's/^/       /'
  docker rm -f "$id" >/dev/null
  sql 'SELECT id FROM articles' >>"$work/accepted" # what this client gave is in no list of ours
}
