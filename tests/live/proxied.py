"""How does a test put the nginx files of deploy/ in front of servers, on a port of this machine?"""

import os
import shutil
import ssl
import subprocess
import time
from http.cookiejar import CookieJar
from urllib.request import HTTPCookieProcessor, HTTPSHandler, Request, build_opener

import requests
import websockets
from members import Member

from lab.ports import free_port, taken
from lab.project import ROOT

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

MAIN = """
daemon off;
{user}
pid {folder}/pid;
error_log {folder}/main.log;
events {{ worker_connections 1024; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/contingent.conf;
}}
"""


class Proxy:
    """nginx with TLS and the files of deploy/ in front of some servers; use as context manager."""

    def __init__(self, folder, *servers):
        folder.mkdir(mode=0o755)
        self.folder, self.port = folder, free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self.log = folder / "said.log"
        self._certify()
        self._write(servers)
        self.trust = ssl.create_default_context(cafile=str(folder / "cert.pem"))

    def _certify(self):
        """Make a certificate for this machine that nobody but this test trusts."""
        asked = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
                 "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
                 "-keyout", "key.pem", "-out", "cert.pem"]  # fmt: skip
        subprocess.run(asked, cwd=self.folder, check=True, capture_output=True)

    def _write(self, servers):
        """Copy the files of deploy/, with this machine's ports and folder in place of the lab's."""
        own = (ROOT / "deploy" / "nginx.conf").read_text()
        certificate = "/etc/letsencrypt/live/lab.example.org"
        put = {
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            f"{certificate}/fullchain.pem": f"{self.folder}/cert.pem",
            f"{certificate}/privkey.pem": f"{self.folder}/key.pem",
            "/etc/nginx/contingent-proxy.conf": f"{self.folder}/contingent-proxy.conf",
            "/var/log/nginx/contingent.log": f"{self.folder}/contingent.log",
        }
        put |= {f" 800{n};": f" {server.port};" for n, server in enumerate(servers, start=1)}
        for theirs, ours in put.items():
            assert theirs in own, theirs
            own = own.replace(theirs, ours)
        (self.folder / "contingent.conf").write_text(own)
        shutil.copy(ROOT / "deploy" / "nginx-proxy.conf", self.folder / "contingent-proxy.conf")
        user = "user root;" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(MAIN.format(folder=self.folder, user=user))

    def __enter__(self):
        command = [NGINX, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        for _ in range(100):
            if taken("127.0.0.1", self.port):
                return self
            time.sleep(0.05)
        self.__exit__()
        raise AssertionError(self.log.read_text())

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait(20)


class Browser:
    """Somebody's browser: it keeps cookies, trusts the proxy, and comes from an address."""

    def __init__(self, proxy):
        self.proxy, self.jar = proxy, CookieJar()
        self._opener = build_opener(
            HTTPSHandler(context=proxy.trust), HTTPCookieProcessor(self.jar)
        )

    def open(self, path):
        """Open a path, follow redirects, and return the answer."""
        return self._opener.open(Request(self.proxy.url + path), timeout=20)

    @property
    def cookies(self):
        """What the browser would send, as a header."""
        return "; ".join(f"{one.name}={one.value}" for one in self.jar)


class Routed(Member):
    """A member of one of several labs who knows the one address only."""

    async def connect(self):
        """Open the socket through the proxy, with the cookies of the browser, or anew."""
        browser = self.server
        url = browser.proxy.url.replace("https", "wss", 1)
        self.socket = await websockets.connect(
            f"{url}/game/{self.code}",
            ssl=browser.proxy.trust,
            extra_headers={"Cookie": browser.cookies},
            close_timeout=1,
        )
        await self.hear()
        return self


class Researcher:
    """A server as a log-in needs it: the proxy's address, and one lab's password."""

    def __init__(self, proxy, server):
        self.url, self.password, self.env = proxy.url, server.password, server.env
        self.place = server.place


def session(proxy):
    """Return an HTTP session that trusts the proxy."""
    found = requests.Session()
    return trusting(found, proxy)


def trusting(visitor, proxy):
    """Let an HTTP session trust the proxy's certificate, whatever the environment says."""
    visitor.trust_env, visitor.verify = False, str(proxy.folder / "cert.pem")
    return visitor
