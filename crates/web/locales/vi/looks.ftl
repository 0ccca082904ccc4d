# A register by step and by due day.

looks-name = Cách trình bày
looks-rows = Danh sách
looks-board = Bảng theo bước
looks-calendar = Lịch hạn
looks-board-of = { $register } theo bước xử lý
looks-calendar-of = { $register } theo ngày đến hạn, { $stretch }
looks-due = { $count } đến hạn
looks-none = Không có hồ sơ nào.
looks-cases = hồ sơ:
looks-first = Từ đầu
looks-next = Xem tiếp

looks-month = Tháng
looks-week = Tuần
looks-month-of = Tháng { $month }
looks-week-of = Tuần từ { $first } đến { $last }
looks-month-before = Tháng trước
looks-month-after = Tháng sau
looks-month-now = Tháng này
looks-week-before = Tuần trước
looks-week-after = Tuần sau
looks-week-now = Tuần này
looks-other-times = Thời gian khác
looks-today = hôm nay
looks-made-up = làm bù { $why }
looks-outside = ngoài lịch làm việc
looks-provisional = Có ngày nghỉ trong thời gian này chưa được thông báo chính thức: lịch còn tạm tính.
looks-day-cases = { $n } hồ sơ
looks-day-late = { $n } quá hạn
looks-day-running = { $n } đang chạy
