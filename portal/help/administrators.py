"""Help for administrators: accounts, catalogues, operation of the portal."""

from django.utils.translation import gettext_lazy as _

from portal.help.topics import Page, Picture, Topic

PEOPLE = (
    Topic(
        "accounts",
        _("Lập tài khoản, giao vai trò"),
        (
            _(
                "“Quản trị”, “Tài khoản”, “Lập tài khoản”: "
                "chọn người hoặc ghi người mới, cơ quan, vai trò, tên đăng nhập."
            ),
            _(
                "Lập xong, bấm “Cấp và hiện mật khẩu”: mật khẩu chỉ hiện một lần, "
                "“In phiếu” hoặc chép rồi trao tận tay."
            ),
            _("Thêm vai trò: mở tài khoản, bấm “Giao vai trò”. Mỗi vai trò chỉ thấy phần việc của cơ quan mình."),
            _(
                "Không tự giao cho mình vai trò xem hay làm hồ sơ: "
                "quản trị khác ghi, hoặc lãnh đạo giao ở trang của cơ quan; cơ quan chỉ có một người thì xem give_role."
            ),
            _("“Cơ quan chưa có ai đăng nhập được” ở đầu danh sách: những nơi còn phải lập tài khoản."),
        ),
        Picture("accounts", 640),
    ),
    Topic(
        "many-accounts",
        _("Lập nhiều tài khoản, in phiếu"),
        (
            _(
                "Ở “Tài khoản”, bấm “Lập nhiều tài khoản”: đánh dấu cơ quan chưa có ai, dán danh sách, hoặc gửi tệp. "
                "Chỉ cần tên cơ quan; không cần thư điện tử."
            ),
            _(
                "Xem lại từng dòng, sửa tên đăng nhập nếu cần, bấm “Lập các tài khoản này”. "
                "Không ghi họ tên thì cán bộ tự ghi khi đăng nhập lần đầu."
            ),
            _(
                "“In phiếu trao tài khoản”: mật khẩu đặt khi in, tám phiếu một tờ A4, cắt ra trao tận tay. "
                "In lại thì phiếu trước hết hiệu lực; ai đã đăng nhập thì không in được nữa."
            ),
            _(
                "Phiếu dùng được 30 ngày (biến FIRST_PASSWORD_DAYS). "
                "Lọc “mật khẩu lần đầu hết hạn” ở danh sách để biết phải in lại cho ai."
            ),
        ),
    ),
    Topic(
        "passwords",
        _("Cấp lại mật khẩu"),
        (
            _("Mở tài khoản, bấm “Cấp mật khẩu dùng một lần”, trao tận tay; phiên đang mở của người đó kết thúc."),
            _("Chủ tài khoản được báo khi đăng nhập; quản trị khác và lãnh đạo được báo ngay ở trang chủ."),
            _("Cổng có máy chủ thư thì mỗi người tự đặt lại ở trang đăng nhập."),
        ),
        Picture("passwords", 230),
    ),
    Topic(
        "second-factor",
        _("Xác nhận hai bước"),
        (
            _(
                "Quản trị, lãnh đạo, chuyên viên phải bật trong 14 ngày kể từ lần đăng nhập đầu "
                "(biến SECOND_FACTOR_GRACE_DAYS); người khác bật nếu muốn, ở “Tài khoản của tôi”."
            ),
            _(
                "Ai đã bật, ai phải bật mà còn hạn hay quá hạn: lọc “Xác nhận hai bước” ở danh sách tài khoản, "
                "xuất được. Người quá hạn đăng nhập thì phải bật ngay."
            ),
            _(
                "Người mất điện thoại và mã dự phòng: mở tài khoản, bấm “Đặt lại xác nhận hai bước”, ghi lý do. "
                "Quản trị khác hoặc lãnh đạo duyệt trong 3 ngày; chủ tài khoản được báo."
            ),
            _("Chỉ có một người: người vận hành máy chủ chạy manage.py reset_second_factor."),
            _(
                "Tỉnh có đăng nhập một lần (biến OIDC_ISSUER): ở trang của tài khoản, ghi mã người dùng của nơi ấy. "
                "Ai có mã ấy vào được tài khoản nên chủ tài khoản và lãnh đạo được báo."
            ),
        ),
    ),
    Topic(
        "leaving",
        _("Khi có người chuyển việc, nghỉ việc"),
        (
            _(
                "Chuyển việc: “Thôi vai trò” cũ từ một ngày, rồi “Giao vai trò” mới. "
                "Hết vai trò thì phiên đang mở kết thúc."
            ),
            _("Nghỉ hẳn: “Khóa tài khoản”, ghi lý do. Tài khoản không xóa được vì lịch sử còn mang tên."),
            _("Tài khoản dùng chung chức danh: “Chuyển cho người khác”, ghi lý do, rồi cấp mật khẩu cho người mới."),
            _("Quản trị hệ thống cuối cùng thì không khóa, không thôi vai trò được, nhập từ tệp cũng vậy."),
        ),
        Picture("leaving", 520),
    ),
    Topic(
        "bodies",
        _("Cơ quan và danh bạ cán bộ"),
        (
            _("“Thêm cơ quan” ở danh sách cơ quan, “Thêm người” ở danh bạ. Có thể đã ghi thì cổng hỏi trước khi ghi."),
            _(
                "Cơ quan đổi tên, đổi người ký: bấm “Đổi tên hoặc người ký” ở trang của cơ quan, ghi từ ngày nào. "
                "Văn bản cũ vẫn in tên cũ."
            ),
            _("Giải thể, sáp nhập: “Kết thúc, kế thừa”, ghi ngày và cơ quan kế thừa."),
            _("Chuyên viên thêm được cơ quan và người trong tỉnh của mình; sửa thì quản trị làm."),
        ),
        Picture("bodies", 600),
    ),
    Topic(
        "access-log",
        _("Nhật ký truy cập"),
        (
            _(
                "“Quản trị”, “Nhật ký truy cập”: "
                "ai đăng nhập, bị từ chối, mở xem, tải về, lúc nào, từ địa chỉ mạng nào."
            ),
            _("Lọc và xuất được, không sửa, không xóa được."),
        ),
        Picture("access-log", 430),
    ),
    Topic(
        "files",
        _("Nhập danh mục từ tệp"),
        (
            _(
                "Địa bàn, cơ quan, người, tài khoản, chỉ tiêu: ở danh sách, mở “Nhập, xuất cả danh mục”, "
                "bấm “Nhập từ tệp”, tải “Tệp mẫu để điền”."
            ),
            _("“Đọc thử” chỉ ra mọi chỗ sai theo từng dòng, chưa ghi gì. Mọi dòng đều đúng thì mới nhập được."),
            _("Mã trong ô số, trong .csv không có ngoặc kép, có thể mất số 0 ở đầu: cổng hỏi, chọn đúng mã rồi nhập."),
        ),
        Picture("files", 350),
    ),
    Topic(
        "certificates",
        _("Chứng thư tin cậy"),
        (
            _(
                "Ở danh sách “Tài khoản”, mở “Chứng thư tin cậy”, nạp chứng thư gốc của nơi cấp (.cer, .crt, .pem), "
                "lấy từ nguồn mà bạn tin chắc. Chữ ký do nơi ấy cấp chứng thư hiện là tin cậy."
            ),
            _("Cổng không gọi ra mạng, không kiểm tra thu hồi. “Thôi tin cậy” không đổi kết quả của bản đã đính kèm."),
        ),
    ),
)
RUNNING = (
    Topic(
        "settings",
        _("Thời hạn của phiên, giới hạn đăng nhập"),
        (
            _("Phiên kết thúc sau 60 phút không thao tác, muộn nhất sau 12 giờ: biến IDLE_MINUTES, SESSION_HOURS."),
            _("Nhập sai 8 lần thì tên đó tạm bị giữ 15 phút: biến SIGN_IN_FAILURE_LIMIT, SIGN_IN_COOL_OFF_HOURS."),
            _("Nhập sai 300 lần từ một địa chỉ mạng thì cả địa chỉ bị giữ: biến SIGN_IN_ADDRESS_FAILURE_LIMIT."),
            _("Đó là mặc định; đổi ở tệp biến môi trường của máy chủ. Các biến khác: xem deploy/README.md."),
        ),
    ),
    Topic(
        "jobs",
        _("Việc đang xử lý"),
        (
            _(
                "Việc hàng loạt và thư do tiến trình danvan-worker làm. "
                "Người giao việc xem ở “Việc đang xử lý” đã làm đến đâu."
            ),
            _("Việc đứng yên quá 5 phút: khởi động lại tiến trình ấy, người giao việc bấm “Làm tiếp phần còn lại”."),
            _(
                "Thư nhắc việc không đi được thì trang đầu của quản trị báo; “Thư nhắc việc” ở trang “Tài khoản” ghi "
                "lỗi của từng thư. Máy chủ thư mất liên lạc thì cổng tự gửi lại; địa chỉ sai thì sửa ở tài khoản."
            ),
            _(
                "“Máy chủ” ở trang “Tài khoản” cho biết chỗ nào hỏng và phải làm gì, việc lỗi làm lại ở đó; "
                "trên máy chủ: manage.py check_server. Địa chỉ /healthz trả lời “ok” khi không có gì phải xem."
            ),
        ),
    ),
    Topic(
        "scanner",
        _("Máy quét mã độc không trả lời"),
        (
            _(
                "Tệp gửi lên được quét ở nền; trong lúc chờ chỉ người gửi mở lại được tệp của mình. "
                "Quá 30 phút không có kết quả (biến SCANNER_SILENT_MINUTES) thì trang đầu của quản trị báo, "
                "mỗi ngày có thêm nhiều nhất một thư."
            ),
            _(
                "Trên máy chủ: systemctl status clamav-daemon danvan-worker. Dừng thì khởi động lại; "
                "lỗi sau cùng ghi ở dòng báo và ở nhật ký của danvan-worker (could not be scanned)."
            ),
            _(
                "“size limit exceeded”: đặt StreamMaxLength trong clamd.conf lớn hơn UPLOAD_MAX_MB rồi khởi động lại "
                "clamav-daemon."
            ),
            _("Máy quét trả lời thì cổng tự quét tiếp mọi tệp đang chờ, lời báo tự hết; không phải gửi lại tệp."),
        ),
    ),
    Topic(
        "backup",
        _("Sao lưu, phục hồi"),
        (
            _("Mỗi đêm danvan-backup.timer chép cơ sở dữ liệu và các tệp vào BACKUP_DIR; cổng vẫn chạy."),
            _("Chép thêm bản mới nhất sang máy khác; kiểm tra bằng sha256sum -c SHA256SUMS trong thư mục của bản ấy."),
            _(
                "Phục hồi: manage.py restore, theo mục Restore của deploy/README.md. "
                "Không phục hồi được thì mọi thứ vẫn như cũ. Mỗi năm thử một lần trên máy khác."
            ),
            _("Giữ tệp biến môi trường riêng khỏi bản sao lưu, vì trong đó có khóa."),
        ),
    ),
)
PAGE = Page(
    "administrators",
    _("Trợ giúp cho quản trị hệ thống"),
    _("Lập cổng, tài khoản và vai trò, danh mục, vận hành."),
    (
        Topic(
            "set-up",
            _("Lập cổng lần đầu"),
            (
                _(
                    "Trên máy chủ, chạy manage.py set_up theo deploy/README.md: "
                    "lệnh hỏi tỉnh, cơ quan kiểm tra, nạp địa bàn cả nước, lập tài khoản quản trị đầu tiên."
                ),
                _("Cơ sở dữ liệu đã có cơ quan hay tài khoản thì lệnh để nguyên."),
            ),
        ),
        *PEOPLE,
        *RUNNING,
    ),
)
