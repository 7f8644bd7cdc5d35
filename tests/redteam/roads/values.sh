# One value of a create that opens the host, in each of its spellings.
# shellcheck shell=bash

road 5.1 bind_of_the_host "read write" "A bind mount of a folder that only root may open."
bind_of_the_host() { run_body "$(hardened "$BIND")"; }

road 8.10 bind_of_a_parent_with_dots "read write" "The same folder by way of .. out of one that everybody may open."
bind_of_a_parent_with_dots() { run_body "$(hardened "\"Binds\":[\"$OPEN/../..$PRIZE/.:/h\"]")"; }

road 8.10 bind_of_the_root_folder "read" "The whole file system of the host, read-only."
bind_of_the_root_folder() {
    run_body "{\"Image\":\"$ROOT_IMAGE\",\"Cmd\":[\"cat\",\"/h$PRIZE/secret\"],\"HostConfig\":{$HARD,\"Binds\":[\"/:/h:ro\"]}}"
}

road 8.10 bind_that_would_be_made "write" "A bind mount of a folder that is not there: the engine makes it as root."
bind_that_would_be_made() { run_body "$(hardened "\"Binds\":[\"$PRIZE/new:/h\"]")"; }

road 8.10 mount_that_is_a_bind "read write" "The same folder under Mounts."
mount_that_is_a_bind() { run_body "$(hardened "\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"$PRIZE\",\"Target\":\"/h\"}]")"; }

road 8.10 mount_of_a_volume_that_is_a_bind "read write" \
    "A volume made by the create itself, whose driver options make it a bind mount."
mount_of_a_volume_that_is_a_bind() {
    run_body "$(hardened "\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v1\",\"Target\":\"/h\",\"VolumeOptions\":{\"DriverConfig\":{\"Name\":\"local\",\"Options\":{\"type\":\"none\",\"o\":\"bind\",\"device\":\"$PRIZE\"}}}}]")"
}

road 8.10 volume_with_rbind_among_options "read write" "A volume whose options say rw,rbind instead of bind."
volume_with_rbind_among_options() {
    send_json POST /v1.41/volumes/create "{\"Name\":\"v2\",\"DriverOpts\":{\"type\":\"anything\",\"o\":\"rw,rbind\",\"device\":\"$PRIZE\"}}"
    run_body "$(hardened '"Binds":["v2:/h"]')"
}

road 8.10 volume_that_is_an_overlay "read" "A volume that is an overlay with the folder as its lower half."
volume_that_is_an_overlay() {
    send_json POST /v1.41/volumes/create "{\"Name\":\"v3\",\"DriverOpts\":{\"type\":\"overlay\",\"o\":\"lowerdir=$PRIZE:$OPEN\",\"device\":\"overlay\"}}"
    run_body "$(hardened '"Binds":["v3:/h"]')"
}

road 8.10 volume_of_the_hosts_proc "process" "A volume of type proc, made by the engine in its own process namespace."
volume_of_the_hosts_proc() {
    send_json POST /v1.41/volumes/create '{"Name":"v4","DriverOpts":{"type":"proc","device":"proc"}}'
    run_body "{\"Image\":\"$IMAGE\",\"User\":\"1001:1001\",\"Cmd\":[\"sh\",\"-c\",\"cat /h/[0-9]*/cmdline\"],\"HostConfig\":{$HARD,\"Binds\":[\"v4:/h\"]}}"
}

road 8.10 tmpfs_that_is_more "unmasked" "A tmpfs over /proc/sys with options of its own, to take the engine's read-only cover away." \
    "no_control=the runtime mounts it over the cover, which is still there"
tmpfs_that_is_more() { run_body "$(hardened '"Tmpfs":{"/proc/sys/.":"remount,rw"}')"; }

# --- namespaces ------------------------------------------------------------------------------

road 8.10 pid_of_the_host "process" "The process namespace of the host."
pid_of_the_host() { run_body "$(hardened '"PidMode":"host"')"; }

road 8.10 network_of_the_host "network" "The network namespace of the host."
network_of_the_host() { run_body "{$TOP,\"HostConfig\":{${HARD/\"none\"/\"host\"}}}"; }

road 8.10 network_of_the_host_by_id "network" "The host's network by its id instead of its name." \
    "no_control=engines give only the word host the host's namespace"
network_of_the_host_by_id() {
    local id
    id=$(api GET /v1.41/networks/host | jq -r .Id)
    run_body "{$TOP,\"HostConfig\":{${HARD/\"none\"/\"$id\"}}}"
}

road 8.10 network_of_the_host_as_an_endpoint "network" "The host's network as a second one in EndpointsConfig." \
    "no_control=engines give only NetworkMode host the host's namespace"
network_of_the_host_as_an_endpoint() {
    run_body "{$TOP,\"HostConfig\":{$HARD},\"NetworkingConfig\":{\"EndpointsConfig\":{\"host\":{}}}}"
}

road 8.10 pid_of_anothers_container "process" "The process namespace of somebody's container that has the host's."
pid_of_anothers_container() {
    before_the_gate others_running other
    run_body "$(hardened '"PidMode":"container:other"')"
}

