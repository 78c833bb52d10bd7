#!/bin/sh
# Starts PostgreSQL's image so that others reach it over TLS alone. The server takes a key only from a file that nobody else can read, and a
# secret of a container has the owner and the mode that it has outside: so the key is copied to where only the server is.
set -eu
umask 077
cat /run/secrets/postgres-key.pem >/run/postgresql/key.pem
exec docker-entrypoint.sh postgres -c ssl=on -c ssl_cert_file=/run/secrets/postgres-cert.pem -c ssl_key_file=/run/postgresql/key.pem \
  -c ssl_min_protocol_version=TLSv1.2 -c hba_file=/etc/isnad/pg_hba.conf
