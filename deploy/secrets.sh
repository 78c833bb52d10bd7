#!/bin/sh
# Makes the passwords of the deployment in ./secrets (or the folder given). What is there already stays as it is.
#
# The folder lets only its owner in. The files in it can be read by all, for the programs in the containers run as other users; each
# container is given only the files it needs.
set -eu
cd "$(dirname "$0")/.."
dir=${1:-secrets}
mkdir -p "$dir"
chmod 700 "$dir"
umask 022

secret() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# once FILE: writes standard input into the file, unless there is one; never half of it.
once() {
  if [ -s "$dir/$1" ]; then
    cat >/dev/null
    return
  fi
  cat >"$dir/$1.part"
  chmod 644 "$dir/$1.part"
  mv "$dir/$1.part" "$dir/$1"
  echo "made $dir/$1"
}

# The broker's users, and the same passwords as the broker reads them.
for user in ingest extract sink keeper watch operator; do
  secret | once "nats-$user"
done
for user in ingest extract sink keeper watch operator; do
  echo "$(echo $user | tr a-z A-Z)_PASSWORD: \"$(cat "$dir/nats-$user")\""
done >"$dir/passwords.part"
chmod 644 "$dir/passwords.part"
mv "$dir/passwords.part" "$dir/nats-passwords.conf"

# PostgreSQL: its administrator, and the user isnad with the one database; that user's password once for the server, once for the sink.
secret | once postgres-admin
secret | once postgres-isnad
echo "postgres:5432:isnad:isnad:$(cat "$dir/postgres-isnad")" | once pgpass

# The API: everybody who may post articles, read and review, a name and a token on each line; and the line of the people's commands.
echo "operator $(secret)" | once operator-token
once tokens <"$dir/operator-token"
