"""What may stand in a create body, by family: (where, value) pairs, each in a spelling of its own.

Where is a dotted path.  Several fields at once are a tuple of such pairs.  "@HOST@" becomes a folder of
the host that the test made; the containers "first" and "second" and the volume "kept" exist.
engine.md, sections 4 and 5, is where most of them come from.
"""

USERS = [
    "", "0", "00", "+0", "-0", "1001", "+1001", "01001", "1001:1001", "1001:", "1001:0", "1001:+0", "1001:-0",
    "1001:00", ":", ":1001", ":0", "::", " 0", "0 ", "\t0", "app", "app:app", "app:", "app:0", "app:1001", "root",
    "root:app", "1001:app", "1001:root", "nobody", "1001:nogroup", "1001:1001:junk", "0:0:0", "app:app:app",
    "2147483647", "2147483648", "4294967295", "4294967296", "4294967296:0", "-1", "-1:1", "0x0", "1e3", "1_001",
    "\uff11", "\u0660", "999999999999999999999999", "1001:2147483648", "1001:-1", "0:1001", "1001/1001", "1001.0",
    "a:b:c", "1001:01001", "+1001:+1001", "\u0000", "0\u0000", "1001 :1001", "1001: 1001",
]

CAPABILITIES = [
    (["NET_ADMIN"], None), (["net_admin"], None), (["CAP_NET_ADMIN"], None), (["cap_net_admin"], None),
    (["Cap_Net_Admin"], None), (["\u017fYS_ADMIN"], None), (["\u017fys_adm\u0131n"], None), (["ALL"], None),
    (["all"], None), (["CAP_ALL"], None), (["ALL"], ["ALL"]), (["ALL"], ["NET_RAW"]), (["all", "chown"], ["ALL"]),
    (None, ["ALL"]), (None, ["all"]), (None, ["All"]), (None, ["CAP_ALL"]), (None, ["NET_RAW"]),
    (None, ["net_raw", "CAP_CHOWN"]), (["CHOWN"], ["ALL"]), (["CHOWN"], ["CHOWN"]), (["SYS_ADMIN"], ["SYS_ADMIN"]),
    (["NET_BIND_SERVICE"], ["ALL"]), (["cap_net_bind_service"], ["all"]), ("SYS_ADMIN", None), (None, "ALL"),
    ("NET_ADMIN", "ALL"), ([], []), ([""], None), ([" SYS_ADMIN"], None), (["SYS_ADMIN "], None),
    (["SYS-ADMIN"], None), (["CAP_CAP_CHOWN"], None), ([None], None), (["BPF", "PERFMON"], ["ALL"]),
    (["CHECKPOINT_RESTORE"], None), (["NET_ADMIN", "NET_ADMIN"], None), (["A\u0130"], None), ("", ""),
    (["\u212aILL"], ["ALL"]), (["kill"], ["kill", "all"]), (None, ["ALL", "ALL"]), (["ALL", "ALL"], ["ALL"]),
]

SECURITY = [
    ["no-new-privileges"], ["no-new-privileges:true"], ["no-new-privileges=true"], ["no-new-privileges:false"],
    ["no-new-privileges=1"], ["no-new-privileges=t"], ["no-new-privileges=T"], ["no-new-privileges=TRUE"],
    ["no-new-privileges=True"], ["no-new-privileges=tRUE"], ["no-new-privileges=yes"], ["no-new-privileges="],
    ["no-new-privileges:"], ["no-new-privileges", "no-new-privileges:0"], ["no-new-privileges:0", "no-new-privileges"],
    ["no-new-privileges=F", "no-new-privileges=1"], ["No-New-Privileges"], [" no-new-privileges"],
    ["no-new-privileges "], ["no-new-privileges:true=false"], ["no-new-privileges=true:false"],
    ["seccomp=unconfined"], ["seccomp:unconfined"], ["seccomp=Unconfined"], ["seccomp=builtin"], ["seccomp="],
    ["seccomp={}"], ["seccomp:{}"], ["seccomp={\"defaultAction\":\"SCMP_ACT_ALLOW\"}"],
    ["seccomp={\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[]}"], ["seccomp=unconfined", "seccomp=builtin"],
    ["seccomp=builtin", "seccomp=unconfined"], ["seccomp"], ["seccomp=/etc/profile.json"], ["seccomp=null"],
    ["apparmor=unconfined"], ["apparmor:unconfined"], ["apparmor=docker-default"], ["apparmor="], ["apparmor"],
    ["label=disable"], ["label:disable"], ["disable"], ["label=type:container_t"], ["label=user:root"],
    ["label=level:s0"], ["label=role:r"], ["label=filetype:f"], ["label"], ["label="], ["label=x"],
    ["writable-cgroups"], ["writable-cgroups=true"], ["writable-cgroups=false"], ["systempaths=unconfined"],
    ["credentialspec=file://x"], ["unknown"], ["unknown=x"], [""], ["="], [":"], [], "no-new-privileges",
    ["no-new-privileges", "seccomp=unconfined"], [None], ["no-new-privileges", None],
]

