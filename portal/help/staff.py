"""Help for the inspecting body and its delegations: a campaign from last year's to the last recommendation."""

from django.utils.translation import gettext_lazy as _

from portal.help.topics import LISTS, SAVED_DRAFTS, Page, Picture, Topic

PREPARING = (
    Topic(
        "campaign",
        _("Lập đợt từ đợt năm trước"),
        (
            _("Mở đợt năm trước, bấm “Lập đợt sau từ đợt này”; chưa có đợt nào thì bấm “Lập đợt mới” ở danh sách đợt."),
            _("Ghi mã, năm, thời gian; dùng lại bộ chỉ tiêu, hoặc chép thành bộ mới để sửa."),
            _("Xem bảng “Đơn vị thay đổi so với đợt trước”: nơi sáp nhập, kết thúc được ghi rõ. Bấm “Lập đợt”."),
        ),
        Picture("campaign", 486),
    ),
    Topic(
        "criteria",
        _("Sửa bộ chỉ tiêu"),
        (
            _(
                "Ở danh sách đợt, bấm “Bộ chỉ tiêu”. "
                "Bộ đã chốt khi mở đợt chỉ xem, không sửa được; cần sửa thì bấm “Chép thành bộ mới”."
            ),
            _("Đổi thứ tự: kéo dòng hoặc sửa số thứ tự, rồi bấm “Lưu thứ tự”."),
        ),
        Picture("criteria", 390),
    ),
    Topic(
        "subjects",
        _("Đưa nhiều đơn vị vào đợt"),
        (
            _(
                "Ở trang “Chuẩn bị đợt”, bấm “Thêm đơn vị”: "
                "chọn cả loại đơn vị của một địa bàn, hoặc dán mã, tên từ Excel."
            ),
            _(
                "Bấm “Xem trước”: từng đơn vị sẽ lập, đã có, hay không lập được và vì sao. "
                "Làm lại không sinh dòng trùng."
            ),
            _("UBND, Đảng ủy của một địa bàn trong tỉnh mà danh mục chưa có: cổng lập cùng cuộc kiểm tra."),
            _(
                "Ô gõ tên đưa lên trước: tên đúng dấu, rồi nơi trong tỉnh mình, rồi nơi của đợt. "
                "Nơi trùng tên có kèm huyện, tỉnh."
            ),
        ),
        Picture("subjects", 300),
    ),
    Topic(
        "delegation",
        _("Lập đoàn kiểm tra"),
        (
            _("Bấm “Lập đoàn”, rồi “Thêm thành viên”: gõ vài chữ của tên, chọn trong danh bạ cán bộ, chọn nhiệm vụ."),
            _("Người của đơn vị được kiểm tra không vào đoàn được; ai trùng lịch thì cổng nhắc."),
            _("Cơ quan chưa cử người: để trống ô người, ghi cơ quan; quyết định in Đại diện và tên cơ quan."),
        ),
        Picture("delegation", 440),
    ),
    Topic(
        "opening",
        _("Mở đợt"),
        (
            _("Mục “Trước khi mở đợt” kể những chỗ phải có và những chỗ cần xem lại."),
            _(
                "Trang “Chuẩn bị đợt” nói bao nhiêu đơn vị chưa có ai đăng nhập được: bấm “Xem, lập tài khoản”, rồi "
                "“Nhờ quản trị hệ thống lập tài khoản” cho cả loạt."
            ),
            _("Khi đủ, lãnh đạo cơ quan kiểm tra bấm “Mở đợt”; từ đó bộ chỉ tiêu không sửa được nữa."),
            _(
                "Kết thúc đợt: còn cuộc kiểm tra chưa xong thì cổng hỏi lý do; còn đề nghị chưa xong thì chưa kết thúc "
                "được. Trang xác nhận liệt kê cả hai."
            ),
            _("Đợt năm trước của cơ quan nay đã sáp nhập: chọn cơ quan ấy ở ô “Cơ quan kiểm tra” khi lập đợt."),
        ),
        Picture("opening", 400),
    ),
)
INSPECTING = (
    Topic(
        "bulk",
        _("Gửi thông báo, đôn đốc nhiều đơn vị"),
        (
            _(
                "Ở trang đợt, đánh dấu các đơn vị, chọn việc ở “Xử lý hàng loạt”: "
                "phân đoàn và xếp lịch, gửi thông báo, đôn đốc hoặc tạm hoãn."
            ),
            _(
                "Phân đoàn, xếp lịch: chọn các đoàn, ngày bắt đầu, giờ và nơi làm việc; cổng chia đều đơn vị cho các "
                "đoàn, bỏ qua ngày đoàn đã bận, cho xem trước từng dòng và ai trùng lịch rồi mới ghi."
            ),
            _("Cổng cho xem nơi nào làm được, nơi nào không và vì sao, trước khi bạn xác nhận."),
            _("Cổng xử lý tiếp khi rời trang; xong thì có báo ở “Việc cần làm”, kèm kết quả từng đơn vị."),
        ),
        Picture("bulk", 430),
    ),
    Topic(
        "calendar",
        _("Buổi làm việc và lịch"),
        (
            _("Ở trang cuộc kiểm tra, mở mục “Buổi làm việc”, bấm “Thêm buổi làm việc”: ngày, giờ, địa điểm."),
            _(
                "Nhiều buổi một lúc: ở danh sách cuộc kiểm tra, “Nhập, xuất cả danh mục”, danh mục “Buổi làm việc”; "
                "người trùng lịch hiện trước khi ghi."
            ),
            _("Trang “Lịch” xếp các buổi theo tuần, tháng và báo người có hai buổi cùng lúc."),
        ),
        Picture("calendar", 430),
    ),
    Topic(
        "values",
        _("Ghi số liệu bằng bàn phím"),
        (
            _(
                "Ở mục “Chỉ tiêu”, mở nhóm rồi bấm “Nhập số liệu”: các ô mở ra tại dòng. "
                "Chép đúng từng chữ của văn bản; “94,49” hay “94.49” đều hiểu."
            ),
            _("Enter để lưu và sang chỉ tiêu sau, Enter lần nữa để mở; Tab để sang ô sau."),
            _("Kỳ ghi như văn bản: giai đoạn 2021-2025, 9 tháng đầu năm 2021, đến ngày 15/10/2026; ngày phải đủ năm."),
            _("Chỗ cổng còn ngờ thì xem lại, hoặc ghi lý do rồi lưu."),
        ),
        Picture("values", 400),
    ),
    Topic(
        "self-reports",
        _("Nhận báo cáo tự kiểm tra của đơn vị"),
        (
            _(
                "Gửi thông báo kiểm tra là cổng giao báo cáo cho đơn vị, có hạn. Hạn chung, người đơn vị hỏi khi cần, "
                "có cần lãnh đạo đơn vị xác nhận hay không: ghi ở kế hoạch của đợt."
            ),
            _(
                "Báo cáo gửi đến hiện ở “Việc cần làm”. Bấm “Mở báo cáo”: từ lúc ấy số liệu đơn vị báo cáo nằm ở cuộc "
                "kiểm tra, không phải gõ lại; đơn vị không rút lại được nữa; báo cáo lấy số đến trong sổ văn bản đến."
            ),
            _(
                "Xem từng mục, lần sau chỉ còn mục thay đổi so với lần trước. Chọn “Trả lại” ở mục chưa được, ghi lý "
                "do, hạn mới; hoặc “Nhận báo cáo”: số liệu được ghi là đã xác minh."
            ),
            _("Danh sách “Báo cáo tự kiểm tra” lọc được đơn vị chưa viết, đang viết, đã gửi, quá hạn, bị trả lại."),
            _(
                "Đánh dấu ở đầu dòng, hoặc lấy cả danh sách đang lọc, rồi chọn “Nhắc” hay “Đổi hạn gửi” (ghi lý do). "
                "Ở trang đợt, “Tổng hợp theo đoàn” đếm theo đoàn và trạng thái; bấm số để xem từng đơn vị."
            ),
            _(
                "Sửa số đơn vị đã báo cáo thì phải ghi lý do; đơn vị được báo và đọc số cũ, số mới, lý do. "
                "Báo cáo mở sau khi kết luận thì chỉ để đọc, số liệu không ghi vào cuộc kiểm tra."
            ),
            _("Đơn vị hỏi ở báo cáo của mình; câu hỏi hiện ở “Việc cần làm”, trả lời xong người hỏi được báo."),
            _("Có thư điện tử thì mỗi sáng nhận một dòng về báo cáo vừa gửi đến; câu hỏi sát hạn thì báo ngay."),
        ),
    ),
    Topic(
        "findings",
        _("Ghi nhận xét, nguyên nhân, đề nghị"),
        (
            _(
                "Các nút “Thêm ưu điểm”, “Thêm hạn chế”, “Thêm nguyên nhân”, “Thêm đề nghị” mở ô viết tại chỗ; "
                "Ctrl+Enter để lưu."
            ),
            _(
                "Dẫn số liệu: ghi số chỉ tiêu trong dấu { }. "
                "{2.1} thành đúng số đã ghi, {8.1@2018..2019} thành mức thay đổi giữa hai năm."
            ),
            _("Chỉ ưu điểm, hạn chế thay {2.1}; nguyên nhân, đề nghị, kết luận buổi làm việc thì ghi số như đã in."),
            _("Hạn chế cùng chỉ tiêu đã nêu năm trước thì cổng cho xem lại cùng lời hứa khi ấy; gắn hai hạn chế lại."),
            _("Mỗi đề nghị có đơn vị thực hiện và hạn; đơn vị nhận việc khi kết luận được công bố."),
            _("Bài báo về một cơ quan: ở trang của cơ quan, bấm “Gắn nguồn”; chỉ cơ quan kiểm tra của bạn thấy."),
        ),
        Picture("findings", 430),
    ),
    Topic(
        "papers",
        _("In văn bản, công bố kết luận"),
        (
            _("“Bước tiếp theo” cho biết làm được gì lúc này và ai làm: thống nhất biên bản, soạn, trình kết luận."),
            _(
                "Mở mục “Văn bản đi”, “Soạn văn bản” lập dự thảo: bấm tên để xem, bấm “PDF” để in thông báo kết luận, "
                "báo cáo kết quả."
            ),
            _(
                "Ký xong thì “Đính kèm thông báo đã ký”; "
                "lãnh đạo “Công bố kết luận”, từ đó đơn vị đọc được, nội dung không sửa được nữa."
            ),
        ),
        Picture("papers", 220),
    ),
    Topic(
        "following",
        _("Theo dõi thực hiện đề nghị"),
        (
            _("Kiến nghị của đơn vị với cấp trên có bảng riêng; bấm “Trả lời kiến nghị” để đơn vị đọc được."),
            _("Trang “Đề nghị” lọc được việc còn phải làm, quá hạn, đến hạn trong 7 ngày."),
            _("Cổng tự nhắc đơn vị trước hạn, đúng hạn và sau hạn, rồi báo lãnh đạo; trả lời thì thôi nhắc."),
            _("Còn đề nghị khi mở đợt mới: ở trang đợt mới bấm “Chuyển sang đợt này”, đánh dấu rồi chuyển một lần."),
            _(
                "Đơn vị trả lời rồi thì mở đề nghị: câu trả lời, tệp và các lần trước nằm cạnh nút “Xác nhận đã thực "
                "hiện”; cũng ở đó trả lại để bổ sung, gia hạn, chuyển sang đợt sau."
            ),
        ),
        Picture("following", 560),
    ),
)
PAPERS = (
    Topic(
        "drafts",
        _("Soạn văn bản"),
        (
            _("Ở trang cuộc kiểm tra hoặc trang đợt, mở mục “Văn bản đi”, bấm “Soạn văn bản” và chọn loại."),
            _(
                "Cổng soạn từ dữ kiện đã ghi. Ngày, địa danh, người ký sửa được; tên cơ quan và thể thức theo ngày ấy. "
                "Bấm “Sửa” ở từng phần để viết câu chữ riêng."
            ),
            _(
                "Dữ kiện đổi sau đó: phần bị ảnh hưởng hiện chỗ cũ, chỗ mới; lấy từng phần, câu chữ riêng không mất. "
                "“Xem bản in”, “PDF” lúc nào cũng có."
            ),
            _(
                "“Tải bản Word” cho tệp .docx cùng thể thức. Sửa lời văn trong Word, lưu, rồi ở trang dự thảo bấm “Lấy "
                "lại bản Word đã sửa”: cổng nêu từng phần khác, bạn chọn phần nào lấy."
            ),
            _(
                "Phụ lục số liệu cả đợt rất dài thì xem và in theo từng phần; in và ban hành mất vài phút, cổng làm "
                "dần, bạn rời trang được."
            ),
            _(
                "Cần cùng một loại cho mọi đơn vị của đợt: bấm “Lập hàng loạt” ở trang đợt. Cổng soạn, in từng dự "
                "thảo, rồi tải về một tệp .zip hoặc một PDF để in."
            ),
            _(
                "“Báo cáo tổng kết năm” ở trang đợt có sẵn đề mục và số liệu của đợt; phần cổng không có dữ kiện để "
                "dòng chấm cho bạn viết."
            ),
        ),
    ),
    Topic(
        "issuing",
        _("Trình, ban hành, công bố"),
        (
            _("“Trước khi ban hành” kể chỗ phải sửa, chỗ cần xem. Bấm “Trình ký”; lãnh đạo trả lại thì kèm lý do."),
            _(
                "Lãnh đạo bấm “Ban hành”, xem lại ngày và số. Ban hành rồi không ai sửa được: "
                "sai thì “Đính chính, thay thế” từ văn bản ấy."
            ),
            _("Văn bản của Đoàn do Trưởng đoàn ban hành; chưa có thì Phó Trưởng đoàn, hoặc chuyên viên kèm lý do."),
            _("Công bố rồi, mục “Đã báo cho đơn vị” ở trang văn bản nêu ai đã tải về, ai chưa."),
            _("Đơn vị chỉ thấy văn bản khi bấm “Công bố cho đơn vị”. Bản ký ngoài cổng thì “Đính kèm bản đã ký”."),
        ),
    ),
    Topic(
        "signed",
        _("Bản đã ký, mã tra cứu"),
        (
            _(
                "Ký tệp PDF của cổng bằng công cụ của cơ quan, rồi “Đính kèm bản đã ký”; bản giấy đã ký thì chụp lại. "
                "Cổng cho biết ai ký, lúc nào, tệp có bị sửa sau khi ký không; có điều nghi ngờ thì bạn xem và xác "
                "nhận."
            ),
            _(
                "Đính kèm nhầm: “Thay bản đã ký” kèm lý do; bản trước vẫn còn. Chứng thư bị thu hồi thì cổng không "
                "biết."
            ),
            _(
                "Ai cầm văn bản đã công bố cũng kiểm tra được bằng mã tra cứu ở trang cuối, không cần đăng nhập. "
                "Lãnh đạo bật, tắt việc in mã ở “Trình bày và ký văn bản”; văn bản của Đảng ban đầu không in."
            ),
        ),
    ),
    Topic(
        "templates",
        _("Mẫu câu chữ của cơ quan"),
        (
            _(
                "Ở “Trình bày và ký văn bản”, mục “Mẫu câu chữ”, bấm “Sửa mẫu” của một loại văn bản: đổi thứ tự các mục"
                ", đề mục, câu chữ, thêm căn cứ, nơi nhận; bên cạnh là bản xem thử."
            ),
            _(
                "Chỗ điền như {đơn vị} lấy từ danh sách bên cạnh, bấm để chèn; mọi chữ khác in như đã ghi. {phần cổng "
                "soạn} là dữ liệu của cuộc kiểm tra, chỉ thêm được câu trước, câu sau."
            ),
            _(
                "Mỗi lần lưu là một bản mới: xem chỗ khác giữa hai bản, dùng lại bản cũ. Dự thảo đang mở được báo, lấy "
                "từng phần hoặc soạn lại cả văn bản; văn bản đã ban hành không đổi."
            ),
            _("“So với văn bản khác” ở trang văn bản so hai văn bản cùng loại, từng phần, từng chữ."),
        ),
    ),
    Topic(
        "numbers",
        _("Số văn bản, người ký, cách trình bày"),
        (
            _("Ở danh sách “Văn bản đi”, bấm “Sổ số văn bản”: số đã cấp, số ngoài cổng, số đã hủy kèm lý do."),
            _(
                "Văn bản nhận được thì “Vào sổ văn bản đến” ở trang “Văn bản”: chọn văn bản đã có hoặc ghi mới, cổng "
                "cấp số đến tiếp theo của năm. Vào nhầm thì hủy số kèm lý do; số đã hủy không cấp lại."
            ),
            _(
                "“Sổ văn bản đi” là sổ của văn phòng theo năm hoặc nhiệm kỳ: bấm “In sổ” để in khổ A4 ngang. Số trống "
                "có ghi rõ; cột cổng không có dữ kiện để trống cho bạn viết."
            ),
            _("“Giữ số” ở trang văn bản: lấy trước số kế tiếp, hoặc số của sổ giấy."),
            _("“Ghi số ngoài cổng” để cổng không cấp lại số của sổ giấy."),
            _("“Trình bày và ký văn bản”: nhiệm kỳ cấp ủy, người ký thay, giãn dòng, cách bỏ dấu; lãnh đạo sửa được."),
        ),
    ),
)
LOOKING = (
    LISTS,
    Topic(
        "import",
        _("Nhập từ Excel"),
        (
            _("Ở danh sách, mở “Nhập, xuất cả danh mục”, bấm “Nhập từ tệp”, tải “Tệp mẫu để điền”."),
            _(
                "Bấm “Đọc thử”: cổng chỉ ra mọi chỗ sai theo từng dòng, chưa ghi gì. "
                "Mọi dòng đều đúng thì mới nhập được."
            ),
            _(
                "So bảng “Giá trị của các dòng mới” với tệp: đó là điều cổng sẽ lưu. "
                "Cột lạ, ô hiện khác số đã chứa thì cổng hỏi."
            ),
            _(
                "Chỗ hiểu được nhiều cách (94% hay 94,49%, 8/16 hay ngày 16/8, 1.234, mã mất số 0, dòng bị ẩn): "
                "chọn rồi bấm “Áp dụng lựa chọn, đọc lại tệp”. Chưa chọn thì cổng không ghi gì."
            ),
            _("Xuất ra rồi nhập lại, không sửa gì, thì không dòng nào thay đổi: cổng ghi chữ là chữ, số là số."),
        ),
        Picture("import", 420),
    ),
    Topic(
        "history",
        _("Lịch sử, khôi phục"),
        (
            _("Mở mục “Lịch sử” cuối trang: ai làm gì, lúc nào, đổi từ gì thành gì và vì sao."),
            _("Xóa nhầm thì bấm “Khôi phục” ở dòng xóa trong lịch sử."),
            _(
                "Việc đã làm ngoài cổng: ở trang của bước hay của đề nghị, mở “Đã làm trước hôm nay, ngoài cổng” "
                "và ghi ngày. Lịch sử ghi cả ngày ấy và lúc nhập."
            ),
        ),
        Picture("history", 330),
    ),
)
PAGE = Page(
    "staff",
    _("Trợ giúp cho cơ quan kiểm tra và đoàn"),
    _("Một đợt kiểm tra từ lúc lập đến lúc xong đề nghị cuối cùng, theo thứ tự công việc."),
    (
        Topic(
            "start",
            _("Bắt đầu một ngày"),
            (
                _(
                    "Trang “Việc cần làm” gộp việc giống nhau thành một dòng kèm số đơn vị (“Bắt đầu làm việc”: 94 đơn "
                    "vị), xếp thành quá hạn, hôm nay, tuần này, sau đó. Bấm vào tên việc để xem đúng các đơn vị ấy, "
                    "bấm nút ở cuối dòng để làm ngay, một lần cho tất cả."
                ),
                _(
                    "Lãnh đạo thấy trước hết đợt đang ở đâu, việc nào quá hạn và đang chờ ai, đề nghị chưa xong theo "
                    "thời gian, những gì diễn ra từ hôm qua. Mỗi con số là liên kết đến đúng các dòng của nó."
                ),
                _("Ô tìm ở đầu trang tìm đơn vị, cuộc kiểm tra, nhận xét, người, địa bàn, văn bản; gõ không cần dấu."),
            ),
            Picture("start", 428),
        ),
        *PREPARING,
        *INSPECTING,
        *PAPERS,
        *LOOKING,
        SAVED_DRAFTS,
    ),
)
