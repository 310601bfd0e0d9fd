#!/usr/bin/env python3
"""HTTP/1.1 servers with the banners they are told to have: pages.py ADDRESS PORT BANNER [...].

Connections are kept alive. /chunked comes in chunks, /stream ends with the connection,
/unchanged is a 304, /gone a 404, /long is 3,000 bytes; a POST is answered with its length.
"""
import http.server
import socket
import sys
import threading


class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def version_string(self):
        return self.server.banner

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", kind="text/html", head=()):
        self.send_response(status)
        for name, value in head:
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        path = self.path.split("?")[0]
        if path == "/chunked":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for part in (b"one ", b"and another ", b"and " + b"x" * 300):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            self.wfile.write(b"0\r\n\r\n")
        elif path == "/stream":
            self.close_connection = True
            self.send_response(200)
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"until the end\n" * 20)
        elif path == "/unchanged":
            self.answer(304, head=[("ETag", '"1"')])
        elif path == "/gone":
            self.answer(404, b"not here\n", "text/plain")
        elif path == "/generate_204":
            self.answer(204)
        elif path == "/long":
            self.answer(200, b"abcdefghi\n" * 300, "text/plain")
        elif path in ("/ncsi.txt", "/connecttest.txt"):
            self.answer(200, b"Microsoft Connect Test", "text/plain")
        else:
            self.answer(200, b"<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>")

    do_HEAD = do_GET

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        self.answer(200, b"%d\n" % length, "text/plain")


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address, port, banner):
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.banner = banner
        super().__init__((address, port), Page)

    def server_bind(self):
        # Without the reverse look-up of the address that http.server makes.
        socket.socket.setsockopt(self.socket, socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_name, self.server_port = "pages", self.server_address[1]


given = sys.argv[1:]
for i in range(0, len(given), 3):
    server = Server(given[i], int(given[i + 1]), given[i + 2])
    threading.Thread(target=server.serve_forever).start()