MODES = {
    "PidMode": ["host", "Host", "host:x", "container:first", "container:", "container", "private", "", "none",
                " host", "host ", "container:second", "container:first:x", "ns:/proc/1/ns/pid"],
    "IpcMode": ["host", "HOST", "none", "private", "shareable", "container:first", "", "x", "host:x"],
    "UTSMode": ["host", "Host", "", "private", "x", "container:first", "host:x"],
    "UsernsMode": ["host", "Host", "", "private", "x", "container:first"],
    "CgroupnsMode": ["host", "Host", "private", "", "x", "container:first"],
    "NetworkMode": ["host", "HOST", "Host", "none", "None", "default", "bridge", "container:first", "container:",
                    "container:second", "", "nat", "ns:/proc/1/ns/net", "host:x", " host", "no-such-network"],
}

BINDS = [
    ["/:/h"], ["//:/h"], ["/.:/h"], ["/..:/h"], ["/etc/../:/h"], ["/etc:/h:ro"], ["/etc:/h:rw"], ["/etc:/h:RO"],
    ["@HOST@:/h"], ["@HOST@/:/h/"], ["@HOST@/../host:/h"], ["@HOST@:/h:ro"], ["@HOST@:/h:ro,z"], ["@HOST@:/h:Z"],
    ["@HOST@:/h:z,rw"], ["@HOST@:/h:rw,ro"], ["@HOST@:/h:ro,ro"], ["@HOST@:/h:ro,rw"], ["@HOST@:/h:shared"],
    ["@HOST@:/h:rshared"], ["@HOST@:/h:slave"], ["@HOST@:/h:rslave"], ["@HOST@:/h:private"], ["@HOST@:/h:rprivate"],
    ["@HOST@:/h:nocopy"], ["@HOST@:/h:cached"], ["@HOST@:/h:delegated"], ["@HOST@:/h:consistent"],
    ["@HOST@:/h:ro,cached"], ["@HOST@:/h:x"], ["@HOST@:/h:"], ["@HOST@:/h:ro:x"], ["@HOST@:h"], ["@HOST@:"],
    ["@HOST@"], [":/h"], [":"], [""], ["kept:/h"], ["kept:/h:ro"], ["kept:/h:nocopy"], ["KEPT:/h"], ["k:/h"],
    ["new-volume:/h"], ["./x:/h"], ["../x:/h"], ["x/y:/h"], ["/h"], ["/h:ro"], ["h:ro"], ["/a:/b"],
    ["@HOST@/file:/f"], ["@HOST@/link:/h"], ["@HOST@/link/..:/h"], ["@HOST@/no/such:/h"], ["@HOST@:/"],
    ["@HOST@:/."], ["@HOST@:/h/../x"], ["@HOST@://h"], [" /etc:/h"], ["/etc :/h"], ["\u0000/etc:/h"], ["/etc\u0000:/h"],
    ["@HOST@:/h", "@HOST@:/i:ro"], ["@HOST@:/h", "@HOST@:/h"], ["kept:/h", "@HOST@:/h"], "@HOST@:/h", [None], [],
    ["C:\\x:/h"], ["@HOST@:/h:ro,private"], ["@HOST@:/h:private,ro,z"], ["kept:/h:private"], ["kept:/h:z"],
    ["@HOST@:/proc/x"], ["@HOST@:/h:U"], ["@HOST@:/h:rbind"], ["@HOST@:/h:exec"], ["@HOST@:/h:ro "],
]


