# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers of a few lines for live tests."""

import socketserver
import threading


class Doors(socketserver.ThreadingTCPServer):
    """Says what a function says to each caller, in TLS where there is a context."""
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, talk, context=None):
        def handle(handler):
            if context is None:
                talk(handler.rfile, handler.wfile)
                return
            with context.wrap_socket(handler.request, server_side=True) as sealed:
                talk(sealed.makefile('rb'), sealed.makefile('wb', buffering=0))
        kind = type('Handler', (socketserver.StreamRequestHandler,), {'handle': handle, 'timeout': 60})
        super().__init__(('127.0.0.1', 0), kind)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def handle_error(self, *_):
        pass

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()
