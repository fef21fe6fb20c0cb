"""Help for the inspected body: its report, the conclusion, the answers to recommendations."""

from django.utils.translation import gettext_lazy as _

from portal.help.topics import LISTS, SAVED_DRAFTS, Page, Picture, Topic

PAGE = Page(
    "officers",
    _("Trợ giúp cho đơn vị được kiểm tra"),
    _("Gửi báo cáo, đọc kết luận, trả lời đề nghị."),
    (
        Topic(
            "sign-in",
            _("Đăng nhập"),
            (
                _(
                    "Tên và mật khẩu do quản trị hệ thống của cơ quan cấp. "
                    "Lần đầu, cổng mời đặt mật khẩu của riêng bạn."
                ),
                _(
                    "Mật khẩu mới: ít nhất 10 ký tự, không chứa tên đăng nhập, họ tên, tên cơ quan. "
                    "Đánh dấu “Hiện mật khẩu” để xem đã gõ đúng chưa."
                ),
                _("Phiếu quá hạn thì cổng nói xin phiếu mới ở ai."),
                _("Quên mật khẩu: bấm “Quên mật khẩu” ở trang đăng nhập, hoặc nhờ quản trị hệ thống đặt lại."),
                _("Dùng máy chung thì đăng xuất khi xong việc. Cuối trang có nút đổi ngôn ngữ."),
            ),
            Picture("sign-in", 380),
        ),
        Topic(
            "tasks",
            _("Xem việc cần làm"),
            (
                _("Trang đầu xếp việc đang chờ đơn vị bạn theo hạn; lời nhắc của cơ quan kiểm tra đứng trên cùng."),
                _("Bấm vào tên việc để làm. Không có việc nào thì chưa phải làm gì."),
            ),
            Picture("tasks", 330),
        ),
        Topic(
            "report",
            _("Viết và gửi báo cáo tự kiểm tra"),
            (
                _(
                    "Khi có thông báo kiểm tra, bấm “Gửi báo cáo tự kiểm tra” ở việc cần làm, hoặc “Viết báo "
                    "cáo” ở trang cuộc kiểm tra."
                ),
                _(
                    "Viết lời văn, ghi số liệu từng chỉ tiêu, kèm tệp ở mục nào thì bấm “Kèm tệp” ở mục ấy. "
                    "Cổng lưu trong lúc gõ; rời trang lúc nào cũng được, đồng nghiệp vào viết tiếp được."
                ),
                _(
                    "Tệp: PDF, Word, Excel, ảnh. Trên điện thoại bấm “Chụp ảnh”. Tệp nào “Đã lưu” thì không mất; "
                    "tệp chưa lưu thì cổng nói vì sao và làm gì."
                ),
                _(
                    "Dưới tên chỉ tiêu có cách hiểu, cách tính; bên cạnh là số năm trước. Cần gom số từ nhiều bộ phận "
                    "thì in “Mẫu để ghi tay”."
                ),
                _("Chỗ cổng hỏi lại thì sửa số, hoặc ghi lý do vẫn ghi như vậy. Mục bỏ trống vẫn gửi được."),
                _(
                    "Bấm “Xem lại rồi gửi”, xem hết câu trả lời, đánh dấu không chứa bí mật nhà nước, rồi “Gửi "
                    "báo cáo”. Cổng cấp biên nhận."
                ),
                _(
                    "Gửi nhầm thì “Rút lại để sửa” khi cơ quan kiểm tra chưa mở. Bị trả lại thì chỉ sửa các mục "
                    "được nêu lý do, rồi gửi lại trước hạn mới."
                ),
                _("Chưa rõ thì hỏi ở cuối trang báo cáo, mục “Hỏi, đáp”; cơ quan kiểm tra trả lời ở đó."),
                _(
                    "Cơ quan kiểm tra sửa số đơn vị đã báo cáo thì cổng báo, và trang báo cáo ghi số cũ, số mới, "
                    "ai sửa, lý do. Thấy chưa đúng thì hỏi ở đó."
                ),
            ),
            Picture("report", 400),
        ),
        Topic(
            "workbook",
            _("Ghi báo cáo bằng Excel"),
            (
                _(
                    "Ở trang báo cáo bấm “Tải bảng Excel”: trang “Số liệu” có các chỉ tiêu của đơn vị, trang “Lời văn” "
                    "có các mục phải viết, kèm những gì đã nhập. Chỉ ghi vào ô màu vàng; không dùng công thức, không "
                    "gộp ô, không thêm cột. Mục dài quá một ô Excel thì viết trên trang báo cáo."
                ),
                _(
                    "Ghi xong bấm “Gửi bảng Excel đã ghi”. Cổng nêu mọi chỗ sai cùng lúc, ở ô nào, sửa thế nào, và có "
                    "bản đánh dấu sẵn ô sai để tải về sửa."
                ),
                _(
                    "Bảng không còn lỗi thì cổng cho xem cũ và mới; bấm lưu thì số và lời văn vào báo cáo đang viết, "
                    "chưa gửi cho cơ quan kiểm tra. Dòng không sửa thì giữ như trên cổng."
                ),
            ),
        ),
        Topic(
            "hand-over",
            _("Bàn giao cho đồng nghiệp"),
            (
                _(
                    "Bấm tên mình ở đầu trang, chọn “Bàn giao cho đồng nghiệp”: ghi họ tên, điện thoại của đồng nghiệp "
                    "cùng cơ quan, và bạn làm đến hết ngày nào."
                ),
                _("Bấm “Hiện phiếu”, in hoặc chép, trao tận tay. Đồng nghiệp đã có tài khoản thì dùng tiếp."),
                _(
                    "Việc dở dang ở lại với cơ quan, lịch sử giữ nguyên. "
                    "Chuyển sang cơ quan khác thì nhờ quản trị hệ thống."
                ),
            ),
        ),
        Topic(
            "mails",
            _("Nhận lời nhắc qua thư"),
            (
                _("Trước hạn, đúng hạn, sau hạn và khi có việc mới, cổng nhắc ở trang đầu; làm xong thì thôi nhắc."),
                _(
                    "Tài khoản có thư điện tử thì nhận cả thư: mỗi ngày nhiều nhất một thư, việc gấp thì báo ngay. "
                    "Chưa có thì nhờ quản trị hệ thống ghi vào tài khoản."
                ),
                _("Bấm tên bạn ở đầu trang, “Tài khoản của tôi”, để tắt thư hoặc đổi ngôn ngữ của thư."),
            ),
        ),
        Topic(
            "conclusion",
            _("Đọc kết luận"),
            (
                _(
                    "Ở trang cuộc kiểm tra, sáu bước trên đầu cho biết việc đến đâu. "
                    "Đọc được nhận xét khi đã thống nhất biên bản."
                ),
                _("Kết luận đã công bố nằm ở mục “Văn bản”: mở mục, bấm tên để tải về."),
            ),
            Picture("conclusion", 270),
        ),
        Topic(
            "answer",
            _("Nhận và trả lời đề nghị"),
            (
                _("Đề nghị giao cho đơn vị bạn hiện ở “Việc cần làm”: bấm tên việc, mở đề nghị, rồi “Nhận thực hiện”."),
                _("Làm xong, bấm “Trả lời”, ghi kết quả, kèm tệp. Bị trả lại thì bổ sung, trả lời lần nữa."),
                _("Chưa xong thì gửi kế hoạch, tiến độ; cần thêm thời gian thì “Xin gia hạn”, ghi ngày và lý do."),
            ),
            Picture("answer", 560),
        ),
        LISTS,
        SAVED_DRAFTS,
    ),
)