def mount(kind, **fields):
    return {"Type": kind, **fields}


MOUNTS = [
    [mount("bind", Source="/", Target="/h")], [mount("bind", Source="@HOST@", Target="/h", ReadOnly=True)],
    [mount("bind", Source="@HOST@/", Target="/h/")], [mount("bind", Source="@HOST@/..", Target="/h")],
    [mount("BIND", Source="@HOST@", Target="/h")], [mount("", Source="@HOST@", Target="/h")],
    [{"Source": "@HOST@", "Target": "/h"}], [mount("bind", Source="host", Target="/h")],
    [mount("bind", Source="", Target="/h")], [mount("bind", Source="@HOST@/no/such", Target="/h")],
    [mount("bind", Source="@HOST@/link", Target="/h")],
    [mount("bind", Source="@HOST@/no/such", Target="/h", BindOptions={"CreateMountpoint": True})],
    [mount("bind", Source="@HOST@", Target="/h", BindOptions={"Propagation": "rshared"})],
    [mount("bind", Source="@HOST@", Target="/h", BindOptions={"Propagation": "shared"})],
    [mount("bind", Source="@HOST@", Target="/h", BindOptions={"Propagation": "rprivate"})],
    [mount("bind", Source="@HOST@", Target="/h", BindOptions={"Propagation": "RSHARED"})],
    [mount("bind", Source="@HOST@", Target="/h", BindOptions={"Propagation": "x"})],
    [mount("bind", Source="@HOST@", Target="/h", BindOptions={"NonRecursive": True})],
    [mount("bind", Source="@HOST@", Target="/h", ReadOnly=True, BindOptions={"ReadOnlyNonRecursive": True})],
    [mount("bind", Source="@HOST@", Target="/h", Consistency="cached")],
    [mount("bind", Source="@HOST@", Target="/h", VolumeOptions={"NoCopy": True})],
    [mount("bind", Source="@HOST@", Target="/h", TmpfsOptions={"SizeBytes": 1})],
    [mount("bind", Source="@HOST@", Target="")], [mount("bind", Source="@HOST@", Target="/")],
    [mount("bind", Source="@HOST@", Target="h")],
    [mount("volume", Source="kept", Target="/h")], [mount("volume", Target="/h")],
    [mount("volume", Source="kept", Target="/h", ReadOnly=True)], [mount("volume", Source="@HOST@", Target="/h")],
    [mount("volume", Source="fresh", Target="/h", VolumeOptions={"DriverConfig": {
        "Name": "local", "Options": {"type": "none", "o": "bind", "device": "@HOST@"}}})],
    [mount("volume", Target="/h", VolumeOptions={"DriverConfig": {
        "Name": "local", "Options": {"type": "none", "o": "bind", "device": "/"}}})],
    [mount("volume", Target="/h", VolumeOptions={"DriverConfig": {"Options": {"type": "tmpfs", "device": "tmpfs"}}})],
    [mount("volume", Target="/h", VolumeOptions={"DriverConfig": {"Name": "nope"}})],
    [mount("volume", Target="/h", VolumeOptions={"Labels": {"a": "b"}, "NoCopy": True})],
    [mount("volume", Source="kept", Target="/h", VolumeOptions={"Subpath": "x"})],
    [mount("tmpfs", Target="/h")], [mount("tmpfs", Target="/h", TmpfsOptions={"SizeBytes": 1048576, "Mode": 448})],
    [mount("tmpfs", Target="/h", TmpfsOptions={"Options": [["exec"]]})],
    [mount("tmpfs", Target="/h", TmpfsOptions={"Options": [["noexec"]]})],
    [mount("tmpfs", Target="/h", TmpfsOptions={"Options": [["suid"]]})],
    [mount("tmpfs", Source="x", Target="/h")], [mount("tmpfs", Target="/h", ReadOnly=True)],
    [mount("image", Source="qw/busybox:1", Target="/h")], [mount("cluster", Source="x", Target="/h")],
    [mount("npipe", Source="x", Target="/h")], [mount("x", Source="x", Target="/h")], [None], [{}], [],
    [mount("bind", Source="@HOST@", Target="/h"), mount("volume", Source="kept", Target="/i")],
    [mount("bind", Source="@HOST@", Target="/h"), mount("tmpfs", Target="/h")],
]

