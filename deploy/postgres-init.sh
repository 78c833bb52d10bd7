#!/bin/sh
# Run by the image of PostgreSQL when the volume is new: the user isnad and the one database that is its own. Text is compared by code
# points, and letters of all scripts are letters (C.UTF-8).
set -eu
psql -v ON_ERROR_STOP=1 -U postgres <<'SQL'
\set password `cat /run/secrets/postgres-isnad`
CREATE ROLE isnad LOGIN PASSWORD :'password';
CREATE DATABASE isnad OWNER isnad TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';
REVOKE ALL ON DATABASE isnad FROM PUBLIC;
SQL
