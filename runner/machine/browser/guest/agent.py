#!/usr/bin/python3
"""Starts terminals and scripts on a machine, for whoever is at the other end of a serial line.

    agent.py NAME ADDRESS MAC DROPPED 3<>LINE 4</proc

It runs in the machine's namespaces and control groups, so that what it starts need not enter them one by one, which takes
long on an emulated processor; but in the process namespace around, so that nobody there sees it. Descriptor 4 is /proc as it
is around. DROPPED names capabilities that nothing it starts can have.

Both ways go frames: a kind (1 byte), a stream's number (2 bytes), a length (2 bytes), and so many bytes, all big-endian. The
other end may only have so many bytes under way that we have not read (see CREDIT): the line's device drops what it has no
room for.
"""

import array, ctypes, fcntl, json, os, selectors, signal, struct, subprocess, sys, termios, time, tty

# Kinds, from the other end and to it.
GREET, OPEN, DATA, RESIZE, END, PAUSE, GO_ON, HOLD, ADOPT = range(1, 10)
READY, CREDIT, OUTPUT, ERRORS, EXIT, HELD, HELLO = range(1, 8)

HEADER = struct.Struct(">BHH")
LARGEST = 4096
ENVIRONMENT = {
    "HOME": "/root",
    "USER": "root",
    "LOGNAME": "root",
    "SHELL": "/bin/bash",
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LANG": "C.UTF-8",
    "TERM": "xterm-256color",
}

# In the order of their numbers. Source: linux/capability.h
CAPABILITIES = """
chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable net_bind_service net_broadcast
net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin sys_boot sys_nice
sys_resource sys_time sys_tty_config mknod lease audit_write audit_control setfcap mac_override mac_admin syslog wake_alarm
block_suspend audit_read perfmon bpf checkpoint_restore
""".split()

name, address, mac, dropped = sys.argv[1:]
line, proc = 3, 4
tty.setraw(line)
for capability in dropped.split(","):
    # PR_CAPBSET_DROP: what is started has none of them; the agent keeps its own, and sets the clock.
    if ctypes.CDLL(None).prctl(24, CAPABILITIES.index(capability), 0, 0, 0) != 0:
        sys.exit("capability " + capability + " can't be dropped")
selector = selectors.DefaultSelector()
streams = {}
# A terminal that was started before the machine was saved, and waits for whoever wants one.
spare = None


def send(kind, stream=0, payload=b""):
    frame = HEADER.pack(kind, stream, len(payload)) + payload
    while frame:
        frame = frame[os.write(line, frame) :]


class Stream:
    """A command that runs, and the descriptors at which what it prints is read: those of OUTPUT and of ERRORS."""

    def __init__(self, number):
        self.number = number
        self.process = None
        self.readers = {}
        self.ended = False

    def read_from(self, descriptor, kind):
        self.readers[descriptor] = kind
        selector.register(descriptor, selectors.EVENT_READ, self)

    def pause(self, on):
        for descriptor in self.readers:
            try:
                selector.unregister(descriptor) if on else selector.register(descriptor, selectors.EVENT_READ, self)
            except KeyError:
                pass  # It is so already.

    def print(self, descriptor):
        try:
            data = os.read(descriptor, LARGEST)
        except OSError:
            data = b""  # EIO: nobody has the terminal open any more.
        if data:
            self.tell(self.readers[descriptor], data)
        else:
            self.close(descriptor)
            self.finish()

    def tell(self, kind, data):
        send(kind, self.number, data)

    def close(self, descriptor):
        if descriptor in selector.get_map():
            selector.unregister(descriptor)
        del self.readers[descriptor]
        os.close(descriptor)

    def finish(self):
        """Says how the command ended, once all that it printed has been read. What it left behind may print on, unread."""
        if self.process.poll() is None or not self.ended and self.readers:
            return
        for descriptor in list(self.readers):
            self.close(descriptor)
        streams.pop(self.number, None)
        status = self.process.returncode
        send(EXIT, self.number, struct.pack(">i", status if status >= 0 else 128 - status))

    def end(self):
        if self.process:
            kill_tree(self.process.pid)