road 8.10 network_of_anothers_container "network" "The network namespace of somebody's container that has the host's."
network_of_anothers_container() {
    before_the_gate others_running other
    run_body "{$TOP,\"HostConfig\":{${HARD/\"none\"/\"container:other\"}}}"
}

# --- capabilities, privileges and confinement ------------------------------------------------

road 8.10 privileged_container "privileged" "A privileged container."
privileged_container() {
    send_json POST /v1.41/containers/create "$(hardened '"Privileged":true')"
    send GET "/v1.41/containers/$(made)/json"
    run_container "$(made)"
}

# capability NAME...: CapAdd with these spellings.
capability() {
    local list
    list=$(printf '"%s",' "$@")
    run_body "$(hardened "\"CapAdd\":[${list%,}]")"
}

road 8.10 capability_to_administer "power" "The capability SYS_ADMIN."
capability_to_administer() { capability SYS_ADMIN; }

road 8.10 capability_in_small_letters "power" "The same in small letters and with its prefix."
capability_in_small_letters() { capability cap_sys_admin; }

road 8.10 capability_in_unicode "power" "The same with a long s and a dotless i, which the engine turns into S and I."
capability_in_unicode() { capability 'ſYS_ADMıN'; }


road 8.10 all_capabilities "power" \
    "CapAdd ALL beside CapDrop ALL, which does not cancel it."
all_capabilities() {
    run_body "$(hardened '"CapAdd":["ALL"]')"
    # 20.10 would also give what this machine may lack, and then not start.
    run_body "{$TOP,\"HostConfig\":{${HARD/\"ALL\"/\"ALL\",\"SYS_RESOURCE\"},\"CapAdd\":[\"ALL\"]}}"
}
road 8.10 capability_added_and_dropped "power" "The same capability in both lists: added wins."
capability_added_and_dropped() {
    run_body "{$TOP,\"HostConfig\":{${HARD/\"ALL\"/\"ALL\",\"SYS_PTRACE\"},\"CapAdd\":[\"SYS_PTRACE\"]}}"
}

# security_option OPTION...: SecurityOpt with these entries, JSON strings.
security_option() { run_body "{$TOP,\"HostConfig\":{${HARD/\"no-new-privileges\"/$1}}}"; }

road 8.10 seccomp_unconfined "power" "No system call filter, with = between key and value."
seccomp_unconfined() { security_option '"no-new-privileges","seccomp=unconfined"'; }

road 8.10 seccomp_unconfined_with_a_colon "power" "No system call filter, with the old colon."
seccomp_unconfined_with_a_colon() { security_option '"no-new-privileges","seccomp:unconfined"'; }

road 8.10 seccomp_of_nothing "power" "An empty profile, which switches the filter off."
seccomp_of_nothing() { security_option '"no-new-privileges","seccomp={}"'; }

road 8.10 seccomp_without_rules "power" "A profile with a name and no rules, which switches the filter off." \
    "no_control=engines make a filter of a default action"
seccomp_without_rules() { security_option '"no-new-privileges","seccomp={\"defaultAction\":\"SCMP_ACT_ALLOW\"}"'; }

road 8.10 no_new_privileges_switched_off "soft" "no-new-privileges, and a later entry that switches it off." granted=baseline
no_new_privileges_switched_off() { security_option '"no-new-privileges","no-new-privileges:0"'; }

road 8.10 no_new_privileges_false "soft" "no-new-privileges with the value false alone." granted=baseline
no_new_privileges_false() { security_option '"no-new-privileges=false"'; }

road 8.10 masked_paths_emptied "unmasked" "ReadonlyPaths and MaskedPaths empty: /proc/sys becomes writable."
masked_paths_emptied() { run_body "$(hardened '"MaskedPaths":[],"ReadonlyPaths":[]')"; }

road 8.10 runtime_with_dots "said" "A runtime named by a program on the engine's PATH: io.containerd.x.y." "engines=26.1,28.5"
runtime_with_dots() {
    TELLTALE="containerd-shim" # the engine went to look for that program
    run_body "$(hardened '"Runtime":"io.containerd.evil.v1"')"
}

road 8.10 cgroup_of_its_own_choice "said" "A place in the host's cgroups of the attacker's choice."
cgroup_of_its_own_choice() {
    TELLTALE="/$CGROUP/"
    run_body "{\"Image\":\"$IMAGE\",\"User\":\"1001:1001\",\"Cmd\":[\"cat\",\"/proc/self/cgroup\"],\"HostConfig\":{$HARD,\"CgroupnsMode\":\"host\",\"CgroupParent\":\"/$CGROUP\"}}"
}

road 8.10 log_driver_that_connects "network" "A log driver that makes the engine connect to the host's loopback."
log_driver_that_connects() {
    run_body "$(hardened "\"LogConfig\":{\"Type\":\"splunk\",\"Config\":{\"splunk-url\":\"http://127.0.0.1:$PORT\",\"splunk-token\":\"a\"}}")"
}