TMPFS = [
    {"/t": ""}, {"/t": "exec"}, {"/t": "rw,exec,suid,dev"}, {"/t": "ro"}, {"/t": "size=64k"}, {"/t": "mode=1777"},
    {"/t": "noexec,nosuid,nodev"}, {"/t": "EXEC"}, {"/t": "exec,noexec"}, {"/t": "noexec,exec"}, {"/t": "x"},
    {"/t": "size=x"}, {"t": ""}, {"/": ""}, {"": ""}, {"/t/": ""}, {"/t/../u": ""}, {"/t": "rshared"},
    {"/t": "remount"}, {"/t": "bind"}, {"/t": ",,"}, {"/t": " exec"}, {"/t": "uid=0"}, {"/t": "nr_inodes=1"},
    {"/t": "", "/u": "exec"}, {"/t": None}, {}, {"/run": "rw,size=1m"}, {"/t": "private"}, {"/t": "mode=x"},
    {"/t": "rprivate,suid"}, {"/proc": ""}, {"/t": "strictatime"}, {"/t": "exec\u0000"},
]

VOLUMES_FROM = [
    ["first"], ["first:ro"], ["first:rw"], ["first:z"], ["first:x"], ["first:"], ["first:ro:rw"], [":ro"], [""],
    ["second"], ["nobody"], ["first", "second"], ["first:ro", "second"], ["second", "first:ro"], "first", [None], [" first"], ["FIRST"], ["/first"],
]

DEVICES = [
    [{"PathOnHost": "/dev/null", "PathInContainer": "/dev/x", "CgroupPermissions": "rwm"}],
    [{"PathOnHost": "/dev/null"}], [{"PathOnHost": "/dev/../dev/null", "PathInContainer": "/dev/y"}],
    [{"PathOnHost": "/dev/no-such"}], [{"PathInContainer": "/dev/x"}], [{}], [None], [],
    [{"PathOnHost": "/dev/fuse", "CgroupPermissions": "m"}], [{"PathOnHost": "dev/null"}],
    [{"PathOnHost": "/dev/zero", "CgroupPermissions": "x"}], [{"PathOnHost": ""}],
    [{"PathOnHost": "/dev/null", "PathInContainer": "/dev/a"}, {"PathOnHost": "/dev/zero", "PathInContainer": "/dev/b"}],
]

DEVICE_RULES = [["a *:* rwm"], ["c 1:3 rwm"], ["b 8:* r"], ["x"], [""], ["a"], [], "a *:* rwm", [None], ["c 1:3 rwm", "a *:* m"]]

DEVICE_REQUESTS = [
    [{"Driver": "nvidia", "Count": -1, "Capabilities": [["gpu"]]}], [{"Count": 1, "Capabilities": [["gpu"]]}],
    [{"Driver": "cdi", "DeviceIDs": ["vendor.com/class=x"]}], [{}], [], [None],
    [{"Driver": "", "Count": -1, "Capabilities": [["gpu", "compute"]]}], [{"Driver": "nvidia", "DeviceIDs": ["0"]}],
    [{"Capabilities": [["gpu"], ["tpu"]]}], [{"Capabilities": [["tpu"], ["gpu"]]}], [{"Capabilities": [["GPU"]]}],
    [{"Capabilities": [["gpu"], ["utility", "gpu"]], "Options": {"a": "b"}}], [{"Capabilities": [[]]}], [{"Capabilities": []}],
    [{"Capabilities": [["gpu"], []]}], [{"Capabilities": [None, ["gpu"]]}], [{"Capabilities": ["gpu"]}], [{"Capabilities": [[" gpu"]]}],
]

