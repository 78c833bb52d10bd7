#!/bin/sh
# Makes the passwords and the certificates of the deployment in ./secrets (or the folder given). What is there already stays as it is, but
# certificates that end within 30 days are renewed: run it once a month. Needs openssl.
#
# The folder lets only its owner in. The files in it can be read by all, for the programs in the containers run as other users; each
# container is given only the files it needs, and none the key of the authority, which signs for this deployment and nothing else.
set -eu
command -v openssl >/dev/null || { echo "secrets.sh: there is no openssl, which makes the certificates" >&2; exit 1; }
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

# Certificates: an authority of the deployment's own, and what it signs for the broker, the store, and the API where that is served over TLS.
day=86400             # in seconds
before=$((30 * day))  # a certificate is renewed this long before its end
life=825              # of a certificate, in days
authority="isnad deployment"

# lasts FILE SECONDS: whether a certificate holds that long.
lasts() { openssl x509 -in "$1" -noout -checkend "$2" >/dev/null 2>&1; }

# fits CERT KEY: whether they belong together.
fits() { [ "$(openssl x509 -in "$1" -noout -pubkey 2>/dev/null)" = "$(openssl pkey -in "$2" -pubout 2>/dev/null)" ]; }

# key FILE MODE: makes a key, unless there is one.
key() {
  [ ! -s "$1" ] || return 0
  (umask 077 && openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:named_curve -out "$1.part")
  chmod "$2" "$1.part"
  mv "$1.part" "$1"
}

# put FILE VERB HINT: puts what was made into its place, and says so.
put() {
  chmod 644 "$1.part"
  mv "$1.part" "$1"
  echo "$2 $1$3"
}

# The authority ends after all that it signs. It keeps its key when it is renewed, so that all who trust the older one trust it too.
ca=$dir/ca.pem
key "$dir/ca-key.pem" 600
if ! lasts "$ca" $((life * day + before)) || ! fits "$ca" "$dir/ca-key.pem"; then
  verb=made
  [ ! -s "$ca" ] || verb=renewed
  printf '[req]\ndistinguished_name=dn\n[dn]\n[ca]\nbasicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n' >"$dir/ca.conf.part"
  openssl req -x509 -new -key "$dir/ca-key.pem" -sha256 -days 3650 -subj "/CN=$authority" -config "$dir/ca.conf.part" -extensions ca -out "$ca.part"
  rm "$dir/ca.conf.part"
  put "$ca" $verb "$([ $verb = made ] || echo ': docker-compose up -d --force-recreate')"
fi

# certificate CERT KEY NAMES HINT: makes or renews a server's certificate. One that another authority has signed is its owner's to renew.
certificate() {
  verb=made
  if [ -s "$1" ]; then
    if [ "$(openssl x509 -in "$1" -noout -issuer -nameopt RFC2253)" != "issuer=CN=$authority" ]; then
      lasts "$1" $before || echo "secrets.sh: $1 ends within 30 days, and is not signed here: renew it where it comes from" >&2
      return 0
    fi
    if lasts "$1" $before && fits "$1" "$2" && openssl verify -CAfile "$ca" "$1" >/dev/null 2>&1; then return 0; fi
    verb=renewed
  fi
  key "$2" 644
  printf 'subjectAltName=%s\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n' "$3" >"$1.conf.part"
  printf '[req]\ndistinguished_name=dn\n[dn]\n' >"$1.req.part"
  name=${3#DNS:}
  openssl req -new -key "$2" -subj "/CN=${name%%,*}" -config "$1.req.part" |
    openssl x509 -req -sha256 -days $life -CA "$ca" -CAkey "$dir/ca-key.pem" -set_serial "0x$(secret | cut -c1-32)" -extfile "$1.conf.part" \
      -out "$1.part" 2>"$1.log.part" || { cat "$1.log.part" >&2; exit 1; }
  rm "$1.conf.part" "$1.req.part" "$1.log.part"
  put "$1" $verb "$([ $verb = made ] || echo "$4")"
}
local=DNS:localhost,IP:127.0.0.1
certificate "$dir/nats-cert.pem" "$dir/nats-key.pem" "DNS:nats,$local" ': docker-compose restart nats'
certificate "$dir/postgres-cert.pem" "$dir/postgres-key.pem" "DNS:postgres,$local" ': docker-compose restart postgres'
mkdir -p "$dir/api"
chmod 755 "$dir/api"
certificate "$dir/api/cert.pem" "$dir/api/key.pem" "DNS:sink,DNS:ingest,$local" ', which is read again by itself'
