# The catalogue: kinds of case, procedures, versions.

catalogue-title = Danh mục
catalogue-why = Phiên bản { $version }: { $types } loại hồ sơ, { $procedures } thủ tục hành chính. Danh mục là tệp dữ liệu; hồ sơ giữ phiên bản lúc mở.
catalogue-check = Kiểm tra danh mục
catalogue-mistake = Lỗi:
catalogue-mistake-where = { $file }, dòng { $line }: { $why }
catalogue-no-mistake = Mọi quy tắc kiểm tra đều đạt, không có lỗi.
catalogue-unlike-shipped = { $n } tệp khác với danh mục kèm theo phần mềm: { $files }.
catalogue-kinds = Loại hồ sơ
catalogue-procedures = Thủ tục hành chính
catalogue-page-before = Thủ tục trang trước
catalogue-page-after = Thủ tục trang sau
catalogue-versions = Các phiên bản đã ghi sổ cái
catalogue-version = Phiên bản { $n }
catalogue-version-column = Phiên bản

catalogue-code = Mã
catalogue-name = Tên
catalogue-basis = Căn cứ
catalogue-limit = Thời hạn
catalogue-kept = Lưu giữ
catalogue-who-may = Ai được làm

# A kind of case.

catalogue-open-register = Mở sổ
catalogue-course = Đường đi của hồ sơ
catalogue-course-words = Ô là bước, ô viền đậm là kết thúc, viền đứt là không ai phải làm gì; chữ đánh số trên đường là thao tác.
catalogue-beginning = Mở hồ sơ
catalogue-law-state = trạng thái { $code }
catalogue-register = Sổ
catalogue-one = Tên một hồ sơ
catalogue-no-clock = Không tính hạn.
catalogue-public = Công bố
catalogue-has-public-page = Có trang công khai
catalogue-log = Nhật ký công khai
catalogue-domain = Phạm vi
catalogue-domain-work = Công việc của cơ quan
catalogue-domain-party = Sổ của tổ chức đảng, chỉ người có chức danh trong tổ chức đảng được xem
catalogue-domain-union = Sổ của công đoàn, chỉ người có chức danh trong công đoàn được xem
catalogue-title-from = Trích yếu lấy từ

catalogue-moves = Thao tác
catalogue-move = Thao tác
catalogue-from-step = Từ bước
catalogue-to-step = Đến bước
catalogue-content = Nội dung
catalogue-effects = Kết quả, giới hạn
catalogue-opens = (mở hồ sơ)
catalogue-needs = Bắt buộc: { $fields }.
catalogue-offers = Ghi thêm: { $fields }.

catalogue-steps = Bước
catalogue-step = Bước
catalogue-meaning = Ý nghĩa
catalogue-state-by-law = Trạng thái theo quy định
catalogue-step-ends = Kết thúc
catalogue-step-rests = Không ai phải làm gì
catalogue-step-waits = Chờ xử lý

catalogue-fields = Mục thông tin
catalogue-field = Mục
catalogue-field-kind = Kiểu
catalogue-part = Lưu ở phần
catalogue-in-register = Trong sổ
catalogue-column = Cột
catalogue-filter = Bộ lọc
catalogue-column-and-filter = Cột, bộ lọc

catalogue-applies-to = Áp dụng cho
catalogue-series = Dãy số
catalogue-series-form = Cách ghi
catalogue-series-period = Chu kỳ
catalogue-links = Liên kết
catalogue-link = Liên kết
catalogue-link-to = Đến
catalogue-readers = Ai được xem
catalogue-who = Ai
catalogue-because = Vì

catalogue-acts = Việc không theo bước
catalogue-act = Việc
catalogue-act-remark = Ghi ý kiến
catalogue-act-urge = Đôn đốc
catalogue-act-extend = Dời hạn
catalogue-act-correct = Đính chính
catalogue-act-attach = Gắn tệp, liên kết
catalogue-act-assign = Phân công lại
catalogue-act-edit = Sửa mục thông tin
catalogue-act-late-entry = Ghi bù, chuyển số dư đầu kỳ

# An administrative procedure.

catalogue-procedure = Thủ tục hành chính
catalogue-official-name = Tên chính thức
catalogue-code-unverified = mã chưa đối chiếu CSDL quốc gia
catalogue-local-code = Mã của tỉnh
catalogue-announced-by = Quyết định công bố
catalogue-in-force = Hiệu lực
catalogue-field-of-work = Lĩnh vực
catalogue-procedure-kind = Loại thủ tục
catalogue-levels = Cấp thực hiện
catalogue-level-province = cấp tỉnh
catalogue-level-district = cấp huyện
catalogue-level-commune = cấp xã
catalogue-online = Dịch vụ công trực tuyến
catalogue-online-full = toàn trình
catalogue-online-partial = một phần
catalogue-online-information = chỉ cung cấp thông tin
catalogue-decides = Cơ quan giải quyết
catalogue-cooperates = Cơ quan phối hợp
catalogue-decided-by = Người quyết định
catalogue-delegated-to = Được ủy quyền
catalogue-received-at = Nơi tiếp nhận
catalogue-applicants = Đối tượng
catalogue-results = Kết quả
catalogue-sets = Số lượng hồ sơ
catalogue-sets-of = { $n } bộ
catalogue-conditions = Điều kiện
catalogue-order = Trình tự
catalogue-legal-basis = Căn cứ pháp lý
catalogue-related = Thủ tục liên quan

catalogue-channels = Cách thực hiện, thời hạn, phí
catalogue-channel = Cách nộp
catalogue-at-counter = trực tiếp
catalogue-by-internet = trực tuyến
catalogue-by-post = bưu chính công ích
catalogue-at-once = giải quyết ngay
catalogue-fees = Phí, lệ phí
catalogue-charge = Phí { $amount } đồng ({ $note })
catalogue-fee = Lệ phí { $amount } đồng ({ $note })
catalogue-limit-basis = Căn cứ của thời hạn

catalogue-papers = Thành phần hồ sơ
catalogue-paper = Giấy tờ
catalogue-originals = Bản chính
catalogue-copies = Bản sao
catalogue-needed = Bắt buộc

catalogue-stages = Quy trình nội bộ
catalogue-stage = Công việc
catalogue-who-does = Ai làm
catalogue-working-hours = Giờ làm việc
catalogue-product = Sản phẩm
catalogue-sum = Tổng
