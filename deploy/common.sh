# shellcheck shell=bash
# What deploy/install, update, go_back and manage share: where things are, how a release is made and how it is switched.
# Who reads it sets `source`, the folder of the code.
# shellcheck disable=SC2034,SC2154
shopt -s inherit_errexit

home=${DANVAN_HOME:-/srv/danvan}
environment=${DANVAN_ENVIRONMENT:-/etc/danvan.env}
user=danvan
units=(danvan-web danvan-worker)
releases_to_keep=3
bundle=$source/bundle  # where the code comes from an archive of script/bundle
packages=(nginx openssl postgresql python3-venv
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2)

tell() { printf '%s\n' "$@" >&2; }
fail() { tell "$@"; exit 1; }
step() { tell "== $1 / $2"; }

must_be_root() {
    ((EUID == 0)) || fail "Hãy chạy bằng quyền root (sudo)." "Run this as root (sudo)."
}

one_at_a_time() {
    exec 8>>"$home/lock"
    flock -n 8 || fail "Một lần cài đặt hoặc cập nhật khác đang chạy." "Another installation or update is running."
}

# --- The environment file, by the rules of EnvironmentFile= in systemd.exec(5) ------------------------------------
# Prints NAME=value for each line; a comment is a line of its own, one pair of quotes around a value goes.
read_environment() {
    local line name value
    while read -r line || [[ $line ]]; do
        [[ $line =~ ^([A-Za-z_][A-Za-z_0-9]*)=(.*)$ ]] || continue
        name=${BASH_REMATCH[1]} value=${BASH_REMATCH[2]}
        [[ $value =~ ^[[:space:]]+(.*)$ ]] && value=${BASH_REMATCH[1]}
        [[ $value =~ ^\"(.*)\"$ || $value =~ ^\'(.*)\'$ ]] && value=${BASH_REMATCH[1]}
        printf '%s=%s\n' "$name" "$value"
    done <"$1"
}

setting() { read_environment "$environment" | sed -n "s/^$1=//p" | tail -n 1; }

# A command of the portal as its user, with the environment of the units and nothing of ours; $1 is the release.
portal() (
    release=$1
    shift
    cd "$release" || exit
    mapfile -t lines < <(read_environment "$environment")
    for name in $(compgen -e); do
        [[ $name == TERM || $name == PATH ]] || unset "$name"
    done
    for line in "${lines[@]}"; do export "${line?}"; done
    export LANG=C.UTF-8
    umask 027
    exec runuser -u "$user" -- .venv/bin/python manage.py "$@" 8>&-
)

# --- Debian packages ----------------------------------------------------------------------------------------------
missing_packages() {
    local each
    for each in "${packages[@]}"; do
        dpkg-query -W -f='${db:Status-Status}\n' "$each" 2>/dev/null | grep -qx installed || echo "$each"
    done
}

# The bundle's folder as the only source, with lists of its own: those of the machine stay as they are.
bundle_sources() {
    local own=/var/cache/danvan-bundle
    mkdir -p "$own/lists/partial"
    echo "deb [trusted=yes] file:$bundle/debs ./" >"$own/sources.list"
    printf '%s\n' -o "Dir::Etc::SourceList=$own/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o "Dir::State::Lists=$own/lists" -o APT::Sandbox::User=root
}

install_packages() {
    local missing options=()
    mapfile -t missing < <(missing_packages)
    ((${#missing[@]})) || return 0
    step "Cài gói Debian: ${missing[*]}" "Installing Debian packages"
    [[ ! -d $bundle/debs ]] || mapfile -t options < <(bundle_sources)
    export DEBIAN_FRONTEND=noninteractive
    apt-get "${options[@]}" -qq update
    apt-get "${options[@]}" -qq -y --no-install-recommends install "${missing[@]}" </dev/null >/dev/null
}

# --- Releases -----------------------------------------------------------------------------------------------------
# What a release consists of: what git knows, or all of an unpacked bundle but the bundle itself.
source_files() {
    if [[ -e $1/.git ]]; then
        git -c safe.directory="$1" -C "$1" ls-files -z --cached --others --exclude-standard
    else
        (cd "$1" && find . -path ./bundle -prune -o -path ./.venv -prune -o -path ./var -prune -o -name __pycache__ -prune \
            -o -type f -printf '%P\0')
    fi | sort -z
}

pack() {
    source_files "$1" |
        tar -C "$1" --owner=0 --group=0 --numeric-owner --mtime=@0 --mode=u=rwX,go=rX --no-recursion --null -cf - -T -
}

# The same files have the same name, whoever packed them and when.
release_id() { pack "$1" | sha256sum | cut -c1-12; }

# Prints the folder of the release that the source makes; it is made when it isn't there yet.
make_release() {
    local source=$1 id release
    id=$(release_id "$source")
    release=$(find "$home/releases" -maxdepth 1 -name "*-$id" -print -quit)
    if [[ $release && -e $release/.venv/complete ]]; then
        echo "$release"
        return
    fi
    release=${release:-$home/releases/$(date +%Y%m%d-%H%M)-$id}
    mkdir -p "$release"
    pack "$source" | tar -C "$release" -xf -
    install_libraries "$source" "$release" >&2
    echo "$release"
}

# From the bundle where there is one, without asking any network.
install_libraries() {
    local source=$1 release=$2 from=()
    [[ -d $source/bundle/wheels ]] && from=(--no-index --find-links "$source/bundle/wheels")
    /usr/bin/python3 -m venv --clear "$release/.venv"
    "$release/.venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes "${from[@]}" \
        -r "$release/requirements.txt"
    (cd "$release" && .venv/bin/python -m compileall -q -x '/\.venv/' .)
    touch "$release/.venv/complete"
}

current_release() { readlink -e "$home/current" || true; }
last_release() { readlink -e "$home/last" || true; }

# One rename: there is no moment without a current release.
point() {
    ln -sfn "$2" "$home/$1.new"
    mv -T "$home/$1.new" "$home/$1"
}

switch_to() {
    local before
    before=$(current_release)
    [[ $before == "$1" ]] && return
    [[ -z $before ]] || point last "$before"
    point current "$1"
}

# Those that no link names; the newest of them stay.
remove_old_releases() {
    local old
    find "$home/releases" -mindepth 1 -maxdepth 1 -type d | sort -r | tail -n +$((releases_to_keep + 1)) |
        while read -r old; do
            [[ $old == "$(current_release)" || $old == "$(last_release)" ]] || rm -rf "$old"
        done
}

# --- Static files -------------------------------------------------------------------------------------------------
# Those of all releases stay, hashes in their names tell them apart. Only the list of names is a release's own: it is
# stored with the release, for the way back to be a copy and not ten seconds of work. The portal's user reads and writes it.
static_list() { echo "$(setting DANVAN_DATA)/static/staticfiles.json"; }

collect_static() {
    portal "$1" collectstatic --noinput >/dev/null
    runuser -u "$user" -- cat "$(static_list)" >"$1/static.json"
}

bring_back_static() {
    local list
    list=$(static_list)
    if [[ -s $1/static.json ]]; then
        runuser -u "$user" -- tee "$list.new" <"$1/static.json" >/dev/null
        runuser -u "$user" -- mv "$list.new" "$list"
    else
        collect_static "$1"
    fi
}

# --- Running ------------------------------------------------------------------------------------------------------
has_systemd() { [[ -d /run/systemd/system ]]; }

install_units() {
    install -m 644 -t /etc/systemd/system "$1"/deploy/*.service "$1"/deploy/*.timer
    [[ ! -e /usr/lib/systemd/system/postgresql@.service || ! -e $1/deploy/postgresql-restart.conf ]] ||
        install -D -m 644 "$1/deploy/postgresql-restart.conf" /etc/systemd/system/postgresql@.service.d/danvan.conf
    has_systemd || return 0
    systemctl daemon-reload
}

# What the portal answers at an address of its health: "ok", what is unwell, or nothing.
answer_of() {
    /usr/bin/python3 - "$1" <<'PY' 2>/dev/null || true
import sys, urllib.error, urllib.request
try:
    answer = urllib.request.build_opener(urllib.request.ProxyHandler({})).open("http://127.0.0.1:8000" + sys.argv[1], timeout=5)
except urllib.error.HTTPError as unwell:
    answer = unwell
print(answer.read(80).decode())
PY
}

# Pages are served. A unit that ends after its start isn't waited for, though systemd tries it again and again.
wait_until_ready() {
    local deadline=$((SECONDS + 120))
    until [[ $(answer_of /healthz/ready) == ok ]]; do
        if ((SECONDS >= deadline)) || ! systemctl is-active -q danvan-web; then return 1; fi
        sleep 0.5
    done
}

# The worker last: its start would take the processors from that of the pages.
start_web() {
    install_units "$(current_release)"
    systemctl restart danvan-web && wait_until_ready
}

start_both() {
    local answers=yes
    start_web || answers=''
    systemctl start danvan-worker
    [[ $answers ]]
}

fail_unanswered() {
    fail "Cổng chưa trả lời; xem: journalctl -u danvan-web -n 50" "The portal doesn't answer; see the journal."
}

# What somebody has to look at though pages are served: the disk, or a worker that ends no job. It gets a while to begin.
note_what_is_unwell() {
    local answer deadline=$((SECONDS + 90))
    until answer=$(answer_of /healthz) && [[ $answer == ok ]]; do
        ((SECONDS < deadline)) || { tell "Chú ý / note: $answer ($home/current/deploy/manage check_server)"; return 0; }
        sleep 1
    done
}

# --- The database of this machine ---------------------------------------------------------------------------------
as_postgres() { (cd / && runuser -u postgres -- "$@"); }

# A restore, and the rehearsal of an update, build a database beside the one in use.
let_create_databases() { as_postgres psql -qc "ALTER ROLE \"$user\" CREATEDB"; }

# --- Backups ------------------------------------------------------------------------------------------------------
latest_backup() {
    local folder
    folder=$(setting BACKUP_DIR)
    find "${folder:-$(setting DANVAN_DATA)/backups}" -maxdepth 1 -name 'danvan-*Z' | sort | tail -n 1
}

has_command() { portal "$1" help --commands | grep -qx "$2"; }
