# How the house fares, and what is wrong.

health-title = Tình trạng hệ thống
health-troubles = Xử lý sự cố
health-what-to-do = Đang có gì và cần làm gì
health-measured-at = Đo lúc { $at }. Việc thử ghi không tạo bản ghi nào trong sổ cái.
health-nothing-to-do = Kiểm tra lúc { $at }: không có gì phải làm.
health-to-do = Kiểm tra lúc { $at }: { $n } việc, việc gấp nhất trước.

health-good = Tốt.
health-critical = Nguy cấp:
health-warning = Cần làm:
health-note = Lưu ý:
health-all-well = Sổ cái đọc, ghi được; đĩa, lịch, danh mục và máy in đều ổn.

health-position = Vị trí sổ cái
health-last-record = Lần ghi cuối
health-trial = Thử ghi
health-queue = Hàng chờ ghi
health-disk = Ổ đĩa dữ liệu
health-database = Cơ sở dữ liệu
health-memory = Bộ nhớ đang dùng
health-running = Chạy được
health-version = Phiên bản chương trình
health-replayed = Dựng lại và so sánh
health-log = Nhật ký công khai
health-witnesses = Chứng nhân của nhật ký
health-paper = In PDF
health-screens = Màn hình đang theo dõi

health-not-measured = không đo được
health-none-yet = chưa có
health-takes-writes = ghi được
health-free-of = trống { $free } trên { $whole }
health-queue-of = { $n } việc (nhiều nhất { $most })
health-database-of = { $bytes }, nhật ký ghi trước { $log }
health-catalogue-of = phiên bản { $version }, { $n } lỗi
health-provisional-from = { $period }; tạm tính từ { $day }
health-replayed-equal = { $at }, đến vị trí { $position }: bằng nhau, mã { $digest }
health-replayed-otherwise = { $at }, đến vị trí { $position }: khác nhau, mã { $digest }
health-ago = { $at }, cách đây { $time }
health-minutes-seconds = { $a } phút { $b } giây
health-hours-minutes = { $a } giờ { $b } phút
health-days-hours = { $a } ngày { $b } giờ
health-log-absent = không ký ở máy chủ này
health-log-signed = đã ký { $n } sự kiện
health-log-stopped = không ký tiếp được, xem trang xử lý sự cố
health-witnesses-none = chưa khai chứng nhân
health-witnesses-wrong = tệp khai chứng nhân không dùng được, xem trang xử lý sự cố
health-witnesses-of = { $signed } trên { $n } đã ký đầu mới nhất, cần { $wanted }; đầu đủ chữ ký còn sau { $behind } sự kiện
health-witnesses-not-yet = { $signed } trên { $n } đã ký đầu mới nhất, cần { $wanted }; chưa đầu nào đủ chữ ký
health-paper-absent = không có
health-paper-unused = chưa in lần nào
health-paper-works = lần cuối in được
health-paper-failed = lần cuối lỗi: { $why }
