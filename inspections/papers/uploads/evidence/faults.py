"""What is said of a refused file where more kinds than papers are taken."""

from django.utils.translation import gettext_lazy as _

FAULTS_OF_EVIDENCE = {
    "unknown": _(
        "Cổng không nhận loại nội dung này, dù tên tệp ghi thế nào. Gửi PDF, Word, Excel hoặc ảnh (.jpg, .png, .heic)."
    ),
    "picture": _("Cổng nhận ảnh .jpg, .png, .heic. Mở ảnh, chọn Lưu thành… rồi chọn JPEG."),
    "damaged_picture": _("Không mở được ảnh: ảnh hỏng hoặc thiếu phần cuối. Chụp lại, hoặc lấy lại ảnh gốc."),
    "too_many_pixels": _("Ảnh có quá nhiều điểm ảnh. Chụp ở cỡ nhỏ hơn, hoặc thu nhỏ ảnh rồi gửi lại."),
    "old_office": _("Không đọc được tệp Word, Excel kiểu cũ này. Mở tệp, lưu thành .docx, .xlsx hoặc PDF."),
    "too_old": _("Tệp Word từ trước năm 1997. Mở tệp, lưu thành .docx hoặc PDF."),
    "archive": _("Tệp nén (.zip, .rar…). Giải nén rồi gửi từng tệp bên trong."),
    "other_office": _("Tệp của chương trình khác (.odt, .ods, .rtf…). Mở tệp, lưu thành .docx, .xlsx hoặc PDF."),
    "unreadable": _("Không đọc được tệp: tệp hỏng hoặc không đúng chuẩn. Lấy lại tệp gốc, hoặc in ra PDF mới."),
    "encrypted": _("Tệp có mật khẩu hoặc hạn chế quyền. Mở tệp, bỏ mật khẩu rồi lưu lại, hoặc in ra PDF mới."),
    "too_slow": _(
        "Tệp quá lớn hoặc quá phức tạp, cổng không đọc xong. Ảnh thì chụp ở cỡ nhỏ hơn; tệp khác thì in ra PDF mới."
    ),
    "too_much_inside": _("Tệp giải nén ra lớn bất thường. Mở tệp, in ra PDF mới."),
    "entities": _("Tệp có khai báo mà Word, Excel không dùng. Mở tệp, in ra PDF mới."),
    "field": _(
        "Tệp có trường tự lấy nội dung hay gọi chương trình (DDE, LINK, INCLUDE…). Mở tệp, bấm Ctrl+A rồi "
        "Ctrl+Shift+F9 để đổi trường thành chữ và lưu lại, hoặc in ra PDF mới."
    ),
}
