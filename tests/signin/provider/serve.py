"""`python -m tests.signin.provider.serve PORT`: make the tables and one client, then answer until killed."""

import os
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django

CLIENT, SECRET = "theo-doi", "bi-mat-cua-phan-mem-theo-doi"
BACK = "http://testserver/accounts/oidc/sso/login/callback/"


class Server(ThreadingMixIn, WSGIServer):
    """One thread for each request."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    """Says nothing of requests."""

    def log_message(self, *_args):
        pass


def main(port):
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.signin.provider.settings"
    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from oauth2_provider.models import Application

    call_command("migrate", run_syncdb=True, verbosity=0)
    Application.objects.create(
        client_id=CLIENT,
        client_secret=SECRET,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=BACK,
        post_logout_redirect_uris="http://testserver/accounts/login/",
        algorithm="RS256",
        skip_authorization=True,
        name="Theo dõi",
    )
    make_server("127.0.0.1", port, get_wsgi_application(), Server, Silent).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
