# A register: its filter, columns, kept views and ways out. Also the search over all registers.

register-filter = Lọc danh sách
register-drop-filter = Bỏ lọc
register-views = Cách xem đã lưu
register-drop-view = Bỏ cách xem “{ $name }”
register-keep-view = Lưu cách xem này
register-view-name = Tên cách xem
register-keep = Lưu
register-not-kept = Chưa lưu được cách xem
register-back = Về danh sách
register-count-exactly = đếm chính xác
register-pages = Trang danh sách
register-previous = Trước
register-next = Tiếp
register-each-row = Mỗi dòng là
register-counted = { $count } { $kind }
register-passed-over = Sổ này không (còn) có điều kiện { $conditions }: danh sách dưới đây không lọc theo điều kiện đó. Xin chọn lại bộ lọc; nếu là cách xem đã lưu, lưu lại dưới tên cũ.
register-none-fits = Không có { $kind } nào khớp với điều kiện lọc.
register-none-yet = Chưa có { $kind } nào trong phạm vi quý vị được xem.

register-step = bước
register-lead = chủ trì
register-holder = người giữ
register-has-words = có “{ $words }”
register-all = tất cả trong phạm vi được xem
register-still-since = đứng yên từ trước ngày { $day }
register-due-on = hạn ngày { $day }
register-due-to = hạn đến ngày { $day }
register-due-from = hạn từ ngày { $day }
register-due-between = hạn từ { $first } đến { $last }
register-running = trong hạn

register-any = Tất cả
register-words = Có chữ
register-state = Tình trạng
register-columns = Cột hiển thị

register-column-title = Tên
register-column-number = Số
register-column-step = Bước
register-column-holder = Người giữ
register-column-opened = Ngày mở
register-no-number = chưa có số

register-search = Tìm kiếm
register-search-how = Nhập số, ký hiệu hoặc từ trong trích yếu.
register-search-for = Kết quả cho “{ $words }”
register-search-newest = { $n } hồ sơ mới nhất
register-search-count = { $n } hồ sơ
register-search-none = Không tìm thấy hồ sơ nào trong phạm vi quý vị được xem. Có thể gõ không dấu, hoặc gõ ít chữ hơn.
register-search-kind = Loại
register-search-opened = Mở lúc
