"""What the provider says of people, and the lies that a test asks it to tell."""

import json
import os
import time
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth.models import User
from oauth2_provider.oauth2_validators import OAuth2Validator

FOLDER = Path(os.environ["PROVIDER_FOLDER"])


def told():
    """`people`: claims by name; `lie`: what is wrong with the next tokens."""
    return json.loads((FOLDER / "told.json").read_text())


def named(get_response):
    """Middleware: who is sitting at the browser stands in a header."""

    def answer(request):
        if name := request.headers.get("X-Person"):
            request.user = User.objects.get_or_create(username=name)[0]
        return get_response(request)

    return answer


class Claims(OAuth2Validator):
    """Every claim with every scope."""

    oidc_claim_scope = None

    def get_additional_claims(self, request):
        return told()["people"].get(request.user.username, {})

    def finalize_id_token(self, id_token, token, token_handler, request):
        honest = super().finalize_id_token(id_token, token, token_handler, request)
        lie = told()["lie"]
        if not lie:
            return honest
        header = jwt.get_unverified_header(honest)
        claims = jwt.decode(honest, options={"verify_signature": False}) | lie.get("forged", {})
        claims = {name: value for name, value in claims.items() if value is not None}
        if "late" in lie:
            claims["exp"] = int(time.time()) - lie["late"]
        if lie.get("alg") == "none":
            return jwt.encode(claims, None, algorithm="none", headers={"kid": header["kid"]})
        key = os.environ["PROVIDER_KEY"]
        if lie.get("stranger"):
            key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": lie.get("kid", header["kid"])})
