#!/bin/sh
# Makes the secrets that are missing in docker/secrets/; nothing that exists is changed.
# Usage: docker/secrets.sh 'smtps://user:password@mail.example:465' ['imaps://user:password@mail.example/INBOX']
# The second address is the mailbox of mails that come back; without it none is read.
set -eu
umask 077
cd "$(dirname "$0")"
mkdir -p secrets

random() {
    python3 -c "import secrets; print(secrets.token_urlsafe($1))"
}

[ -s secrets/secret_key ] || random 64 > secrets/secret_key
[ -s secrets/database_password ] || random 32 > secrets/database_password
[ -s secrets/database_url ] \
    || echo "postgresql://tracker:$(cat secrets/database_password)@database:5432/tracker" > secrets/database_url
if [ ! -s secrets/email_url ]; then
    : "${1:?give the address of the mail server, for example smtps://user:password@mail.example:465}"
    echo "$1" > secrets/email_url
fi
# Empty until an identity provider or a directory is configured; write the secret into the file then.
for name in oidc_client_secret ldap_bind_password; do
    [ -e "secrets/$name" ] || : > "secrets/$name"
done
[ -s secrets/bounce_box_url ] || echo "${2:-}" > secrets/bounce_box_url
# The containers read them as accounts of their own; the folder itself stays closed to everybody else.
chmod 700 secrets
chmod 644 secrets/*
echo "Ready: $(pwd)/secrets"
