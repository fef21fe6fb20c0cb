"""Help for administrators: accounts, catalogues, operation of the portal."""

from django.utils.translation import gettext_lazy as _

from portal.help.topics import Page, Picture, Topic

PEOPLE = (
    Topic(
        "bodies",
        _("Cơ quan và danh bạ cán bộ"),
        (
            _(
                "Mở “Quản trị” trong bảng chọn ở góc phải, rồi “Cơ quan”: "
                "địa bàn, cơ quan cấp trên, tên theo thời gian."
            ),
            _("Cơ quan đổi tên thì thêm một dòng tên có ngày; sáp nhập thì ghi kế thừa. Văn bản cũ vẫn in tên cũ."),
            _("“Danh bạ cán bộ”: ghi người trước khi lập tài khoản hay đưa vào đoàn."),
        ),
        Picture("bodies", 430),
    ),
    Topic(
        "accounts",
        _("Lập tài khoản, giao vai trò"),
        (
            _("Ở “Tài khoản”, bấm “Thêm”: tên đăng nhập, người, mật khẩu tạm. Lần đầu đăng nhập, người đó phải đổi."),
            _("Thêm vai trò: cơ quan, vai trò, từ ngày. Mỗi vai trò chỉ thấy phần việc của cơ quan mình."),
            _(
                "Không tự giao cho mình vai trò xem hay làm hồ sơ: "
                "quản trị khác ghi, hoặc lãnh đạo giao ở trang của cơ quan; cơ quan chỉ có một người thì xem give_role."
            ),
        ),
        Picture("accounts", 460),
    ),
    Topic(
        "passwords",
        _("Đặt lại mật khẩu"),
        (
            _(
                "Mở tài khoản, bấm “Đặt lại mật khẩu”, ghi mật khẩu tạm và trao tận tay; "
                "phiên đang mở của người đó kết thúc."
            ),
            _("Chủ tài khoản được báo khi đăng nhập; quản trị khác và lãnh đạo được báo ngay ở trang chủ."),
            _("Cổng có máy chủ thư thì mỗi người tự đặt lại ở trang đăng nhập."),
        ),
        Picture("passwords", 330),
    ),
    Topic(
        "leaving",
        _("Khi có người chuyển việc, nghỉ việc"),
        (
            _(
                "Chuyển việc: ghi “Đến trước ngày” ở vai trò cũ, thêm vai trò mới. "
                "Hết vai trò thì phiên đang mở kết thúc."
            ),
            _("Nghỉ hẳn: bỏ đánh dấu “Đang dùng” của tài khoản. Tài khoản không xóa được vì lịch sử còn mang tên."),
        ),
        Picture("leaving", 300),
    ),
    Topic(
        "access-log",
        _("Nhật ký truy cập"),
        (
            _(
                "“Danh mục”, “Nhật ký truy cập”: "
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
            _("Địa bàn, cơ quan, người, tài khoản, chỉ tiêu: mở danh sách, bấm “Nhập từ tệp”, tải “Tệp mẫu để điền”."),
            _("“Đọc thử” chỉ ra mọi chỗ sai theo từng dòng, chưa ghi gì. Mọi dòng đều đúng thì mới nhập được."),
            _("Mã trong ô số, trong .csv không có ngoặc kép, có thể mất số 0 ở đầu: cổng hỏi, chọn đúng mã rồi nhập."),
        ),
        Picture("files", 350),
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
            _("Địa chỉ /healthz trả lời “ok” khi cổng và cơ sở dữ liệu chạy tốt."),
        ),
    ),
    Topic(
        "backup",
        _("Sao lưu, phục hồi"),
        (
            _("Chép cơ sở dữ liệu trước, thư mục tệp sau; các lệnh ở mục Backup của deploy/README.md."),
            _("Giữ tệp biến môi trường riêng khỏi bản chép, vì trong đó có khóa. Thử phục hồi trên máy khác."),
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
