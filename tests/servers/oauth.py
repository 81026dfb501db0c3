"""A provider of tokens (RFC 6749, 7636, 7662) that gives them out, renews, changes and takes them back."""

import base64
import hashlib
import json
import secrets
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Provider:
    """Real addresses to ask; `consent(url)` is what comes back after the person's yes."""

    def __init__(self) -> None:
        self.codes: dict[str, dict[str, str]] = {}
        self.refresh_tokens: dict[str, str] = {}  # token → user
        self.access_tokens: dict[str, str] = {}
        self.asked: list[dict[str, str]] = []
        self.life = 3600
        self.rotates = False
        self.refresh_life = 0
        self.answer: tuple[int, dict] | None = None  # instead of a token
        self.client_secret = "client-secret"
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                size = int(self.headers.get("Content-Length", 0))
                form = dict(urllib.parse.parse_qsl(self.rfile.read(size).decode()))
                if self.path == "/token":
                    provider.asked.append(form)
                    status, said = provider.answer or provider._token(form)
                else:
                    status, said = 200, provider._introspect(form)
                body = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.authorize_url, self.token_url = f"{self.url}/authorize", f"{self.url}/token"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def consent(self, url: str, *, user: str) -> dict[str, str]:
        """The person agrees on the page that `url` shows: code and state of the way back."""
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))
        code = secrets.token_urlsafe(8)
        self.codes[code] = {**asked, "user": user}
        return {"code": code, "state": asked["state"]}

    def grant(self, user: str) -> str:
        """A refresh token as if the person had agreed long ago."""
        token = secrets.token_urlsafe(8)
        self.refresh_tokens[token] = user
        return token

    def _token(self, form: dict[str, str]) -> tuple[int, dict]:
        if form.get("client_secret") != self.client_secret:
            return 401, {"error": "invalid_client"}
        if form["grant_type"] == "authorization_code":
            asked = self.codes.pop(form.get("code", ""), None)
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            if asked is None or asked["code_challenge"] != challenge:
                return 400, {"error": "invalid_grant"}
            if asked["redirect_uri"] != form.get("redirect_uri"):
                return 400, {"error": "invalid_grant", "error_description": "another redirect_uri"}
            return 200, self._give(asked["user"], refresh=self.grant(asked["user"]))
        user = self.refresh_tokens.get(form.get("refresh_token", ""))
        if user is None:
            return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
        if not self.rotates:
            return 200, self._give(user)
        del self.refresh_tokens[form["refresh_token"]]
        return 200, self._give(user, refresh=self.grant(user))

    def _give(self, user: str, refresh: str = "") -> dict:
        token = secrets.token_urlsafe(8)
        self.access_tokens[token] = user
        said = {"access_token": token, "token_type": "Bearer", "expires_in": self.life}
        if refresh:
            said["refresh_token"] = refresh
        if self.refresh_life:
            said["refresh_token_expires_in"] = self.refresh_life
        return said

    def _introspect(self, form: dict[str, str]) -> dict:
        user = self.access_tokens.get(form.get("token", ""))
        return {"active": True, "username": user, "scope": "mail"} if user else {"active": False}

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)
