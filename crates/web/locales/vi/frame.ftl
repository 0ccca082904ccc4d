# What surrounds every page: head, navigation, foot, and what the last act came to.

frame-skip = Đến nội dung chính
frame-simulated = Dữ liệu mô phỏng
frame-demo-clock = Đồng hồ trình diễn:
frame-invented = Người, văn bản và địa chỉ đều là hư cấu
frame-simulated-and-imported = Dữ liệu mô phỏng và nhật ký nhập vào
frame-invented-but-imported = Hồ sơ nhập từ nhật ký đúng như tệp nguồn ghi; còn lại là hư cấu
frame-menu = Danh mục
frame-first-page = Trang đầu
frame-search-by = Tìm theo số, trích yếu, người, đơn vị
frame-search-hint = Số, trích yếu, người, đơn vị
frame-sign-out = Đăng xuất
frame-navigation = Sổ và báo cáo
frame-waiting-for-me = , chờ tôi:
frame-ledger = Sổ cái: vị trí
frame-open-source = phần mềm nguồn mở (EUPL-1.2)
frame-keys = Phím tắt
frame-or = hoặc
frame-key-search = Tìm kiếm
frame-key-lines = Dòng sau, dòng trước trong danh sách
frame-key-open = Mở dòng đang chọn
frame-key-this = Bảng này
frame-line-lost = Mất kết nối mạng. Nội dung đang gõ được giữ trong thẻ này; khi có mạng trở lại hãy gửi.
frame-line-back = Đã có mạng trở lại. Nội dung đã gõ vẫn còn, có thể gửi.
frame-draft = Nội dung gõ lần trước có thể chưa gửi được.
frame-draft-back = Lấy lại
frame-draft-drop = Bỏ
frame-close = Đóng

frame-nav-work = Việc của tôi
frame-nav-notices = Thông báo
frame-nav-administration = Quản trị
frame-nav-registers = Sổ
frame-nav-reports = Báo cáo
frame-nav-process = Sơ đồ quy trình
frame-nav-annual = Báo cáo năm
frame-nav-issued = Báo cáo đã phát hành
frame-nav-board = Điều hành
frame-nav-urging = Đôn đốc
frame-nav-conclusions = Kết luận họp

frame-recorded = Đã ghi sổ cái, vị trí { $position }.
frame-recorded-before = Việc này đã được ghi từ trước, vị trí { $position }; gửi lại không ghi thêm lần nữa.
