#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs test-keyring on a private bus with a gnome-keyring: run-keyring.py real|locked EXE"""
import os
import shutil
import subprocess
import sys
import tempfile

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={0}</listen><servicedir>{0}/svc</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>
"""


def inside(kind, exe):
    """On the private bus: start the daemon when it is to be unlocked, run the test, look from outside."""
    daemon = None
    if kind == "real":
        daemon = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        daemon.stdin.write(b"practice")
        daemon.stdin.close()
        subprocess.run(["gdbus", "wait", "--session", "--timeout", "20", "org.freedesktop.secrets"],
                       check=True)
    try:
        code = subprocess.run([exe, "--tap"], check=False).returncode
        if code == 0 and kind == "real" and shutil.which("secret-tool"):
            seen = subprocess.run(["secret-tool", "lookup", "account", "seen", "use", "incoming"],
                                  stdout=subprocess.PIPE, check=False).stdout.decode()
            if seen != "ein süßes Geheimnis":
                print("Bail out! secret-tool does not find the password:", seen)
                code = 1
        return code
    finally:
        if daemon:
            daemon.terminate()
            daemon.wait()


def outside(kind, exe):
    missing = [p for p in ("dbus-run-session", "gnome-keyring-daemon", "gdbus") if not shutil.which(p)]
    if missing:
        print("1..0 # SKIP not installed:", " ".join(missing))
        return 0
    with tempfile.TemporaryDirectory(prefix="penny-keyring-") as place:
        os.mkdir(place + "/svc")
        os.mkdir(place + "/run", 0o700)
        if kind == "locked":
            shutil.copy("/usr/share/dbus-1/services/org.freedesktop.secrets.service", place + "/svc")
        with open(place + "/bus.conf", "w", encoding="utf-8") as conf:
            conf.write(BUS.format(place))
        env = dict(os.environ, HOME=place, XDG_RUNTIME_DIR=place + "/run", XDG_DATA_HOME=place + "/data",
                   XDG_CONFIG_HOME=place + "/config", XDG_CACHE_HOME=place + "/cache",
                   PENNY_TEST_KEYRING=kind,
                   ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":fast_unwind_on_malloc=0",
                   LSAN_OPTIONS="print_suppressions=0:suppressions=" +
                   os.path.join(os.path.dirname(os.path.abspath(__file__)), "keyring.supp"))
        for name in ("DISPLAY", "WAYLAND_DISPLAY"):
            env.pop(name, None)
        return subprocess.run(["dbus-run-session", "--config-file", place + "/bus.conf", "--",
                               sys.executable, os.path.abspath(__file__), "inside", kind, exe],
                              env=env, check=False).returncode


if __name__ == "__main__":
    if sys.argv[1] == "inside":
        sys.exit(inside(sys.argv[2], sys.argv[3]))
    sys.exit(outside(sys.argv[1], sys.argv[2]))