class Terminal(Stream):
    """Its pseudoterminal is the machine's own: `tty` there names it."""

    def __init__(self, number, columns, rows, command, note=None):
        super().__init__(number)
        # Of a spare one: what its starter wants to know again, and all that it has printed.
        self.note = note
        self.printed = b""
        self.is_spare = False
        master = os.open("/dev/pts/ptmx", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
        index = array.array("I", [0])
        fcntl.ioctl(master, 0x80045430, index)  # TIOCGPTN
        fcntl.ioctl(master, 0x40045431, struct.pack("i", 0))  # TIOCSPTLCK
        slave = os.open("/dev/pts/" + str(index[0]), os.O_RDWR | os.O_NOCTTY)
        self.master = master
        self.resize(columns, rows)
        try:
            self.process = start(["setsid", "--ctty", *command], slave, slave, slave)
        except OSError:
            os.close(master)
            raise
        finally:
            os.close(slave)
        os.set_blocking(master, False)
        self.waiting = b""
        self.read_from(master, OUTPUT)

    def resize(self, columns, rows):
        # Once it is closed, its number may be another's.
        if self.process and self.master not in self.readers:
            return
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def tell(self, kind, data):
        if self.note:
            self.printed += data
        if not self.is_spare:
            super().tell(kind, data)

    def adopt(self, number, columns, rows):
        """Goes on under another number, for somebody who has not seen what was printed."""
        self.number = number
        streams[number] = self
        self.note = None
        self.is_spare = False
        for at in range(0, len(self.printed), LARGEST):
            send(OUTPUT, number, self.printed[at : at + LARGEST])
        self.resize(columns, rows)
        # It may have ended meanwhile.
        self.finish()

    def take(self, data):
        """Types. A terminal that nobody reads is full one day; what is typed then waits."""
        self.waiting = self.waiting + data if self.master in self.readers else b""
        try:
            if self.waiting:
                self.waiting = self.waiting[os.write(self.master, self.waiting) :]
        except BlockingIOError:
            pass
        except OSError:
            self.waiting = b""

    def end(self):
        """Hangs up, as closing its window does; told once more, kills what did not listen."""
        if self.master in self.readers:
            self.close(self.master)
        else:
            super().end()


class Script(Stream):
    """A bash script out of sight. `length` bytes of it are to come."""

    def __init__(self, number, length):
        super().__init__(number)
        self.length = length
        self.script = b""
        self.take(b"")

    def take(self, data):
        self.script += data
        if self.process or len(self.script) < self.length:
            return
        output, errors = os.pipe(), os.pipe()
        try:
            self.process = start(["bash", "-c", self.script], subprocess.DEVNULL, output[1], errors[1], start_new_session=True)
        except (OSError, ValueError):
            os.close(output[0])
            os.close(errors[0])
            raise
        finally:
            os.close(output[1])
            os.close(errors[1])
        self.read_from(output[0], OUTPUT)
        self.read_from(errors[0], ERRORS)


def start(command, stdin, stdout, stderr, **options):
    # Somebody may have taken the folder away.
    cwd = "/root" if os.path.isdir("/root") else "/"
    return subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=stderr, env=ENVIRONMENT, cwd=cwd, **options)


def kill_tree(root):
    """Kills a process, its session, and all descendants, also those in sessions and PID namespaces of their own."""
    doomed, grown = set(), True
    while grown:
        grown = False
        for entry in os.listdir(proc):
            if not entry.isdigit() or int(entry) in doomed:
                continue
            try:
                with open(entry + "/stat", opener=lambda path, flags: os.open(path, flags, dir_fd=proc)) as file:
                    fields = file.read().rpartition(") ")[2].split()
                if int(entry) == root or int(fields[3]) == root or int(fields[1]) in doomed:
                    # Stopped, it has no more children while the others are looked for.
                    os.kill(int(entry), signal.SIGSTOP)
                    doomed.add(int(entry))
                    grown = True
            except OSError:
                pass
    for each in doomed:
        try:
            os.kill(each, signal.SIGKILL)
        except OSError:
            pass