LIMITED_DEVICES = [(field, [{"Path": path, "Weight" if field == "BlkioWeightDevice" else "Rate": 10}])
                   for field in ("BlkioWeightDevice", "BlkioDeviceReadBps", "BlkioDeviceReadIOps", "BlkioDeviceWriteBps",
                                 "BlkioDeviceWriteIOps")
                   for path in ("/dev/vda", "/dev/../etc/shadow", "/proc/1/mem", "dev//vda/", "")] + [
    ("BlkioDeviceReadBps", [{"Path": "/dev/vda", "Rate": 1}, {"Path": "/dev/zero", "Rate": 2}]),
    ("BlkioDeviceReadBps", [{"Path": None}]), ("BlkioDeviceReadBps", [None]), ("BlkioDeviceReadBps", "/dev/vda"),
    ("BlkioWeightDevice", [{"Path": "/dev/vda"}, {}]), ("BlkioDeviceWriteIOps", {"Path": "/dev/vda"})]

NVIDIA_ENV = [
    ["NVIDIA_VISIBLE_DEVICES=all"], ["NVIDIA_VISIBLE_DEVICES="], ["NVIDIA_VISIBLE_DEVICES=void"], ["NVIDIA_VISIBLE_DEVICES=none"],
    ["NVIDIA_VISIBLE_DEVICES"], ["NVIDIA_VISIBLE_DEVICES=void "], ["NVIDIA_VISIBLE_DEVICES=nvidia.com/gpu=0"],
    ["NVIDIA_VISIBLE_DEVICES=void\n"], ["nvidia_visible_devices=all"], [" NVIDIA_VISIBLE_DEVICES=all"], ["NVIDIA_VISIBLE_DEVICES =all"],
    ["NVIDIA_VISIBLE_DEVICES=void", "NVIDIA_VISIBLE_DEVICES=all"], ["NVIDIA_MIG_CONFIG_DEVICES=all", "NVIDIA_MIG_=all"],
    ["NVIDIA_IMEX_CHANNELS=0"], ["NVIDIA_GDS=enabled", "A=b"], ["NVIDIA_MOFED=x", "NVIDIA_GDRCOPY=x", "NVIDIA_NVSWITCH=x"],
    ["NVIDIA_DRIVER_CAPABILITIES=all"], ["NVIDIA_VISIBLE_DEVICES={{.x}}"], ["=NVIDIA_VISIBLE_DEVICES=all"], [None],
]
NVIDIA_LIST = "/var/run/nvidia-container-devices"

SYSCTLS = [
    {"net.ipv4.ip_forward": "1"}, {"net/ipv4/ip_forward": "1"}, {"net.ipv4/ip_forward": "1"}, {"kernel.msgmax": "1"},
    {"kernel.core_pattern": "|/x"}, {"kernel/core_pattern": "|/x"}, {"fs.mqueue.msg_max": "10"}, {"": "1"}, {"x": ""},
    {"net.core.somaxconn": "1", "net/core/somaxconn": "2"}, {"net..core": "1"}, {"NET.x": "1"}, {"x": None}, {},
    {"vm.swappiness": "0"}, {"net.ipv4.conf.eth0/1.x": "1"}, {"net/ipv4/conf/eth0.1/forwarding": "1"},
]

ULIMITS = [
    [{"Name": "nofile", "Soft": 10, "Hard": 20}], [{"Name": "NOFILE", "Soft": 10, "Hard": 20}],
    [{"Name": "nproc", "Soft": -1, "Hard": -1}], [{"Name": "x", "Soft": 1, "Hard": 1}], [{"Name": "core", "Hard": 5}],
    [{"Name": "nofile", "Soft": 30, "Hard": 20}], [{"Name": "", "Soft": 1}], [{}], [None], [],
    [{"Name": "memlock", "Soft": 9223372036854775807, "Hard": 9223372036854775807}],
    [{"Name": "nofile", "Soft": 1, "Hard": 1}, {"Name": "nofile", "Soft": 9, "Hard": 9}], [{"Name": " nofile", "Hard": 1}],
]

