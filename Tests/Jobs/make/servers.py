"""Small servers on 127.0.0.1 that misbehave in the ways in which real ones do."""
import http.server
import socket
import struct
import threading
import time


def _listen():
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("127.0.0.1", 0))
    sock.listen(64)
    return sock


def _accepting(handle):
    sock = _listen()

    def loop():
        while True:
            connection, _ = sock.accept()
            threading.Thread(target=handle, args=(connection,), daemon=True).start()
    threading.Thread(target=loop, daemon=True).start()
    return sock.getsockname()[1]


def _stall(connection):
    """Accepts, reads, and never says a word."""
    while connection.recv(4096):
        time.sleep(0.05)


def _reset(connection):
    connection.recv(4096)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _http(status, body=b"", after=0):
    """Answers `status`, and 200 from the request number `after` on (0: never)."""
    count = [0]

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            count[0] += 1
            code = 200 if after and count[0] > after else status
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)
        do_GET = do_POST = do_PUT = do_HEAD = answer

        def log_message(self, *_):
            pass
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def _refuse():
    sock = _listen()
    port = sock.getsockname()[1]
    sock.close()
    return port


KINDS = {
    "stall": lambda: _accepting(_stall), "reset": lambda: _accepting(_reset), "refuse": _refuse, "busy": lambda: _http(503, b"busy"),
    "denied": lambda: _http(401, b'{"error": "token expired"}'), "forbidden": lambda: _http(403),
    "late": lambda: _http(503, b'{"rates": [1.0, 2.0]}', after=3), "fine": lambda: _http(200, b'{"rates": [1.0, 2.0]}'),
}


def start(kinds):
    return {kind: KINDS[kind]() for kind in kinds}
