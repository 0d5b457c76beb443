"""Runs a program in a terminal of its own, and types answers: waits for each text, then sends the keys after it.

Usage: terminal_session.py '[["text", "keys"], ...]' program argument...
Prints all that the program wrote; ends as the program does.
"""
import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

steps, argv = json.loads(sys.argv[1]), sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(argv[0], argv)

fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
written, since, deadline = b"", 0, time.time() + 40
while time.time() < deadline:
    if select.select([terminal], [], [], 0.2)[0]:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        written += part
    if steps and steps[0][0].encode() in written[since:]:
        since = len(written)
        time.sleep(0.1)  # until the prompt listens
        os.write(terminal, steps.pop(0)[1].encode())

else:
    os.kill(pid, signal.SIGKILL)

sys.stdout.write(written.decode(errors="replace"))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