PORTS = [
    {"80/tcp": [{"HostPort": "8080"}]}, {"80": [{"HostPort": "8080"}]}, {"80/TCP": [{"HostPort": "8080"}]},
    {"80/udp": [{"HostIp": "127.0.0.1", "HostPort": "53"}]}, {"80/tcp": [{"HostPort": "8000-8010"}]},
    {"80/tcp": [{"HostPort": "0"}]}, {"80/tcp": [{"HostPort": ""}]}, {"80/tcp": []}, {"80/tcp": [{}]}, {"80/tcp": None},
    {"80/tcp": [{"HostPort": "22"}, {"HostPort": "23"}]}, {"80/tcp": [{"HostPort": "x"}]}, {"80/tcp": [{"HostPort": "080"}]},
    {"80/tcp": [{"HostPort": "65536"}]}, {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "1"}]}, {"80-81/tcp": [{"HostPort": "8080"}]},
    {"80/tcp": [{"HostIp": "::", "HostPort": "80"}]}, {"80/sctp": [{"HostPort": "80"}]}, {"": [{"HostPort": "80"}]},
    {"80/x": [{"HostPort": "80"}]}, {"80/tcp": [None]}, {"80/tcp": [{"HostIp": "x", "HostPort": "80"}]},
    {"80/tcp": [{"HostPort": "+80"}]}, {"80/tcp": [{"HostPort": " 80"}]}, {"80/tcp": [{"HostPort": "90-80"}]}, {},
]

LOGS = [
    {"Type": "json-file"}, {"Type": "json-file", "Config": {"max-size": "1m"}}, {"Type": "none"}, {"Type": "local"},
    {"Type": "syslog", "Config": {"syslog-address": "unixgram:///x"}}, {"Type": ""}, {"Type": "", "Config": {"max-size": "1m"}},
    {"Type": "JSON-FILE"}, {"Config": {"max-size": "1m"}}, {"Type": "x"}, {"Type": "gelf", "Config": {"gelf-address": "udp://127.0.0.1:1"}},
    {"Type": "json-file", "Config": {"tag": "{{.Name}}"}}, {"Type": "json-file", "Config": {"x": "y"}}, {}, None,
    {"Type": "fluentd", "Config": {"fluentd-address": "127.0.0.1:1", "fluentd-async": "true"}}, {"Type": " json-file"},
]

RESTART = [
    {"Name": "always"}, {"Name": "unless-stopped"}, {"Name": "on-failure"}, {"Name": "on-failure", "MaximumRetryCount": 3},
    {"Name": "on-failure", "MaximumRetryCount": 0}, {"Name": "no"}, {"Name": ""}, {}, {"Name": "Always"}, {"Name": "x"},
    {"Name": "always", "MaximumRetryCount": 3}, {"MaximumRetryCount": 3}, {"Name": "on-failure", "MaximumRetryCount": -1}, None,
]

ENDPOINTS = [
    {"none": {}}, {"host": {}}, {"bridge": {}}, {"own": {}}, {"own": {"Aliases": ["a"]}}, {"own": None}, {},
    {"own": {"DriverOpts": {"com.docker.network.endpoint.sysctls": "net.ipv4.conf.IFNAME.forwarding=1"}}},
    {"own": {"DriverOpts": {"a": "b"}}}, {"own": {"Links": ["first:x"]}}, {"own": {"IPAMConfig": {"IPv4Address": "10.99.0.5"}}},
    {"none": {}, "host": {}}, {"no-such": {}}, {"own": {"MacAddress": "02:42:ac:11:00:02"}},
    {"own": {"GwPriority": 5}}, {"OWN": {}},
    {"own": {"NetworkID": "other"}}, {"own": {"networkid": "other"}}, {"own": {"NetworkID": ""}}, {"own": {"NetworkID": "no-such"}},
    {"bridge": {"NetworkID": "other"}}, {"own": {"NetworkID": "own", "NETWORKID": "other"}},
]

HEALTH = [
    {"Test": ["NONE"]}, {"Test": ["CMD", "true"]}, {"Test": ["CMD-SHELL", "true"]}, {"Test": []}, {"Test": [""]}, {},
    {"Test": ["x"]}, {"Test": ["none"]}, {"Interval": 1000000000}, {"Test": None}, None, {"Test": ["CMD"]},
]

PATHS = [[], ["/proc/kcore"], ["/x"], ["/proc/acpi", "/proc/kcore"], [""], None, "/proc", [None],
         ["/proc/asound", "/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list",
          "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware"]]