def greet(said):
    """Sets the clock, which stood still while the machine was saved, and takes in fresh randomness. Source: random(4)."""
    time.clock_settime(time.CLOCK_REALTIME, said["time"])
    seed = bytes.fromhex(said["seed"])
    with open("/dev/urandom", "wb") as random:
        fcntl.ioctl(random, 0x40085203, struct.pack("ii", 8 * len(seed), len(seed)) + seed)  # RNDADDENTROPY
        fcntl.ioctl(random, 0x5207)  # RNDRESEEDCRNG
    global spare
    for stream in list(streams.values()):
        if getattr(stream, "note", None) and said["spare"]:
            spare = streams.pop(stream.number)
            spare.is_spare = True
        elif stream.process:
            stream.end()
    facts = {"name": name, "address": address, "mac": mac, "kernel": os.uname().release}
    if spare:
        facts["spare"] = spare.note
    send(READY, 0, json.dumps(facts).encode())


def obey(kind, number, payload):
    """Takes a frame. What can't be done is said where the stream is read, and ends nobody else's."""
    try:
        take(kind, number, payload)
    except (OSError, ValueError, TypeError, struct.error, subprocess.SubprocessError) as error:
        if kind not in (OPEN, ADOPT, DATA):
            return
        streams.pop(number, None)
        send(ERRORS, number, ("labwright: " + str(error) + "\n").encode())
        send(EXIT, number, struct.pack(">i", 126))


def take(kind, number, payload):
    global spare
    if kind == GREET:
        greet(json.loads(payload))
    elif kind == HOLD:
        # Nothing is under way in either direction when the machine is saved.
        send(HELD)
    elif kind == OPEN:
        said = json.loads(payload)
        if "script" in said:
            streams[number] = Script(number, said["script"])
        else:
            streams[number] = Terminal(number, **said)
    elif kind == ADOPT and spare:
        spare.adopt(number, **json.loads(payload))
        spare = None
    elif stream := streams.get(number):
        if kind == DATA:
            stream.take(payload)
        elif kind == RESIZE:
            stream.resize(*struct.unpack(">HH", payload))
        elif kind == END:
            stream.end()
        else:
            stream.pause(kind == PAUSE)


def reap():
    for stream in list(streams.values()):
        if stream.process and stream.process.poll() is not None:
            # What it has printed is in the pipes already.
            for descriptor in list(stream.readers):
                os.set_blocking(descriptor, False)
                drain(stream, descriptor)
            stream.ended = True
            if stream.number in streams:
                stream.finish()


def drain(stream, descriptor):
    while descriptor in stream.readers:
        try:
            data = os.read(descriptor, LARGEST)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            return
        send(stream.readers[descriptor], stream.number, data)


def main():
    waiting, inbox = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(inbox)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    selector.register(line, selectors.EVENT_READ)
    selector.register(waiting, selectors.EVENT_READ)
    heard = b""
    # Until now the line would have echoed what came.
    send(HELLO)
    while True:
        late = any(getattr(stream, "waiting", b"") for stream in streams.values())
        for key, _ in selector.select(0.05 if late else None):
            if key.fd == line:
                data = os.read(line, LARGEST)
                send(CREDIT, 0, struct.pack(">I", len(data)))
                heard += data
                while len(heard) >= HEADER.size:
                    kind, number, length = HEADER.unpack_from(heard)
                    if len(heard) < HEADER.size + length:
                        break
                    payload, heard = heard[HEADER.size : HEADER.size + length], heard[HEADER.size + length :]
                    obey(kind, number, payload)
            elif key.fd == waiting:
                os.read(waiting, 512)
                reap()
            elif key.data and key.fd in key.data.readers:
                key.data.print(key.fd)
        for stream in list(streams.values()):
            if getattr(stream, "waiting", b""):
                stream.take(b"")


main()
