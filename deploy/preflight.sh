# shellcheck shell=bash
# What deploy/install looks at before it does anything; nothing here changes the machine.
# shellcheck disable=SC2154  # the variables are those of deploy/install

faults=0
well() { printf '  ok   %s\n' "$1" >&2; }
note() { printf '  chú ý / note   %s\n' "$1" >&2; }
fault() {
    printf '  THIẾU / MISSING   %s\n' "$1" >&2
    faults=$((faults + 1))
}

check_system() {
    local debian machine
    debian=$(. /etc/os-release && echo "$ID ${VERSION_ID-}")
    machine=$(dpkg --print-architecture)
    case $debian in
        "debian 12" | "debian 13") well "Debian ${debian#* }, $machine" ;;
        *) fault "Debian 12 hoặc 13 (máy này: $debian) / Debian 12 or 13 is needed" ;;
    esac
    [[ ! -e $bundle/debian || $(<"$bundle/debian") == "$debian $machine" ]] ||
        fault "Gói cài này dành cho $(<"$bundle/debian") / the bundle is for another system"
}

check_memory() {
    local megabytes=$(($(sed -n 's/^MemTotal: *\([0-9]*\).*/\1/p' /proc/meminfo) / 1024))
    if ((megabytes < 1900)); then fault "Bộ nhớ $megabytes MB, cần 2 GB / memory, 2 GB are needed"
    elif ((megabytes < 3800)); then note "Bộ nhớ $megabytes MB; nên có 4 GB / memory, 4 GB are advised"
    else well "Bộ nhớ / memory: $megabytes MB"; fi
}

# Of the nearest folder that is there already.
free_megabytes() {
    local folder=$1
    until [[ -d $folder ]]; do folder=$(dirname "$folder"); done
    df --output=avail -BM "$folder" | tail -n 1 | tr -dc 0-9
}

check_disk() {
    local megabytes
    megabytes=$(free_megabytes "$home")
    if ((megabytes < 5000)); then fault "Đĩa ở $home còn $megabytes MB, cần 5 GB / disk, 5 GB are needed"
    else well "Đĩa / disk ($home): $megabytes MB"; fi
}

# The names of the programs that listen on a TCP port, by /proc: a bare machine may lack ss.
listeners() {
    local hex inode
    hex=$(printf ':%04X' "$1")
    awk -v port="$hex" '$2 ~ port "$" && $4 == "0A" {print $10}' /proc/net/tcp /proc/net/tcp6 2>/dev/null |
        while read -r inode; do
            find /proc/[0-9]*/fd -lname "socket:\[$inode\]" -printf '%h\n' 2>/dev/null | head -n 1 |
                sed 's#/fd$#/comm#' | xargs -r cat 2>/dev/null || true
        done | sort -u | paste -sd ' '
}

check_port() {
    local port=$1 ours=$2 found
    found=$(listeners "$port")
    if [[ -z $found || $found =~ ^($ours)$ ]]; then well "Cổng mạng / port $port${found:+ ($found)}"
    else fault "Cổng mạng $port đang do $found dùng / port $port is taken"; fi
}

check_name() {
    local label='[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?'
    if [[ -z $name ]]; then fault "--name: tên mà mọi người gõ, ví dụ danvan.tinh.gov.vn / the name that people type"
    elif [[ ! $name =~ ^$label(\.$label)+$ ]]; then fault "--name “$name”: không phải tên máy / not a host name"
    elif ! getent hosts "$name" >/dev/null; then
        note "Tên $name chưa có trong DNS: máy trạm chưa mở được / the name isn't in the DNS yet"
    else well "Tên / name: $name"; fi
    [[ ! -r $environment || -z $name || ",$(setting ALLOWED_HOSTS)," == *",$name,"* ]] ||
        fault "$environment có tên khác: $(setting ALLOWED_HOSTS) / has another name"
}

check_files() {
    local file
    for file in "$certificate" "$key" "$authority" "$authority_key"; do
        [[ -z $file || -r $file ]] || fault "Không đọc được tệp $file / can't be read"
    done
    [[ -z $key || $certificate ]] || fault "--key cần có --certificate / --key needs --certificate"
    [[ -z $authority || -r $authority_key ]] || fault "--authority cần hai tệp / needs two files"
    [[ ! -r $certificate ]] || check_certificate
}

check_certificate() {
    local of=${key:-$tls/key.pem}
    command -v openssl >/dev/null || { note "Chưa có openssl để xem chứng thư / no openssl yet"; return; }
    openssl x509 -in "$certificate" -noout -checkend 0 >/dev/null 2>&1 ||
        fault "Chứng thư $certificate hỏng hoặc hết hạn / the certificate is damaged or has expired"
    [[ $(openssl pkey -in "$of" -pubout 2>/dev/null) == "$(openssl x509 -in "$certificate" -pubkey -noout 2>/dev/null)" ]] ||
        fault "Chứng thư không thuộc khóa $of / the certificate isn't of this key"
    [[ -z $name ]] || openssl x509 -in "$certificate" -noout -checkhost "$name" | grep -q "does match" ||
        fault "Chứng thư không phải của tên $name / the certificate isn't of this name"
}

check_packages() {
    local missing
    missing=$(missing_packages | paste -sd ' ')
    if [[ -z $missing ]]; then well "Gói Debian / Debian packages"
    elif [[ -d $bundle/debs ]]; then well "Sẽ cài từ gói cài / to be installed from the bundle: $missing"
    else note "Sẽ tải và cài / to be fetched and installed: $missing"; fi
}

check_source() {
    if [[ -d $bundle/wheels ]]; then well "Không cần mạng: có đủ thư viện trong $bundle / no network is needed"
    else note "Thư viện Python sẽ tải qua mạng; không có mạng thì dùng script/bundle / Python libraries come by the network"; fi
}

check_clock() {
    local year
    year=$(date +%Y)
    if ((year < 2025)); then fault "Đồng hồ của máy sai: năm $year / the clock is wrong"; fi
}

preflight() {
    tell "Kiểm tra máy (chưa thay đổi gì) / Looking at the machine (nothing is changed):"
    check_system
    check_memory
    check_disk
    check_clock
    check_port 80 nginx
    check_port 443 nginx
    check_port 8000 'gunicorn.*|python3?.*'
    check_name
    check_files
    check_packages
    check_source
    ((faults == 0)) || fail "Còn $faults điều phải có trước. Chưa thay đổi gì." "$faults things are missing. Nothing was changed."
}