MASKED = PATHS[-1]
READ_ONLY = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"]
FOREIGN = ["/", "", "/proc/self/cwd", "/v/l", "/proc/bus/", "/proc/../proc/keys", "/proc/interrupts",
           "/sys/devices/system/cpu/cpu0/thermal_throttle"]

IMAGES = ["qw/busybox:1", "docker.io/qw/busybox:1", "qw/root:1", "QW/busybox:1", "qw/busybox", "qw/busybox:2", "",
          "index.docker.io/qw/busybox:1", "qw/busybox:1@sha256:" + "0" * 64, " qw/busybox:1"]

NUMBERS = {
    "Memory": [0, 6291456, 67108864, 1073741824, -1, 5, 9223372036854775807],
    "MemorySwap": [0, -1, 67108864],
    "NanoCpus": [0, 500000000, 1000000000, -1, 99000000000],
    "CpuQuota": [0, 50000, -1, 999], "CpuPeriod": [0, 100000, 50, -1], "CpuShares": [0, 2, 512, -5, 1],
    "PidsLimit": [0, 100, -1, -5, 1, None], "OomScoreAdj": [0, 500, -500, -1000, 1000, 1001, -1001],
    "ShmSize": [0, 65536, -1], "CpuRealtimeRuntime": [0, 95000],
}

FLAGS = ["Privileged", "ReadonlyRootfs", "PublishAllPorts", "OomKillDisable", "AutoRemove", "Init"]
FLAG_VALUES = [True, False, None, 0, 1, "true", [], {}]

TOP_LEVEL = [("Hostname", "h"), ("Domainname", "d"), ("Tty", True), ("OpenStdin", True), ("StdinOnce", True),
             ("Env", ["A=b"]), ("Env", ["NVIDIA_VISIBLE_DEVICES=all"]), ("Env", "A=b"), ("Cmd", "true"),
             ("Cmd", ["sh", "-c", "id"]), ("Entrypoint", ["sh"]), ("Entrypoint", "sh"), ("Entrypoint", []), ("Shell", "sh"),
             ("WorkingDir", "/tmp"), ("WorkingDir", "/proc/self/fd/8"), ("Volumes", {"/v": {}}), ("Volumes", {"/a:/b": {}}),
             ("Volumes", {"v": {}}), ("Volumes", {"/v/../w": {}}), ("Volumes", {"/": {}}), ("Volumes", {"": {}}),
             ("StopSignal", "SIGKILL"), ("StopTimeout", 3), ("Labels", {"a": "b"}), ("Labels", {"A": "b", "a": "c"}),
             ("ExposedPorts", {"80/tcp": {}}), ("NetworkDisabled", True), ("MacAddress", "02:42:ac:11:00:02"),
             ("OnBuild", ["RUN x"]), ("ArgsEscaped", True), ("AttachStdin", True), ("Unknown", 1), ("Platform", "x")]

HOST_CONFIG = [("ContainerIDFile", "/x"), ("VolumeDriver", "local"), ("VolumeDriver", "nope"), ("Dns", ["8.8.8.8"]),
               ("DnsOptions", ["x"]), ("DnsSearch", ["x"]), ("ExtraHosts", ["a:1.2.3.4"]), ("ExtraHosts", ["a:host-gateway"]),
               ("GroupAdd", ["0"]), ("GroupAdd", ["+50"]), ("GroupAdd", ["app"]), ("GroupAdd", [""]), ("GroupAdd", ["-1"]),
               ("GroupAdd", ["1001", "disk"]), ("GroupAdd", "0"), ("GroupAdd", [None]), ("GroupAdd", ["007"]), ("GroupAdd", ["x"]),
               ("Links", ["first:x"]), ("Cgroup", "x"), ("CgroupParent", "/x"), ("CgroupParent", "x.slice"), ("CgroupParent", ""),
               ("CgroupParent", "../../x"), ("Runtime", "runc"), ("Runtime", ""), ("Runtime", "RUNC"), ("Runtime", "io.containerd.runc.v2"),
               ("Runtime", "nope"), ("Runtime", "io.containerd.x.y"), ("Annotations", {"org.systemd.property.X": "y"}),
               ("Annotations", {}), ("ConsoleSize", [1, 2]), ("Isolation", "default"), ("Isolation", "process"), ("Isolation", ""),
               ("StorageOpt", {"size": "1G"}), ("BlkioWeight", 500), ("CpusetCpus", "0"), ("CpusetMems", "0"),
               ("CpusetCpus", "0-99"), ("KernelMemory", 5), ("MemoryReservation", 6291456), ("MemorySwappiness", 5),
               ("IOMaximumIOps", 1), ("CpuCount", 1), ("CpuPercent", 1), ("Unknown", 1), ("Unknown", None), ("Capabilities", ["CAP_CHOWN"]),
               ("Tmpfs", None), ("Binds", None), ("Mounts", None), ("CapAdd", None), ("SecurityOpt", None)]