road 8.10 device_of_the_host "said" "A device of the host, the log of its kernel."
device_of_the_host() {
    TELLTALE=" qw-found"
    run_body "{\"Image\":\"$IMAGE\",\"User\":\"1001:1001\",\"Cmd\":[\"ls\",\"-l\",\"/dev\"],\"HostConfig\":{$HARD,\"Devices\":[{\"PathOnHost\":\"/dev/kmsg\",\"PathInContainer\":\"/dev/qw-found\",\"CgroupPermissions\":\"rwm\"}]}}"
}

# --- who runs --------------------------------------------------------------------------------

# as_user USER [IMAGE]: the hardened payload as that user.
as_user() { run_body "{\"Image\":\"${2:-$IMAGE}\",\"User\":\"$1\",\"Cmd\":[\"sh\",\"-c\",\"$PAYLOAD\"],\"HostConfig\":{$HARD}}"; }

road 8.10 user_zero "root" "The user 0." granted=baseline
user_zero() { as_user 0; }

road 8.10 user_plus_zero "root" "The user +0." granted=baseline
user_plus_zero() { as_user +0; }

road 8.10 user_many_zeros "root" "The user 0000." granted=baseline
user_many_zeros() { as_user 0000; }

road 8.10 user_minus_zero "root" "The user -0." granted=baseline
user_minus_zero() { as_user -0; }

road 8.10 user_colon "root" "A user of nothing but a colon." granted=baseline
user_colon() { as_user :; }

road 8.10 user_group_only "root" "A group and no user." granted=baseline
user_group_only() { as_user :1001; }

road 8.10 user_that_wraps "root" "The user 4294967296, which is 0 in 32 bits." "no_control=these engines refuse it; they do without containerd's images" granted=baseline
user_that_wraps() { as_user 4294967296; }

road 8.10 user_named_root "root" "The name root." granted=baseline
user_named_root() { as_user root; }

road 8.10 user_of_nobodys_saying "root" "No user in the request and none in the image." granted=baseline
user_of_nobodys_saying() { as_user "" "$ROOT_IMAGE"; }

road 8.10 name_that_is_zero "root" "A name that the image's own passwd file maps to 0." granted=baseline
name_that_is_zero() {
    before_the_gate make_image qw/liar:1 'USER app' -- 'app:x:0:0::/:/bin/sh'
    as_user "" qw/liar:1
}

road 8.10 name_that_is_zero_with_a_plus "root" "A name that the image's passwd file maps to +0." granted=baseline
name_that_is_zero_with_a_plus() {
    before_the_gate make_image qw/liar:2 'USER app' -- 'app:x:+0:0::/:/bin/sh'
    as_user app qw/liar:2
}

road 8.10 name_listed_twice "root" "A name that stands twice in passwd, once as 0." granted=baseline
name_listed_twice() {
    before_the_gate make_image qw/liar:3 'USER 1001' -- 'app:x:0:0::/:/bin/sh' 'app:x:1001:1001::/:/bin/sh'
    as_user app qw/liar:3
}

road 8.10 name_in_a_line_with_blanks "root" "A name whose line in passwd begins with blanks, which a runtime trims." granted=baseline
name_in_a_line_with_blanks() {
    before_the_gate make_image qw/liar:4 'USER 1001' -- '   app:x:0:0::/:/bin/sh' 'app:x:1001:1001::/:/bin/sh'
    as_user app qw/liar:4
}

road 8.10 group_zero_by_group_add "gid0" "The group 0 by GroupAdd."  granted=baseline
group_zero_by_group_add() { run_body "$(hardened '"GroupAdd":["0"]')"; }

road 8.10 group_zero_by_name "gid0" "The group root by its name." granted=baseline
group_zero_by_name() { run_body "$(hardened '"GroupAdd":["root"]')"; }

# To the engine a word of GroupAdd is a name first.
road 8.10 group_zero_by_a_number_that_is_a_name "gid0" "The group 0 by a number that is its name in the image's group file." \
    granted=baseline
group_zero_by_a_number_that_is_a_name() {
    before_the_gate image_with_a_number_for_a_name
    run_body "$(hardened '"GroupAdd":["1600"]' | sed "s|$IMAGE|qw/numbers:1|")"
}

image_with_a_number_for_a_name() {
    rm -rf "$WORK/made" && cp -a "$WORK/image" "$WORK/made"
    printf '1600:x:0:\n' >"$WORK/made/etc/group"
    tar -C "$WORK/made" -c . | docker_ import --change 'USER 1001' - qw/numbers:1
}

# The engine adds the number after the user to the groups, as if GroupAdd had it.
road 8.10 number_after_user_that_is_a_name "gid0" "The same number as the group of User." granted=baseline
number_after_user_that_is_a_name() {
    before_the_gate image_with_a_number_for_a_name
    run_body "$(hardened "" | sed "s|$IMAGE|qw/numbers:1|; s|1001:1001|1001:1600|")"
}

road 8.10 number_after_user_with_a_volume "gid0" "The same in a container that mounts a volume." granted=baseline
number_after_user_with_a_volume() {
    before_the_gate image_with_a_number_for_a_name
    run_body "$(hardened '"Binds":["groups:/data"]' | sed "s|$IMAGE|qw/numbers:1|; s|1001:1001|1001:1600|")"
}