def families():
    """Name -> list of settings; a setting is a tuple of (where, value)."""
    one = lambda where, values: [((where, value),) for value in values]
    host = lambda field, values: one("HostConfig." + field, values)
    return {
        "user": one("User", USERS),
        "capabilities": [tuple((f"HostConfig.{field}", value) for field, value in (("CapAdd", add), ("CapDrop", drop))
                               if value is not None) for add, drop in CAPABILITIES],
        "security": host("SecurityOpt", SECURITY),
        "namespaces": [((f"HostConfig.{field}", word),) for field, words in MODES.items() for word in words],
        "binds": host("Binds", BINDS),
        "mounts": host("Mounts", MOUNTS),
        "tmpfs": host("Tmpfs", TMPFS),
        "volumes-from": host("VolumesFrom", VOLUMES_FROM) + [
            (("HostConfig.VolumesFrom", ["first:ro"]), (f"HostConfig.{field}", value)) for field, value in (
                ("Binds", ["@HOST@:/kept"]), ("Binds", ["@HOST@:/h", "kept:/kept/../i"]), ("Tmpfs", {"/t": ""}),
                ("Mounts", [mount("volume", Source="fresh", Target="kept")]), ("Mounts", [mount("bind", Source="@HOST@", Target="/h")]))],
        "devices": host("Devices", DEVICES) + host("DeviceCgroupRules", DEVICE_RULES) + host("DeviceRequests", DEVICE_REQUESTS),
        "limited-devices": [((f"HostConfig.{field}", value),) for field, value in LIMITED_DEVICES],
        "nvidia": one("Env", NVIDIA_ENV) + host("Binds", [[f"/dev/null:{NVIDIA_LIST}{place}"] for place in ("/0", "/../x", "/cdi/a", "s/0")])
                  + host("Tmpfs", [{f"{NVIDIA_LIST}/cdi": ""}, {NVIDIA_LIST[1:]: ""}])
                  + host("Mounts", [[mount("volume", Target=f"{NVIDIA_LIST}/1")]]) + one("Volumes", [{f"/x/..{NVIDIA_LIST}/2": {}}]),
        "sysctls": host("Sysctls", SYSCTLS),
        "ulimits": host("Ulimits", ULIMITS),
        "ports": host("PortBindings", PORTS),
        "logs": host("LogConfig", LOGS),
        "restart": host("RestartPolicy", RESTART),
        "networks": [(("HostConfig.NetworkMode", "own"), ("NetworkingConfig.EndpointsConfig", value)) for value in ENDPOINTS]
                    + one("NetworkingConfig.EndpointsConfig", ENDPOINTS),
        "health": one("Healthcheck", HEALTH),
        "paths": host("MaskedPaths", PATHS + [MASKED + [path] for path in FOREIGN])
                 + host("ReadonlyPaths", PATHS + [READ_ONLY[::-1]] + [[path] + READ_ONLY for path in FOREIGN]),
        "image": one("Image", IMAGES),
        "numbers": [((f"HostConfig.{field}", value),) for field, values in NUMBERS.items() for value in values],
        "flags": [((f"HostConfig.{field}", value),) for field in FLAGS for value in FLAG_VALUES],
        "top-level": [(pair,) for pair in TOP_LEVEL],
        "host-config": [((f"HostConfig.{field}", value),) for field, value in HOST_CONFIG],
    }
